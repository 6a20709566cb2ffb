//! Imports by the administrateur: files are read, the differences shown, and applied only when confirmed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use preau_domain::ids::Slug;
use preau_domain::message::Text;
use preau_domain::page::{Field, FieldKind, Op, Page, Tone};
use preau_domain::role::Role;
use preau_domain::text;
use preau_domain::time::Instant;
use preau_policy::roster::{self, By, Prepared};
use preau_policy::{Names, Scope};
use preau_roster::report::{Count, EntryReport, PopulationReport, RelationCount};
use preau_roster::{Fault, Settled};

use crate::WebError;
use crate::app::App;
use crate::forms::{self, Fields};
use crate::pages::{open, shown};
use crate::respond::see_other_saying;
use crate::router::settle;
use crate::shell::Shell;
use crate::visit::{self, Visit};

/// Plans that wait for a confirmation, one per person, for a quarter of an hour, on this node.
#[derive(Debug, Default)]
pub(crate) struct Waiting(Mutex<HashMap<(Slug, i64), (Instant, Prepared)>>);

/// How long a plan waits, milliseconds.
const KEEP: i64 = 15 * 60 * 1000;

impl Waiting {
    fn keep(&self, scope: &Scope, prepared: Prepared) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (at, _)| at.0 + KEEP > scope.now().0);
        all.insert((scope.door().slug().clone(), scope.actor().0), (scope.now(), prepared));
    }

    fn take(&self, scope: &Scope) -> Option<Prepared> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (at, _)| at.0 + KEEP > scope.now().0);
        all.remove(&(scope.door().slug().clone(), scope.actor().0)).map(|(_, p)| p)
    }
}

fn administrateur(scope: &Scope) -> Result<(), WebError> {
    if scope.role() == Role::Administrateur { Ok(()) } else { Err(WebError::Refused(text!("policy-not-yours"))) }
}

/// `/e/{tenant}/administration/import`
pub(crate) async fn form(
    State(app): State<Arc<App>>,
    Path(tenant): Path<String>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let result = async {
        let (visit, shell) = open(&app, &tenant, &headers, &uri, &Fields::query(query.as_deref())).await?;
        let scope = visit.scope.clone();
        drop(visit);
        administrateur(&scope)?;
        let mut page = Page {
            title: text!("web-import-title").to_string(),
            ops: vec![
                Op::Paragraph(text!("web-import-intro", year = scope.year().to_string()).to_string()),
                Op::Notice(Tone::Info, text!("web-import-approval").to_string()),
                Op::OpenForm { route: "/administration/import".into(), submit: text!("web-import-read").to_string() },
                Op::Field(Box::new(Field {
                    name: "fichiers".into(),
                    label: text!("web-import-files").to_string(),
                    hint: text!("web-import-files-hint").to_string(),
                    required: true,
                    kind: FieldKind::File { accept: vec![".xml".into(), ".zip".into()], multiple: true },
                })),
                Op::Close,
            ],
            ..Page::default()
        };
        history(&scope, &mut page).await?;
        Ok(shown(&shell, &page, Names::default()))
    };
    settle(&app, &tenant, false, result.await).await
}

async fn history(scope: &Scope, page: &mut Page) -> Result<(), WebError> {
    page.ops.push(Op::OpenSection { id: "historique".into(), title: text!("web-import-history").to_string() });
    let runs = roster::history(scope).await?;
    if runs.is_empty() {
        page.ops.push(Op::Paragraph(text!("web-import-never").to_string()));
    } else {
        page.ops.push(Op::OpenList { ordered: false });
        for run in runs {
            let when = run.at.french(scope.door().zone());
            page.ops.push(Op::OpenItem);
            page.ops.push(Op::Text(text!("web-import-run", when = when, files = run.files.join(", ")).to_string()));
            page.ops.push(Op::Close);
        }
        page.ops.push(Op::Close);
    }
    page.ops.push(Op::Close);
    Ok(())
}

/// Reads the files and shows what would change.
pub(crate) async fn prepare(
    State(app): State<Arc<App>>,
    Path(tenant): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let result = async {
        let (scope, shell) = match importer(&app, &tenant, &headers, uri.path()).await {
            Ok(opened) => opened,
            Err(refused) => {
                forms::discard(request.into_body().into_data_stream()).await;
                return Err(refused);
            }
        };
        let (fields, files) = forms::upload(request).await?;
        if fields.get("hat") != Some(scope.role().as_str()) {
            return Err(WebError::OtherHat);
        }
        if files.is_empty() {
            return Err(WebError::Bad(text!("web-import-no-file")));
        }
        let prepared = roster::prepare(By::Person(&scope), files, &Settled::nothing(), &mut |_| {}).await?;
        let page = preview(&prepared);
        app.imports.keep(&scope, prepared);
        Ok(shown(&shell, &page, Names::default()))
    };
    settle(&app, &tenant, false, result.await).await
}

