//! Who comes: the school of the path, the session of the cookie. Resolved once, before a handler acts.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use preau_auth::cookie::Cookie;
use preau_domain::ids::Slug;
use preau_policy::{Door, Scope, Snapshot, gate};


use crate::app::App;
use crate::forms::Fields;
use crate::WebError;

/// Somebody who is logged in, with the snapshot his session was read in.
pub(crate) struct Visit {
    pub(crate) scope: Arc<Scope>,
    pub(crate) snapshot: Snapshot,
}

/// The secret in the session cookie.
pub(crate) fn secret(headers: &HeaderMap) -> Option<String> {
    let all: Vec<&str> = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok()).collect();
    Cookie::Session.read(all.iter().copied()).map(str::to_owned)
}

/// The school of the path.
pub(crate) async fn door(app: &App, tenant: &str) -> Result<Door, WebError> {
    let slug = Slug::parse(tenant).ok_or(WebError::NotFound)?;
    app.house.door(&slug).await?.ok_or(WebError::NotFound)
}

impl Visit {
    /// The visit, or where to come back to after a login.
    pub(crate) async fn open(app: &App, tenant: &str, headers: &HeaderMap, here: &str) -> Result<Self, WebError> {
        let door = door(app, tenant).await?;
        Self::at(&door, headers).await?.ok_or_else(|| WebError::Login(here.to_owned()))
    }

    /// The visit if there is a live session.
    pub(crate) async fn at(door: &Door, headers: &HeaderMap) -> Result<Option<Self>, WebError> {
        let Some(secret) = secret(headers) else { return Ok(None) };
        let found = gate::enter(door, &secret).await?;
        Ok(found.map(|(scope, snapshot)| Self { scope: Arc::new(scope), snapshot }))
    }

    /// A form must have been filled under the hat worn now: a second tab in another hat gets a clear page.
    pub(crate) fn check_hat(&self, fields: &Fields) -> Result<(), WebError> {
        if fields.get("hat") == Some(self.scope.role().as_str()) { Ok(()) } else { Err(WebError::OtherHat) }
    }
}
