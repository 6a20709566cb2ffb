//! Logging in through a provider and out again; single logout; changing hats.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Path, RawQuery, Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderName, USER_AGENT};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use preau_auth::cas::service::Asking;
use preau_auth::cas::{logout, service, ticket};
use preau_auth::cookie::Cookie;
use preau_auth::limiter::address_key;
use preau_auth::login_state::LoginState;
use preau_auth::provider::{Provider, ProviderId};
use preau_auth::{identity, next};
use preau_domain::ids::Slug;
use preau_domain::page::{Op, Page, Tone};
use preau_domain::role::Role;
use preau_domain::text;
use preau_policy::gate::{self, Identity, Login};
use preau_policy::{Door, PolicyError};
use preau_render::{Frame, Names};

use crate::WebError;
use crate::app::App;
use crate::forms::Fields;
use crate::respond::{answer, html, see_other, set_cookie};
use crate::router::settle;
use crate::visit::{Visit, cookie, door};

/// Where somebody without a session is sent: the school's login page, which keeps the deep link.
pub(crate) fn needed(tenant: &str, here: &str) -> Response {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("vers", here).finish();
    see_other(&format!("/e/{tenant}/connexion?{query}"))
}

/// The providers of a school, as far as their settings read.
pub(crate) async fn providers(door: &Door) -> Result<Vec<Provider>, WebError> {
    let stored = gate::providers(door).await?;
    Ok(stored.iter().filter_map(|(_, json)| serde_json::from_str(json).ok()).collect())
}

async fn provider(door: &Door, id: &str) -> Result<Provider, WebError> {
    let id = ProviderId::parse(id).ok_or(WebError::NotFound)?;
    providers(door).await?.into_iter().find(|p| p.id == id).ok_or(WebError::NotFound)
}

/// The login page: one button per provider.
pub(crate) async fn page(State(app): State<Arc<App>>, Path(tenant): Path<String>, RawQuery(query): RawQuery) -> Response {
    let result = async {
        let door = door(&app, &tenant).await?;
        let query = Fields::query(query.as_deref());
        let next = query.get("vers").and_then(|v| next::deep_link(door.slug(), v));
        let providers = providers(&door).await?;
        // somebody on his way to a page goes on without a click where there is no choice; never after a logout or a refusal
        if let (Some(next), [only]) = (&next, providers.as_slice())
            && query.get("fini").is_none()
        {
            return Ok(see_other(&format!("/e/{tenant}{}", start_route(only, Some(next)))));
        }
        let mut page = Page { title: text!("web-login-title").to_string(), ..Page::default() };
        if query.get("fini").is_some() {
            page.ops.push(Op::Notice(Tone::Success, text!("web-logged-out").to_string()));
        }
        if providers.is_empty() {
            page.ops.push(Op::Notice(Tone::Warning, text!("web-login-no-provider").to_string()));
        } else {
            page.ops.push(Op::Paragraph(text!("web-login-choose").to_string()));
        }
        for provider in providers {
            let route = start_route(&provider, next.as_deref());
            page.ops.push(Op::Link { text: text!("web-login-with", provider = &provider.label).to_string(), route });
        }
        Ok(bare(&app, &door, 200, &page))
    };
    settle(&app, &tenant, false, result.await).await
}

/// Where a login through this provider begins, below the school.
fn start_route(provider: &Provider, next: Option<&str>) -> String {
    let query = next.map_or(String::new(), |n| {
        format!("?{}", form_urlencoded::Serializer::new(String::new()).append_pair("vers", n).finish())
    });
    format!("/auth/{}/login{query}", provider.id.as_str())
}

/// A page for somebody without a session.
pub(crate) fn bare(app: &App, door: &Door, status: u16, page: &Page) -> Response {
    let base = format!("/e/{}", door.slug());
    let frame = Frame::new(door.name(), &base, door.zone(), app.house.clock().now());
    html(status, preau_render::bare(page, &Names::default(), &frame), &[])
}