/// Who may import, with the shell of his page. No snapshot is left: an upload may take minutes, and nothing of the database
/// waits for it.
async fn importer(app: &Arc<App>, tenant: &str, headers: &HeaderMap, here: &str) -> Result<(Arc<Scope>, Shell), WebError> {
    let door = visit::door(app, tenant).await?;
    let Visit { scope, mut snapshot } = Visit::at(&door, headers).await?.ok_or(WebError::Ended)?;
    administrateur(&scope)?;
    let shell = Shell::open(app, &scope, &mut snapshot, here).await?;
    Ok((scope, shell))
}

/// Every fault with its file and line.
pub(crate) fn faults(faults: &[Fault]) -> Vec<Op> {
    let mut ops = vec![Op::OpenList { ordered: false }];
    for fault in faults.iter().take(500) {
        let place = match fault.line {
            Some(line) => text!("web-import-place", file = &fault.file, line = line),
            None => text!("web-import-file", file = &fault.file),
        };
        ops.extend([Op::OpenItem, Op::Strong(place.to_string()), Op::Text(format!(" {}", fault.text)), Op::Close]);
    }
    ops.push(Op::Close);
    ops
}

fn preview(prepared: &Prepared) -> Page {
    let report = &prepared.report;
    let mut page = Page {
        title: text!("web-import-preview-title").to_string(),
        trail: vec![(text!("web-import-title").to_string(), "/administration/import".into())],
        ..Page::default()
    };
    counts(prepared, &mut page);
    for (id, title, population) in [
        ("eleves", text!("web-import-pupils"), &report.pupils),
        ("responsables", text!("web-import-guardians"), &report.guardians),
        ("personnels", text!("web-import-staff"), &report.staff),
        ("groupes", text!("web-import-groups"), &report.groups),
    ] {
        details(id, &title.to_string(), population, &mut page);
    }
    if !prepared.remarks.is_empty() || !report.remarks.is_empty() {
        page.ops.push(Op::OpenSection { id: "remarques".into(), title: text!("web-import-remarks").to_string() });
        page.ops.push(Op::OpenList { ordered: false });
        let ours = prepared.remarks.iter().map(|r| format!("{} : {}", r.file, r.text));
        for remark in ours.chain(report.remarks.iter().cloned()).take(300) {
            page.ops.extend([Op::OpenItem, Op::Text(remark), Op::Close]);
        }
        page.ops.extend([Op::Close, Op::Close]);
    }
    page.ops
        .push(Op::OpenForm { route: "/administration/import/appliquer".into(), submit: text!("web-import-apply").to_string() });
    if report.needs_confirmation {
        let share = format!("{:.0}", report.leavers_ratio * 100.0);
        page.ops.push(Op::Notice(Tone::Warning, text!("web-import-leavers", share = share).to_string()));
        page.ops.push(Op::Field(Box::new(Field {
            name: "departs".into(),
            label: text!("web-import-leavers-sure").to_string(),
            hint: String::new(),
            required: false,
            kind: FieldKind::Check(false),
        })));
    }
    page.ops.push(Op::Close);
    page
}

fn counts(prepared: &Prepared, page: &mut Page) {
    let s = &prepared.report.summary;
    let row = |label: String, c: &Count| {
        let numbers = [c.new, c.changed, c.returned, c.left, c.homonyms, c.unchanged];
        std::iter::once(label).chain(numbers.into_iter().map(|n| n.to_string())).collect::<Vec<_>>()
    };
    let rows = [
        row(text!("web-import-pupils").to_string(), &s.pupils),
        row(text!("web-import-guardians").to_string(), &s.guardians),
        row(text!("web-import-staff").to_string(), &s.staff),
        row(text!("web-import-groups").to_string(), &s.groups),
        row(text!("web-import-subjects").to_string(), &s.subjects),
    ];
    page.ops.push(Op::Table {
        caption: text!("web-import-counts").to_string(),
        columns: vec![
            text!("web-import-population").to_string(),
            text!("web-import-new").to_string(),
            text!("web-import-changed").to_string(),
            text!("web-import-returned").to_string(),
            text!("web-import-left").to_string(),
            text!("web-import-homonyms").to_string(),
            text!("web-import-unchanged").to_string(),
        ],
        cells: rows.iter().flatten().collect(),
    });
    relations(prepared, page);
}

