//! The host's own pages, built with the same page model as the plugins'.

pub(crate) mod home;
pub(crate) mod import;
pub(crate) mod journal;
pub(crate) mod linking;
pub(crate) mod modules;
pub(crate) mod notice;

use std::sync::Arc;

use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use preau_domain::page::{Page, Tone};
use preau_policy::Names;

use crate::WebError;
use crate::app::App;
use crate::forms::Fields;
use crate::respond::{html, message};
use crate::shell::{Shell, drawn};
use crate::visit::Visit;

/// The visit and shell of a page of the host.
pub(crate) async fn open(
    app: &Arc<App>,
    tenant: &str,
    headers: &HeaderMap,
    uri: &Uri,
    query: &Fields,
) -> Result<(Visit, Shell), WebError> {
    // with its query, so that a login comes back to exactly this page
    let here = uri.path_and_query().map_or_else(|| uri.path(), |p| p.as_str());
    let mut visit = Visit::open(app, tenant, headers, here).await?;
    let shell = Shell::open(app, &visit.scope, &mut visit.snapshot, here).await?;
    let shell = match message(app, &visit.scope, query) {
        Some(said) => shell.saying(Tone::Success, said),
        None => shell,
    };
    Ok((visit, shell))
}

/// A page of the host, drawn.
pub(crate) fn shown(shell: &Shell, page: &Page, names: Names) -> Response {
    html(200, shell.html(page, &drawn(names)), &[])
}