/// Sends the browser to the provider; the deep link waits in a sealed cookie.
pub(crate) async fn start(
    State(app): State<Arc<App>>,
    Path((tenant, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let result = async {
        let door = door(&app, &tenant).await?;
        let provider = provider(&door, &name).await?;
        let query = Fields::query(query.as_deref());
        let wanted = query.get("vers").and_then(|v| next::deep_link(door.slug(), v)).unwrap_or_else(|| next::home(door.slug()));
        let mut binding = [0_u8; 16];
        getrandom::fill(&mut binding).map_err(|e| WebError::Internal(e.to_string()))?;
        let state = LoginState::begin(provider.id.clone(), wanted, binding, door.now());
        let service = service::service_url(&app.base, door.slug(), &provider.id);
        // in a frame nobody can type a password: the ENT vouches at once or not at all
        let framed = is_framed(door.slug(), &state.next);
        let (asking, kept) = if framed { (Asking::Gateway, Cookie::FramedLogin) } else { (Asking::Usual, Cookie::Login) };
        let mut response = see_other(&service::login_redirect(&provider, &service, asking));
        set_cookie(&mut response, kept.set(&app.base, door.slug(), &state.seal(&app.state_key, door.slug())));
        Ok(response)
    };
    settle(&app, &tenant, false, result.await).await
}

/// The browser comes back with a ticket.
pub(crate) async fn callback(
    State(app): State<Arc<App>>,
    Path((tenant, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let result = async {
        let door = door(&app, &tenant).await?;
        let provider = provider(&door, &name).await?;
        let address = client(&extensions, &headers).map(address_key);
        if let Some(address) = &address
            && app.failed_logins.check(address, door.now()).is_err()
        {
            return Err(WebError::TooMany);
        }
        let outcome = come_back(&app, &door, &provider, query.as_deref().unwrap_or_default(), &headers).await;
        if outcome.is_err()
            && let Some(address) = address
        {
            app.failed_logins.spend(address, door.now());
        }
        outcome
    };
    settle(&app, &tenant, false, result.await).await
}

/// Who asks. A proxy on this machine tells it in the last entry of `X-Forwarded-For`, or everybody would be one address;
/// what stands before that entry is only what the client claims.
fn client(extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
    let told = headers.get_all("x-forwarded-for").iter().next_back().and_then(|v| v.to_str().ok());
    let seen = told.and_then(|all| all.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
    Some(seen.filter(|_| peer.is_loopback()).unwrap_or(peer))
}

async fn come_back(app: &App, door: &Door, provider: &Provider, query: &str, headers: &HeaderMap) -> Result<Response, WebError> {
    let open = |which: Cookie| {
        let sealed = cookie(headers, which)?;
        LoginState::open(&sealed, &app.state_key, door.slug(), &provider.id, door.now())
    };
    let state = open(Cookie::Login).or_else(|| open(Cookie::FramedLogin));
    let framed = state.as_ref().is_some_and(|s| is_framed(door.slug(), &s.next));
    let (kept, kept_login) = if framed { (Cookie::FramedSession, Cookie::FramedLogin) } else { (Cookie::Session, Cookie::Login) };
    let ticket = match ticket::from_query(query) {
        Ok(Some(ticket)) => ticket,
        Ok(None) if framed => return Ok(see_other(&state.map_or_else(String::new, |s| s.next))),
        // nothing to validate: back to the login page, as after a refusal at the provider
        Ok(None) => return Ok(see_other(&format!("/e/{}/connexion", door.slug()))),
        Err(error) => {
            gate::refused(door, provider.id.as_str(), "malformed-ticket").await?;
            return Err(WebError::Bad(error.text()));
        }
    };
    let Some(state) = state else {
        // A ticket without our login state was not asked for by this browser: begin again, properly.
        gate::refused(door, provider.id.as_str(), "no-login-state").await?;
        return Err(WebError::Bad(text!("web-login-state")));
    };
    let service = service::service_url(&app.base, door.slug(), &provider.id);
    let vouched = match app.validator.validate(provider, &service, &ticket).await {
        Ok(user) => identity::identify(provider, user),
        Err(error) => Err(error),
    };
    let vouched = match vouched {
        Ok(vouched) => vouched,
        Err(error) => {
            tracing::warn!(provider = provider.id.as_str(), reason = %error, "login refused");
            gate::refused(door, provider.id.as_str(), "not-validated").await?;
            return Err(WebError::Refused(error.text(&provider.label)));
        }
    };
    let identity = Identity {
        provider: provider.id.as_str().to_owned(),
        ent_id: vouched.ent_id,
        keys: vouched.keys.into_iter().map(|(k, v)| (k.as_str().to_owned(), v)).collect(),
        attributes: serde_json::to_string(&vouched.kept).unwrap_or_default(),
    };
    let agent = headers.get(USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let old = cookie(headers, kept);
    let login = gate::login(door, identity, ticket.as_str(), agent, old.as_deref()).await?;
    let mut response = match login {
        Login::Open { secret, .. } => {
            let mut response = see_other(&state.next);
            set_cookie(&mut response, kept.set(&app.base, door.slug(), &secret));
            response
        }
        Login::Replayed => return Err(WebError::Refused(text!("web-login-replayed"))),
        Login::NoRole => return Err(WebError::Refused(text!("web-login-no-role"))),
        Login::Unknown => unknown(app, door, provider),
    };
    set_cookie(&mut response, Some(kept_login.clear(&app.base, door.slug())));
    Ok(response)
}

/// Whether a deep link leads to a widget, which an ENT shows in a frame.
fn is_framed(slug: &Slug, next: &str) -> bool {
    next.strip_prefix("/e/").and_then(|n| n.strip_prefix(slug.as_str())).is_some_and(|n| n.starts_with("/w/"))
}

/// An honest page: the ENT knows you, the school does not yet, and somebody will see to it.
fn unknown(app: &App, door: &Door, provider: &Provider) -> Response {
    let page = Page {
        title: text!("web-unknown-title").to_string(),
        ops: vec![
            Op::Notice(Tone::Info, text!("web-unknown", provider = &provider.label, school = door.name()).to_string()),
            Op::Paragraph(text!("web-unknown-next").to_string()),
        ],
        ..Page::default()
    };
    bare(app, door, 403, &page)
}

/// Single logout from the provider: always the same quick answer, which tells nothing about tickets.
pub(crate) async fn single_logout(
    State(app): State<Arc<App>>,
    Path((tenant, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    let result = async {
        let door = door(&app, &tenant).await?;
        let provider = provider(&door, &name).await?;
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let body = to_bytes(request.into_body(), logout::MAX_BYTES).await.map_err(|_| WebError::TooLarge)?;
        if let Some(ticket) = logout::session_index(content_type.as_deref(), &body) {
            gate::single_logout(&door, provider.id.as_str(), ticket.as_str()).await?;
        }
        Ok(answer(200, "text/plain; charset=utf-8", ""))
    };
    settle(&app, &tenant, false, result.await).await
}

/// Ends the session here; the provider's own goes on, and the page says where to end it.
pub(crate) async fn logout(State(app): State<Arc<App>>, Path(tenant): Path<String>, headers: HeaderMap) -> Response {
    let result = async {
        let door = door(&app, &tenant).await?;
        if let Some(visit) = Visit::at(&door, &headers).await? {
            drop(visit.snapshot);
            gate::logout(&visit.scope).await?;
        }
        let mut response = see_other(&format!("/e/{tenant}/connexion?fini=1"));
        set_cookie(&mut response, Some(Cookie::Session.clear(&app.base, door.slug())));
        // what a shared computer keeps of unsaved cells goes with the session
        crate::respond::set(&mut response, HeaderName::from_static("clear-site-data"), "\"storage\"");
        Ok(response)
    };
    settle(&app, &tenant, false, result.await).await
}

/// Puts on another hat.
pub(crate) async fn wear(State(app): State<Arc<App>>, Path(tenant): Path<String>, headers: HeaderMap, body: Body) -> Response {
    let result = async {
        let home = format!("/e/{tenant}/");
        let (visit, fields) = Visit::posting(&app, &tenant, &headers, body).await?;
        drop(visit.snapshot);
        let role = fields.get("hat").and_then(Role::parse);
        let worn = match role {
            Some(role) => gate::wear(&visit.scope, role).await?,
            None => false,
        };
        if !worn {
            return Err(PolicyError::Refused(text!("web-hat-not-yours")).into());
        }
        Ok(see_other(&home))
    };
    settle(&app, &tenant, false, result.await).await
}
