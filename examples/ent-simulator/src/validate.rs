//! `/cas/validate`, `/cas/serviceValidate` and `/cas/p3/serviceValidate`: what a service asks about a ticket.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::people::Person;
use crate::state::Ent;

/// The parameters of a validation.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Validation {
    service: Option<String>,
    ticket: Option<String>,
    renew: Option<String>,
}

/// Why a ticket is refused: the code and the words that CAS sends.
struct Refusal(&'static str, String);

/// The person a ticket stands for, and whether he was picked for this very ticket. A ticket that was shown is used up.
fn check<'a>(ent: &'a Ent, asked: &Validation) -> Result<(&'a Person, bool), Refusal> {
    let given = |text: &'_ Option<String>| text.clone().filter(|text| !text.is_empty());
    let (Some(service), Some(ticket)) = (given(&asked.service), given(&asked.ticket)) else {
        return Err(Refusal("INVALID_REQUEST", "service and ticket are both required".to_owned()));
    };
    let Some(found) = ent.redeem(&ticket) else {
        return Err(Refusal("INVALID_TICKET", format!("ticket {ticket} is unknown, used or expired")));
    };
    if found.service != service {
        return Err(Refusal("INVALID_SERVICE", format!("ticket {ticket} was given for another service")));
    }
    if !found.fresh && asked.renew.as_deref().is_some_and(|value| !matches!(value, "" | "false")) {
        return Err(Refusal("INVALID_TICKET", format!("ticket {ticket} was given without a new login")));
    }
    let person = ent.people.get(&found.login).ok_or_else(|| Refusal("INTERNAL_ERROR", "this account is gone".to_owned()))?;
    Ok((person, found.fresh))
}

pub(crate) async fn cas1(State(ent): State<Arc<Ent>>, Query(asked): Query<Validation>) -> Response {
    let body = check(&ent, &asked).map_or_else(|_| "no\n\n".to_owned(), |(person, _)| format!("yes\n{}\n", person.login));
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}

pub(crate) async fn cas2(State(ent): State<Arc<Ent>>, Query(asked): Query<Validation>) -> Response {
    xml(&check(&ent, &asked).map(|(person, _)| user(person)))
}

pub(crate) async fn cas3(State(ent): State<Arc<Ent>>, Query(asked): Query<Validation>) -> Response {
    xml(&check(&ent, &asked).map(|(person, fresh)| {
        let mut body = user(person);
        body.push_str("    <cas:attributes>\n");
        let fresh = fresh.to_string();
        for (name, value) in person.attributes().into_iter().chain([("isFromNewLogin", fresh.as_str())]) {
            let _ = writeln!(body, "      <cas:{name}>{}</cas:{name}>", escape(value));
        }
        body.push_str("    </cas:attributes>\n");
        body
    }))
}

fn user(person: &Person) -> String {
    format!("    <cas:user>{}</cas:user>\n", escape(&person.login))
}

fn xml(verdict: &Result<String, Refusal>) -> Response {
    let inside = match verdict {
        Ok(body) => format!("  <cas:authenticationSuccess>\n{body}  </cas:authenticationSuccess>\n"),
        Err(Refusal(code, words)) => {
            format!("  <cas:authenticationFailure code=\"{code}\">{}</cas:authenticationFailure>\n", escape(words))
        }
    };
    let body = format!("<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\">\n{inside}</cas:serviceResponse>\n");
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], body).into_response()
}

/// Text for XML: markup escaped, characters that XML 1.0 cannot hold replaced.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(c));
            }
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
