//! From drawn text to an answer: headers that hold for every page, pages of failure, redirects with a sealed message.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, LOCATION, SET_COOKIE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use preau_domain::message::Text;
use preau_domain::page::{Op, Page, Tone};
use preau_domain::text;
use preau_policy::{Door, Scope};
use preau_render::{Frame, Names};

use crate::WebError;
use crate::app::App;

/// Nothing inline, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";

/// An answer with a body of this type.
pub(crate) fn answer(status: u16, media_type: &str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    set(&mut response, CONTENT_TYPE, media_type);
    response
}

/// Sets a header; a value that is none is left out.
pub(crate) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Adds a cookie.
pub(crate) fn set_cookie(response: &mut Response, cookie: Option<String>) {
    if let Some(value) = cookie.and_then(|c| HeaderValue::from_str(&c).ok()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// A page of HTML: never kept by a cache, framed only by `ancestors` (origins), by nobody when there are none.
pub(crate) fn html(status: u16, body: String, ancestors: &[String]) -> Response {
    let mut response = answer(status, "text/html; charset=utf-8", body);
    let framed = if ancestors.is_empty() { "'none'".to_owned() } else { ancestors.join(" ") };
    set(&mut response, CONTENT_SECURITY_POLICY, &format!("{POLICY}{framed}"));
    private(&mut response);
    response
}

/// Marks an answer as this person's only.
pub(crate) fn private(response: &mut Response) {
    set(response, CACHE_CONTROL, "private, no-store");
    set(response, VARY, "Cookie, Accept");
}

/// A redirect after which the browser asks with GET.
pub(crate) fn see_other(to: &str) -> Response {
    let mut response = answer(303, "text/plain; charset=utf-8", "");
    set(&mut response, LOCATION, to);
    private(&mut response);
    response
}

/// A redirect with a message shown once. The message is sealed for its reader: an address made by somebody else shows nothing.
pub(crate) fn see_other_saying(app: &App, scope: &Scope, to: &str, message: &str) -> Response {
    let joint = if to.contains('?') { '&' } else { '?' };
    let seal = seal(app, scope, message);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("dit", message).append_pair("sceau", &seal).finish();
    see_other(&format!("{to}{joint}{query}"))
}

fn seal(app: &App, scope: &Scope, message: &str) -> String {
    let sealed = format!("{}\n{}\n{message}", scope.door().slug(), scope.actor());
    blake3::keyed_hash(&app.flash_key, sealed.as_bytes()).to_hex().chars().take(32).collect()
}

/// The message that came with a redirect, if its seal is ours.
pub(crate) fn message(app: &App, scope: &Scope, query: &crate::forms::Fields) -> Option<String> {
    let (said, given) = (query.get("dit")?, query.get("sceau")?);
    let ours = seal(app, scope, said);
    // a MAC over public text compared for display only: equality in constant time all the same
    let equal = ours.len() == given.len() && ours.bytes().zip(given.bytes()).fold(0, |d, (a, b)| d | (a ^ b)) == 0;
    equal.then(|| said.to_owned())
}

/// The page of a failure. A failure of ours or of a plugin shows a reference and nothing else.
pub(crate) fn failure(app: &App, door: Option<&Door>, error: &WebError, json: bool) -> Response {
    let reference = app.reference();
    if error.status() >= 500 {
        tracing::error!(%error, %reference, blame = if matches!(error, WebError::Fault { .. }) { "plugin" } else { "host" }, "request failed");
    }
    let (title, text) = words(error, &reference);
    if json {
        let body = serde_json::json!({ "error": text.to_string(), "reference": reference }).to_string();
        let mut response = answer(error.status(), "application/json", body);
        private(&mut response);
        return response;
    }
    let mut page = Page { title: title.to_string(), ..Page::default() };
    if let WebError::Faults(faults) = error {
        page.ops.push(Op::Notice(Tone::Danger, text.to_string()));
        page.ops.extend(crate::pages::import::faults(faults));
    } else {
        page.ops.push(Op::Notice(if error.status() >= 500 { Tone::Danger } else { Tone::Warning }, text.to_string()));
    }
    let now = app.house.clock().now();
    let (school, base, zone) = match door {
        Some(door) => (door.name().to_owned(), format!("/e/{}", door.slug()), door.zone().clone()),
        None => (String::new(), String::new(), preau_domain::time::Zone::paris()),
    };
    if door.is_some() {
        if matches!(error, WebError::Faults(_)) {
            page.ops.push(Op::Link { text: text!("web-import-again").to_string(), route: "/administration/import".into() });
        }
        page.ops.push(Op::Link { text: text!("web-back-home").to_string(), route: "/".into() });
    }
    let frame = Frame::new(&school, &base, &zone, now);
    html(error.status(), preau_render::bare(&page, &Names::default(), &frame), &[])
}

fn words(error: &WebError, reference: &str) -> (Text, Text) {
    match error {
        WebError::NotFound => (text!("web-not-found-title"), text!("web-not-found")),
        WebError::Refused(text) => (text!("web-refused-title"), text.clone()),
        WebError::Bad(text) | WebError::Plugin(_, text) => (text!("web-bad-title"), text.clone()),
        WebError::Faults(faults) => (text!("web-import-faults-title"), text!("web-import-faults", count = faults.len())),
        WebError::Login(_) | WebError::Ended => (text!("web-login-title"), text!("web-login-needed")),
        WebError::OtherHat => (text!("web-other-hat-title"), text!("web-other-hat")),
        WebError::TooMany => (text!("web-too-many-title"), text!("web-too-many")),
        WebError::TooLarge => (text!("web-too-large-title"), text!("web-too-large")),
        WebError::Fault { text, .. } => {
            (text!("web-fault-title"), text!("web-fault", text = text.clone(), reference = reference))
        }
        WebError::Unavailable(text) => {
            (text!("web-unavailable-title"), text!("web-unavailable", text = text.clone(), reference = reference))
        }
        WebError::Internal(_) => (text!("web-internal-title"), text!("web-internal", reference = reference)),
    }
}
