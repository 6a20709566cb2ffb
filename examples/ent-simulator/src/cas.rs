//! `/cas/login` and `/cas/logout`: picking a person, tickets for services, and the end of a session everywhere.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use url::Url;

use crate::state::{COOKIE, Ent};
use crate::{html, pages, single_logout};

/// The parameters of `/cas/login`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Login {
    service: Option<String>,
    renew: Option<String>,
    gateway: Option<String>,
    /// Be this person, without a click.
    r#as: Option<String>,
    /// Words of a name to search.
    pub(crate) q: String,
    /// A profile to search.
    pub(crate) profile: String,
}

impl Login {
    pub(crate) fn service(&self) -> Option<&str> {
        self.service.as_deref().filter(|service| !service.is_empty())
    }

    pub(crate) fn renews(&self) -> bool {
        self.renew.as_deref().is_some_and(|value| !matches!(value, "" | "false"))
    }

    fn is_gateway(&self) -> bool {
        self.gateway.as_deref() == Some("true") && !self.renews()
    }
}

pub(crate) async fn login(State(ent): State<Arc<Ent>>, Query(asked): Query<Login>, headers: HeaderMap) -> Response {
    let target = match asked.service() {
        None => None,
        Some(text) => match ent.service(text) {
            Some(address) => Some((text, address)),
            None => return (StatusCode::FORBIDDEN, html(pages::refused(text), &[])).into_response(),
        },
    };
    let before = ent.logged_in(&headers);
    if let Some(login) = &asked.r#as {
        if !ent.people.contains_key(login) {
            return (StatusCode::NOT_FOUND, html(pages::choice(&ent, &asked, Some(login)), &[])).into_response();
        }
        if let Some((old, _)) = &before {
            single_logout::tell(&ent, ent.close(old)).await;
        }
        let Some(cookie) = ent.open(login) else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
        let mut answer = go(&ent, &cookie, target, true);
        set_cookie(&mut answer, &format!("{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax"));
        return answer;
    }
    match (before, target) {
        (Some((cookie, _)), Some(target)) if !asked.renews() => go(&ent, &cookie, Some(target), false),
        (None, Some((_, address))) if asked.is_gateway() => Redirect::to(address.as_str()).into_response(),
        _ => html(pages::choice(&ent, &asked, None), &[]),
    }
}

/// On to the service with a ticket, or to the portal.
fn go(ent: &Ent, cookie: &str, target: Option<(&str, Url)>, fresh: bool) -> Response {
    let Some((service, mut address)) = target else { return Redirect::to("/").into_response() };
    let Some(ticket) = ent.grant(cookie, service, fresh) else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    address.query_pairs_mut().append_pair("ticket", &ticket);
    // 302 and not 303: what CAS servers answer.
    (StatusCode::FOUND, [(header::LOCATION, address.as_str())]).into_response()
}

/// The parameters of `/cas/logout`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Logout {
    service: Option<String>,
    url: Option<String>,
}

pub(crate) async fn logout(State(ent): State<Arc<Ent>>, Query(asked): Query<Logout>, headers: HeaderMap) -> Response {
    if let Some((cookie, _)) = ent.logged_in(&headers) {
        single_logout::tell(&ent, ent.close(&cookie)).await;
    }
    let back = asked.service.or(asked.url).and_then(|text| ent.service(&text));
    let mut answer = match back {
        Some(address) => (StatusCode::FOUND, [(header::LOCATION, address.as_str())]).into_response(),
        None => html(pages::goodbye(), &[]),
    };
    set_cookie(&mut answer, &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
    answer
}

fn set_cookie(answer: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}
