//! Who comes: the school of the path, the session of the cookie. Resolved once, before a handler acts.

use std::sync::Arc;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use preau_auth::cookie::Cookie;
use preau_domain::ids::Slug;
use preau_policy::{Door, Scope, Snapshot, gate};

use crate::WebError;
use crate::app::App;
use crate::forms::{self, Fields};

/// Somebody who is logged in, with the snapshot his session was read in.
pub(crate) struct Visit {
    pub(crate) scope: Arc<Scope>,
    pub(crate) snapshot: Snapshot,
}

/// The value of one of our cookies.
pub(crate) fn cookie(headers: &HeaderMap, which: Cookie) -> Option<String> {
    let all: Vec<&str> = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok()).collect();
    which.read(all.iter().copied()).map(str::to_owned)
}

/// The secret in the session cookie; the framed one reaches us only below `/w`, which shows widgets and changes nothing.
pub(crate) fn secret(headers: &HeaderMap) -> Option<String> {
    cookie(headers, Cookie::Session).or_else(|| cookie(headers, Cookie::FramedSession))
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

    /// The visit of somebody who posts a form, with its fields. The form is read first: while a slow one comes in, no
    /// snapshot waits for it. Without session the answer is a page: a browser follows no redirect to an ENT from a form.
    pub(crate) async fn posting(app: &App, tenant: &str, headers: &HeaderMap, body: Body) -> Result<(Self, Fields), WebError> {
        let door = door(app, tenant).await?;
        let fields = forms::fields(body, headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok())).await?;
        let visit = Self::at(&door, headers).await?.ok_or(WebError::Ended)?;
        Ok((visit, fields))
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