/// Who belongs to whom: nothing of it is a new person, all of it changes who sees what.
fn relations(prepared: &Prepared, page: &mut Page) {
    let s = &prepared.report.summary;
    let row = |label: Text, c: &RelationCount| {
        let numbers = [c.added, c.changed, c.removed, c.kept, c.unchanged];
        std::iter::once(label.to_string()).chain(numbers.into_iter().map(|n| n.to_string())).collect::<Vec<_>>()
    };
    let rows = [
        row(text!("web-import-memberships"), &s.memberships),
        row(text!("web-import-links"), &s.links),
        row(text!("web-import-services"), &s.services),
        row(text!("web-import-head-teachers"), &s.head_teachers),
    ];
    page.ops.push(Op::Table {
        caption: text!("web-import-relations").to_string(),
        columns: vec![
            text!("web-import-relation").to_string(),
            text!("web-import-added").to_string(),
            text!("web-import-changed").to_string(),
            text!("web-import-removed").to_string(),
            text!("web-import-kept").to_string(),
            text!("web-import-unchanged").to_string(),
        ],
        cells: rows.iter().flatten().collect(),
    });
}

fn details(id: &str, title: &str, population: &PopulationReport, page: &mut Page) {
    let lists = [
        (text!("web-import-new"), &population.new),
        (text!("web-import-changed"), &population.changed),
        (text!("web-import-returned"), &population.returned),
        (text!("web-import-left"), &population.left),
        (text!("web-import-homonyms"), &population.homonyms),
    ];
    if lists.iter().all(|(_, l)| l.is_empty()) {
        return;
    }
    page.ops.push(Op::OpenSection { id: id.to_owned(), title: title.to_owned() });
    for (label, list) in lists.into_iter().filter(|(_, l)| !l.is_empty()) {
        page.ops.push(Op::Strong(text!("web-import-list", what = label.to_string(), count = list.len()).to_string()));
        page.ops.push(Op::OpenList { ordered: false });
        for entry in list.iter().take(30) {
            page.ops.extend([Op::OpenItem, Op::Text(line(entry)), Op::Close]);
        }
        if list.len() > 30 {
            page.ops.extend([Op::OpenItem, Op::Text(text!("web-import-more", count = list.len() - 30).to_string()), Op::Close]);
        }
        page.ops.push(Op::Close);
    }
    page.ops.push(Op::Close);
}

fn line(entry: &EntryReport) -> String {
    let changes: Vec<String> = entry
        .what
        .iter()
        .map(|c| format!("{} : {} → {}", c.field, c.before.as_deref().unwrap_or("—"), c.after.as_deref().unwrap_or("—")))
        .collect();
    let mut line = entry.label.clone();
    for more in std::iter::once(entry.division.clone()).chain(changes).filter(|m| !m.is_empty()) {
        line.push_str(" · ");
        line.push_str(&more);
    }
    line
}

/// Applies the plan that waits.
pub(crate) async fn apply(State(app): State<Arc<App>>, Path(tenant): Path<String>, headers: HeaderMap, body: Body) -> Response {
    let result = async {
        let list = format!("/e/{tenant}/administration/import");
        let (visit, fields) = Visit::posting(&app, &tenant, &headers, body).await?;
        visit.check_hat(&fields)?;
        let scope = visit.scope.clone();
        drop(visit);
        administrateur(&scope)?;
        let prepared = app.imports.take(&scope).ok_or_else(|| WebError::Bad(text!("web-import-gone")))?;
        let sure = fields.get("departs").is_some();
        if prepared.report.needs_confirmation && !sure {
            let share = format!("{:.0}", prepared.report.leavers_ratio * 100.0);
            app.imports.keep(&scope, prepared);
            return Err(WebError::Bad(text!("web-import-leavers", share = share)));
        }
        roster::apply(By::Person(&scope), prepared, sure, &mut |_| {}).await?;
        Ok(see_other_saying(&app, &scope, &list, &text!("web-import-done").to_string()))
    };
    settle(&app, &tenant, false, result.await).await
}
