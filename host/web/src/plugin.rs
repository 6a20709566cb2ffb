//! Pages and widgets of plugins: the request goes to the guest, its answer is drawn, its writes are committed, then it leaves.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use preau_domain::failure::Failure;
use preau_domain::ids::{PersonId, PluginId};
use preau_domain::page::{Answer, GridReport, Page, Tone};
use preau_domain::text;
use preau_policy::commit::{Committed, Ended, Remembered, answered_in, seed};
use preau_policy::plugins::Granted;
use preau_policy::{Call, Scope, Snapshot};
use preau_render::{GridPost, posted_grid};
use preau_sandbox::{GridCell, Request as GuestRequest};

use crate::WebError;
use crate::app::App;
use crate::forms::Fields;
use crate::respond::{answer, html, message, private, see_other, see_other_saying, set};
use crate::router::settle;
use crate::shell::{Shell, drawn};
use crate::visit::{self, Visit};

/// A handler whose reads were overtaken is run again so many times.
const TRIES: usize = 3;

/// `/e/{tenant}/p/{plugin}/…`
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    uri: Uri,
    Path(parts): Path<Vec<(String, String)>>,
    request: Request,
) -> Response {
    let part = |name: &str| parts.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let (tenant, id, rest) = (part("tenant"), part("plugin"), part("path"));
    let json = wants_json(request.headers());
    let here = uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string);
    let result = serve(&app, &tenant, &id, &format!("/{rest}"), &here, request, false).await;
    settle(&app, &tenant, json, result).await
}

/// `/e/{tenant}/w/{plugin}/…`: a small page for an iframe of the ENT.
pub(crate) async fn widget(
    State(app): State<Arc<App>>,
    uri: Uri,
    Path((tenant, id, rest)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let here = uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string);
    let result = serve(&app, &tenant, &id, &format!("/{rest}"), &here, request, true).await;
    match result {
        Err(WebError::Login(_)) => crate::pages::home::framed_login(&app, &tenant, &id, &here).await,
        other => settle(&app, &tenant, false, other).await,
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|a| a.starts_with("application/json"))
}

/// What a request needs until it is answered.
struct Serving<'a> {
    app: &'a Arc<App>,
    scope: Arc<Scope>,
    granted: Arc<Granted>,
    shell: Shell,
    json: bool,
    /// Who may frame the answer; a widget's ENTs.
    ancestors: Vec<String>,
    widget: bool,
    post: Option<GridPost>,
    fields: Fields,
}

async fn serve(
    app: &Arc<App>,
    tenant: &str,
    id: &str,
    path: &str,
    here: &str,
    request: Request,
    widget: bool,
) -> Result<Response, WebError> {
    // what needs the network or another snapshot comes first: a request that holds a snapshot waits for nobody
    let (json, writes) = (wants_json(request.headers()), request.method() == Method::POST);
    let ancestors = if widget { crate::pages::home::ent_origins(&visit::door(app, tenant).await?).await? } else { Vec::new() };
    let query = Fields::query(request.uri().query());
    let (Visit { scope, mut snapshot }, fields) = if writes {
        let (parts, body) = request.into_parts();
        Visit::posting(app, tenant, &parts.headers, body).await?
    } else {
        (Visit::open(app, tenant, request.headers(), here).await?, Fields::default())
    };
    let id = PluginId::parse(id).ok_or(WebError::NotFound)?;
    let granted = app.manifests.active(&app.house, &scope, &mut snapshot, &id).await?.ok_or(WebError::NotFound)?;
    let declared = if widget { &granted.manifest().widgets } else { &granted.manifest().pages };
    let entry = granted.manifest().entry(path).filter(|e| e.roles.iter().any(|r| r == scope.role().as_str()));
    if entry.is_none_or(|e| widget && !declared.contains(e)) {
        return Err(WebError::NotFound);
    }
    let shell = Shell::open(app, &scope, &mut snapshot, here).await?.of_plugin(&granted);
    let shell = match message(app, &scope, &query) {
        Some(said) => shell.saying(Tone::Success, said),
        None => shell,
    };
    if writes && fields.get("hat") != Some(scope.role().as_str()) {
        return Err(WebError::OtherHat);
    }
    let post = posted_grid(&fields.0).map_err(WebError::Bad)?.filter(|_| writes);
    if let Some(request_id) = post.as_ref().and_then(|p| p.id.as_deref())
        && let Some(known) = answered_in(&mut snapshot, &scope, request_id).await?
    {
        return Ok(json_answer(known));
    }
    let guest = GuestRequest {
        method: if writes { "POST" } else { "GET" }.to_owned(),
        path: path.to_owned(),
        query: query.0,
        fields: fields.0.clone(),
        grid: post.as_ref().map(|p| p.cells.iter().map(cell).collect()),
    };
    let serving = Serving { app, scope, granted, shell, json, ancestors, widget, post, fields };
    serving.run(Arc::new(guest), snapshot, writes).await
}

fn cell(cell: &preau_render::GridCell) -> GridCell {
    GridCell { row: cell.row, column: cell.column.clone(), symbol: cell.symbol.clone(), version: cell.version }
}

fn json_answer(body: String) -> Response {
    let mut response = answer(200, "application/json", body);
    private(&mut response);
    response
}

