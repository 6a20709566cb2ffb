//! The doors: the list of schools, a school's home, what an iframe shows to somebody who is not logged in, and the health check.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use preau_domain::page::{Op, Page, Tone};
use preau_domain::text;
use preau_domain::time::Zone;
use preau_policy::{Door, Names};
use preau_render::Frame;

use crate::WebError;
use crate::app::App;
use crate::forms::Fields;
use crate::login::providers;
use crate::pages::{open, shown};
use crate::respond::{answer, html, see_other};
use crate::router::settle;
use crate::shell::role_name;
use crate::visit;

/// `/`: the schools of this server.
pub(crate) async fn schools(State(app): State<Arc<App>>) -> Response {
    let result = async {
        let mut page = Page { title: text!("web-schools-title").to_string(), ..Page::default() };
        let tenants = app.house.tenants().await?;
        if tenants.is_empty() {
            page.ops.push(Op::Notice(Tone::Info, text!("web-schools-none").to_string()));
        } else {
            page.ops.push(Op::OpenList { ordered: false });
            for (slug, name) in tenants {
                page.ops.push(Op::OpenItem);
                page.ops.push(Op::Link { text: name, route: format!("/e/{slug}/") });
                page.ops.push(Op::Close);
            }
            page.ops.push(Op::Close);
        }
        let zone = Zone::paris();
        let frame = Frame::new("", "", &zone, app.house.clock().now());
        Ok(html(200, preau_render::bare(&page, &preau_render::Names::default(), &frame), &[]))
    };
    settle(&app, "", false, result.await).await
}

/// `/sante`: for a balancer; says nothing of anybody.
pub(crate) async fn health(State(app): State<Arc<App>>) -> Response {
    match app.house.tenants().await {
        Ok(_) => answer(200, "text/plain; charset=utf-8", "ok\n"),
        Err(_) => answer(503, "text/plain; charset=utf-8", "storage\n"),
    }
}

/// `/e/{tenant}` without its slash.
pub(crate) async fn slash(State(app): State<Arc<App>>, Path(tenant): Path<String>) -> Response {
    let result = visit::door(&app, &tenant).await.map(|door| see_other(&format!("/e/{}/", door.slug())));
    settle(&app, &tenant, false, result).await
}

/// `/e/{tenant}/`: what one may do here.
pub(crate) async fn school(
    State(app): State<Arc<App>>,
    Path(tenant): Path<String>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let result = async {
        let (visit, shell) = open(&app, &tenant, &headers, &uri, &Fields::query(query.as_deref())).await?;
        let scope = &visit.scope;
        let mut page = Page {
            title: text!("web-home-title", name = scope.name()).to_string(),
            ops: vec![Op::Paragraph(
                text!("web-home-hat", role = role_name(scope.role()), school = scope.door().name()).to_string(),
            )],
            ..Page::default()
        };
        let entries = shell.entries();
        if entries.is_empty() {
            page.ops.push(Op::Notice(Tone::Info, text!("web-home-empty").to_string()));
        }
        page.ops.push(Op::OpenColumns);
        for (index, entry) in entries.iter().enumerate() {
            page.ops.push(Op::OpenSection { id: format!("module-{index}"), title: entry.label.clone() });
            page.ops.push(Op::Paragraph(entry.about.clone()));
            page.ops
                .push(Op::Link { text: text!("web-home-open", label = &entry.label).to_string(), route: entry.route.clone() });
            page.ops.push(Op::Close);
        }
        page.ops.push(Op::Close);
        Ok(shown(&shell, &page, Names::default()))
    };
    settle(&app, &tenant, false, result.await).await
}

/// Marks the address of a widget for which the ENT was asked already, so that it is not asked again and again.
const ASKED: &str = "demande=1";

/// The origins of the school's ENTs: they alone may frame a widget.
pub(crate) async fn ent_origins(door: &Door) -> Result<Vec<String>, WebError> {
    Ok(providers(door).await?.iter().map(|p| p.login_url.origin().ascii_serialization()).collect())
}

/// A frame without a session asks the ENT once, without a click; where the browser holds cookies back from frames, it shows a
/// link that opens the page apart, where it works.
pub(crate) async fn framed_login(app: &Arc<App>, tenant: &str, plugin: &str, here: &str) -> Response {
    let result = async {
        let door = visit::door(app, tenant).await?;
        if let [only] = providers(&door).await?.as_slice()
            && !here.contains(ASKED)
        {
            let joint = if here.contains('?') { '&' } else { '?' };
            let vers = form_urlencoded::byte_serialize(format!("{here}{joint}{ASKED}").as_bytes()).collect::<String>();
            return Ok(see_other(&format!("/e/{tenant}/auth/{}/login?vers={vers}", only.id.as_str())));
        }
        let page = Page {
            title: door.name().to_owned(),
            ops: vec![Op::Paragraph(text!("web-widget-login").to_string())],
            ..Page::default()
        };
        let base = format!("/e/{}", door.slug());
        let full = format!("{base}/p/{plugin}/");
        let frame = Frame { here: &full, ..Frame::new(door.name(), &base, door.zone(), app.house.clock().now()) };
        let body = preau_render::widget(&page, &preau_render::Names::default(), &frame);
        Ok(html(200, body, &ent_origins(&door).await?))
    };
    settle(app, tenant, false, result.await).await
}
