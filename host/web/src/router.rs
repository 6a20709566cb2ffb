//! Every route in one list, and the layers around them all.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::Uri;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use preau_domain::text;
use preau_policy::Door;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::app::App;
use crate::respond::{answer, failure, set};
use crate::{WebError, forms, login, pages, plugin, visit};

/// The whole of HTTP.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(pages::home::schools))
        .route("/sante", get(pages::home::health))
        .route("/assets/{name}", get(asset))
        .route("/e/{tenant}", get(pages::home::slash))
        .route("/e/{tenant}/", get(pages::home::school))
        .route("/e/{tenant}/connexion", get(login::page))
        .route("/e/{tenant}/auth/{provider}/login", get(login::start))
        .route("/e/{tenant}/auth/{provider}/callback", get(login::callback).post(login::single_logout))
        .route("/e/{tenant}/deconnexion", post(login::logout))
        .route("/e/{tenant}/profil", post(login::wear))
        .route("/e/{tenant}/donnees-personnelles", get(pages::notice::personal_data))
        .route("/e/{tenant}/accessibilite", get(pages::notice::accessibility))
        .route("/e/{tenant}/qui-a-vu", get(pages::journal::who_saw).post(pages::journal::find))
        .route("/e/{tenant}/administration/journal", get(pages::journal::latest))
        .route("/e/{tenant}/administration/import", get(pages::import::form).post(pages::import::prepare))
        .route("/e/{tenant}/administration/import/appliquer", post(pages::import::apply))
        .route("/e/{tenant}/administration/rattachement", get(pages::linking::desk).post(pages::linking::attach))
        .route("/e/{tenant}/administration/modules", get(pages::modules::list).post(pages::modules::decide))
        .route("/e/{tenant}/p/{plugin}", get(plugin::page).post(plugin::page))
        .route("/e/{tenant}/p/{plugin}/", get(plugin::page).post(plugin::page))
        .route("/e/{tenant}/p/{plugin}/{*path}", get(plugin::page).post(plugin::page))
        .route("/e/{tenant}/w/{plugin}/{*path}", get(plugin::widget))
        .fallback(nothing)
        .layer(DefaultBodyLimit::max(forms::UPLOAD + 1024 * 1024))
        .layer(same_site(&app))
        .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        // the outermost: what another layer refuses carries its headers too
        .layer(from_fn_with_state(app.clone(), every_answer))
        .with_state(app)
}

/// Only pages of this server post here. A proxy may give us another name than browsers know: the configured origin is ours.
fn same_site(app: &Arc<App>) -> CsrfLayer<impl FnMut(ProtectionError) -> Response + Clone + use<>> {
    let refusing = app.clone();
    let layer = CsrfLayer::new();
    let layer = layer.clone().add_trusted_origin(app.base.as_str()).unwrap_or(layer);
    layer.with_rejection_response(move |_| failure(&refusing, None, &WebError::Refused(text!("web-other-site")), false))
}

/// Headers that every answer carries, whatever made it.
async fn every_answer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    set(&mut response, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, REFERRER_POLICY, "same-origin");
    if response.headers().get(axum::http::header::CONTENT_SECURITY_POLICY).is_none() {
        set(&mut response, X_FRAME_OPTIONS, "DENY");
        set(&mut response, axum::http::header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    }
    if app.base.is_https() {
        set(&mut response, STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

async fn asset(Path(name): Path<String>) -> Response {
    match preau_render::assets::asset(&format!("/assets/{name}")) {
        Some((media_type, bytes)) => {
            let mut response = answer(200, media_type, bytes);
            set(&mut response, CACHE_CONTROL, "public, max-age=31536000, immutable");
            response
        }
        None => answer(404, "text/plain; charset=utf-8", ""),
    }
}

/// An address of a school that leads nowhere still looks like the school's, and leads back to its home.
async fn nothing(State(app): State<Arc<App>>, uri: Uri) -> Response {
    let tenant = uri.path().strip_prefix("/e/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    settle(&app, tenant, false, Err(WebError::NotFound)).await
}

/// Turns a handler's failure into its page, in the shell of the school it happened in.
pub(crate) async fn settle(app: &Arc<App>, tenant: &str, json: bool, result: Result<Response, WebError>) -> Response {
    match result {
        Ok(response) => response,
        Err(WebError::Login(here)) if !json => login::needed(tenant, &here),
        Err(error) => {
            let door: Option<Door> = visit::door(app, tenant).await.ok();
            failure(app, door.as_ref(), &error, json)
        }
    }
}