impl Serving<'_> {
    async fn run(self, guest: Arc<GuestRequest>, snapshot: Snapshot, writes: bool) -> Result<Response, WebError> {
        let unique = self.post.as_ref().and_then(|p| p.id.clone()).unwrap_or_else(|| self.app.reference());
        let seed = seed(&self.scope, &unique, self.scope.now());
        let mut call = Call::begin(self.scope.clone(), self.granted.clone(), snapshot, writes, seed);
        for _ in 0..TRIES {
            let ran = self.app.guests.run(self.granted.clone(), call, guest.clone()).await;
            match ran.result {
                Ok(said) => {
                    let (response, drawn, remembered) = self.draw(ran.call, said).await?;
                    match drawn.finish(Ended::Ok, remembered).await? {
                        Committed::Done => return Ok(response),
                        Committed::Answered(known) => return Ok(json_answer(known)),
                        Committed::Again(fresh) => call = *fresh,
                    }
                }
                Err(ended) => return self.fail(ran.call, ended).await,
            }
        }
        Err(WebError::Plugin(503, text!("web-overtaken")))
    }

    /// Draws the answer before the commit: names come from the same snapshot, and a remembered answer is kept with the writes.
    async fn draw(&self, mut call: Call, said: Answer) -> Result<(Response, Call, Option<Remembered>), WebError> {
        let mut remembered = None;
        let response = match said {
            Answer::Page(page) => {
                let body = self.page(&mut call, &page).await?;
                html(200, body, &self.ancestors)
            }
            Answer::Redirect { route, message } => {
                let to = preau_render::href(&self.route_base(), &route).unwrap_or_else(|| self.route_base());
                message.map_or_else(|| see_other(&to), |m| see_other_saying(self.app, &self.scope, &to, &m))
            }
            Answer::Grid(report) => {
                let (response, kept) = self.grid(&mut call, &report).await?;
                remembered = kept;
                response
            }
            Answer::Download { name, media_type, bytes } => download(&name, &media_type, bytes),
        };
        Ok((response, call, remembered))
    }

    fn route_base(&self) -> String {
        format!("/e/{}/p/{}", self.scope.door().slug(), self.granted.id())
    }

    async fn page(&self, call: &mut Call, page: &Page) -> Result<String, WebError> {
        let names = call.names(page, &[]).await?;
        self.report(&names.refused);
        let names = drawn(names);
        if self.widget {
            let full = self.granted.manifest().pages.first().map_or("/", |p| p.route.as_str());
            return Ok(self.shell.widget(page, &names, &format!("{}{full}", self.route_base())));
        }
        Ok(self.shell.html(page, &names))
    }

    async fn grid(&self, call: &mut Call, report: &GridReport) -> Result<(Response, Option<Remembered>), WebError> {
        let people: Vec<PersonId> = report.conflicts.iter().flat_map(|c| [c.who, c.by]).collect();
        let names = drawn(call.names(&Page::default(), &people).await?);
        if self.json {
            let body = preau_render::grid_json(report, &names, self.scope.door().zone());
            let id = self.post.as_ref().and_then(|p| p.id.clone());
            let remembered = id.map(|request| Remembered { request, answer: body.clone() });
            return Ok((json_answer(body), remembered));
        }
        let back = preau_render::href(&self.route_base(), &report.back).unwrap_or_else(|| self.route_base());
        if report.conflicts.is_empty() {
            let said = text!("web-grid-saved", count = report.saved.len());
            return Ok((see_other_saying(self.app, &self.scope, &back, &said.to_string()), None));
        }
        let route = self.shell_route();
        let page = preau_render::grid_page(report, &route, &self.fields.0, &names);
        Ok((html(409, self.shell.html(&page, &names), &[]), None))
    }

    /// The route that was posted to, relative to the plugin.
    fn shell_route(&self) -> String {
        let here = self.shell.here();
        let path = here.split('?').next().unwrap_or_default();
        path.strip_prefix(&self.route_base()).unwrap_or("/").to_owned()
    }

    /// A plugin that asks for names out of reach is told about in the log, with its label only.
    fn report(&self, refused: &[PersonId]) {
        if !refused.is_empty() {
            tracing::warn!(
                plugin = self.granted.label(),
                count = refused.len(),
                "persons out of the actor's reach were drawn as a dash"
            );
        }
    }

    async fn fail(&self, call: Call, ended: preau_sandbox::Ended) -> Result<Response, WebError> {
        match ended {
            preau_sandbox::Ended::Failure(failure) => {
                call.finish(Ended::Refused, None).await?;
                if let Failure::Unavailable(_) = failure {
                    // the house's own failure more often than not: it has a reference, as others have
                    return Err(WebError::Unavailable(text!("web-plugin-refusal", text = failure.to_string())));
                }
                let status = match &failure {
                    Failure::Denied(_) => 403,
                    Failure::NotFound => 404,
                    Failure::Invalid(_) => 422,
                    Failure::Conflict(_) => 409,
                    Failure::Quota(_) => 413,
                    Failure::Unavailable(_) => 503,
                    Failure::Other(_) => 400,
                };
                // its own sentence, without the kind that authors read in the log
                let said = match failure {
                    Failure::Denied(text) | Failure::Invalid(text) | Failure::Other(text) if !text.is_empty() => text,
                    other => other.to_string(),
                };
                Err(WebError::Plugin(status, text!("web-plugin-refusal", text = said)))
            }
            preau_sandbox::Ended::Fault(fault) => {
                call.finish(Ended::Faulted, None).await?;
                Err(WebError::Fault { plugin: self.granted.label(), fault: fault.name().to_owned(), text: fault.text() })
            }
        }
    }
}

/// A file to save: never opened in place, never sniffed.
fn download(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let mut response = answer(200, media_type, Body::from(bytes));
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' }).take(120).collect();
    let encoded: String =
        form_urlencoded::byte_serialize(name.chars().filter(|c| !c.is_control()).take(120).collect::<String>().as_bytes())
            .collect::<String>()
            .replace('+', "%20");
    set(&mut response, CONTENT_DISPOSITION, &format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"));
    private(&mut response);
    response
}
