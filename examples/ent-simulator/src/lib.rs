//! A small ENT: a portal with tiles and a widget, and a CAS server (protocols 1, 2 and 3, single logout) where one picks a person
//! of the school to be. For demonstrations and tests only: nobody proves who he is.

mod cas;
mod pages;
mod people;
mod portal;
mod single_logout;
mod state;
#[cfg(test)]
mod tests;
mod validate;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;

pub use people::Person;
pub use portal::Tile;
use state::Ent;
pub use state::{Clock, Config, Problem};

/// The ENT as a service: the portal at `/`, CAS below `/cas/`.
///
/// # Errors
/// If an address of the configuration is not an absolute http(s) address, or two people share a login.
pub fn router(config: Config) -> Result<Router, Problem> {
    let ent = Arc::new(Ent::new(config)?);
    let router = Router::new()
        .route("/", get(portal::page))
        .route("/style.css", get(style))
        .route("/icon.svg", get(icon))
        .route("/cas/login", get(cas::login))
        .route("/cas/logout", get(cas::logout))
        .route("/cas/validate", get(validate::cas1))
        .route("/cas/serviceValidate", get(validate::cas2))
        .route("/cas/p3/serviceValidate", get(validate::cas3))
        .with_state(ent);
    Ok(router)
}

async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "max-age=3600")], include_str!("icon.svg"))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], include_str!("style.css"))
}

/// A page with the headers that every page of the ENT carries; frames may hold the given origins, and the ENT's own login on the way there.
fn html(page: maud::Markup, frames: &[String]) -> axum::response::Response {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action *; base-uri 'none'; frame-ancestors 'self'; frame-src 'self' {}",
        frames.join(" ")
    );
    let policy = HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, page.into_string()).into_response()
}
