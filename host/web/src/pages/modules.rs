//! Plugins of the school: the fiche de traitement of each, prepared by the administrateur, activated by the head.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use preau_domain::entity::DataClass;
use preau_domain::fiche;
use preau_domain::ids::PluginId;
use preau_domain::manifest::Manifest;
use preau_domain::page::{Op, Page, Tone};
use preau_domain::role::Role;
use preau_domain::text;
use preau_domain::time::Day;
use preau_policy::plugins::{self, Offered};
use preau_policy::{Names, Scope};

use crate::WebError;
use crate::app::App;
use crate::forms::Fields;
use crate::pages::{open, shown};
use crate::respond::see_other_saying;
use crate::router::settle;
use crate::shell::role_name;
use crate::visit::Visit;

/// `/e/{tenant}/administration/modules`
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    Path(tenant): Path<String>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let result = async {
        let query = Fields::query(query.as_deref());
        let (visit, shell) = open(&app, &tenant, &headers, &uri, &query).await?;
        let scope = visit.scope.clone();
        drop(visit);
        let offered = plugins::offered(&app.house, &scope).await?;
        let mut page = Page {
            title: text!("web-modules-title").to_string(),
            ops: vec![Op::Paragraph(text!("web-modules-intro").to_string())],
            ..Page::default()
        };
        if offered.is_empty() {
            page.ops.push(Op::Notice(Tone::Info, text!("web-modules-none").to_string()));
        }
        for (index, plugin) in offered.iter().enumerate() {
            fiche_of(index, plugin, &scope, &mut page);
        }
        Ok(shown(&shell, &page, Names::default()))
    };
    settle(&app, &tenant, false, result.await).await
}

fn fiche_of(index: usize, offered: &Offered, scope: &Scope, page: &mut Page) {
    let manifest = &offered.manifest;
    let plugin = &manifest.plugin;
    page.ops.push(Op::OpenSection { id: format!("module-{index}"), title: format!("{} {}", plugin.name, plugin.version) });
    let (tone, state) = match offered.state.as_str() {
        "active" => (Tone::Success, text!("web-module-active")),
        "suspended" => (Tone::Warning, text!("web-module-suspended")),
        "prepared" => (Tone::Info, text!("web-module-prepared")),
        _ => (Tone::Neutral, text!("web-module-available")),
    };
    page.ops.push(Op::Badge(tone, state.to_string()));
    page.ops.extend(fiche::badges(manifest).into_iter().map(|b| Op::Badge(Tone::Success, b.text().to_string())));
    let mut fact = |label: String, text: String| page.ops.push(Op::Fact { label, text });
    fact(text!("web-fiche-finality").to_string(), manifest.purpose.finality.clone());
    fact(text!("web-fiche-basis").to_string(), manifest.purpose.basis.clone());
    fact(text!("web-fiche-publisher").to_string(), format!("{}, {}", plugin.publisher, plugin.contact));
    if let Some(day) = offered.until_day.and_then(|d| i32::try_from(d).ok()) {
        fact(text!("web-fiche-until").to_string(), Day(day).french());
    }
    received(manifest, page);
    kept(manifest, page);
    acts(offered, scope, page);
    page.ops.push(Op::Close);
}

fn received(manifest: &Manifest, page: &mut Page) {
    let rows = fiche::received(manifest);
    page.ops.push(Op::OpenTable {
        caption: text!("web-fiche-receives").to_string(),
        columns: vec![
            text!("web-column-entity").to_string(),
            text!("web-column-field").to_string(),
            text!("web-column-class-of-data").to_string(),
        ],
    });
    for (entity, field, class) in rows {
        let tone = if class >= DataClass::FirstName { Tone::Warning } else { Tone::Neutral };
        page.ops.extend([
            Op::OpenRow,
            Op::OpenCell,
            Op::Text(entity_name(&entity)),
            Op::Close,
            Op::OpenCell,
            Op::Text(field_name(&field)),
            Op::Close,
            Op::OpenCell,
            Op::Badge(tone, fiche::class_text(class).to_string()),
            Op::Close,
            Op::Close,
        ]);
    }
    page.ops.push(Op::Close);
}

fn entity_name(entity: &str) -> String {
    match entity {
        "pupil" => text!("web-entity-pupil"),
        "group" => text!("web-entity-group"),
        "staff" => text!("web-entity-staff"),
        "subject" => text!("web-entity-subject"),
        _ => text!("web-entity-establishment"),
    }
    .to_string()
}

fn field_name(field: &str) -> String {
    match field {
        "id" => text!("web-field-id"),
        "group" => text!("web-field-group"),
        "size" => text!("web-field-size"),
        "kind" => text!("web-field-kind"),
        "label" => text!("web-field-label"),
        "code" => text!("web-field-code"),
        "name" => text!("web-field-name"),
        "uai" => text!("web-field-uai"),
        "school-year" => text!("web-field-school-year"),
        "first-name" => text!("web-field-first-name"),
        "initials" => text!("web-field-initials"),
        "last-name" => text!("web-field-last-name"),
        "birth-date" => text!("web-field-birth-date"),
        "ine" => text!("web-field-ine"),
        "eleve-id" => text!("web-field-eleve-id"),
        "function" => text!("web-field-function"),
        other => return other.to_owned(),
    }
    .to_string()
}

fn kept(manifest: &Manifest, page: &mut Page) {
    if manifest.collections.is_empty() {
        return;
    }
    page.ops.push(Op::OpenTable {
        caption: text!("web-fiche-keeps").to_string(),
        columns: vec![
            text!("web-column-collection").to_string(),
            text!("web-column-retention").to_string(),
            text!("web-column-readers").to_string(),
        ],
    });
    for collection in &manifest.collections {
        let readers: Vec<String> =
            collection.read.keys().filter_map(|r| Role::parse(r)).map(|r| role_name(r).to_string()).collect();
        page.ops.extend([
            Op::OpenRow,
            Op::OpenCell,
            Op::Text(collection.label.clone()),
            Op::Close,
            Op::OpenCell,
            Op::Text(fiche::retention_text(collection).to_string()),
            Op::Close,
            Op::OpenCell,
            Op::Text(readers.join(", ")),
            Op::Close,
            Op::Close,
        ]);
    }
    page.ops.push(Op::Close);
}

fn acts(offered: &Offered, scope: &Scope, page: &mut Page) {
    let route = |state: &str| format!("/administration/modules?module={}&etat={state}", offered.id);
    let mut act = |text: String, state: &str, tone: Tone| page.ops.push(Op::Action { text, route: route(state), tone });
    match (scope.role(), offered.state.as_str()) {
        (Role::Directeur, "active") => act(text!("web-module-suspend").to_string(), "suspended", Tone::Danger),
        (Role::Directeur, _) => act(text!("web-module-activate").to_string(), "active", Tone::Success),
        (_, "available") => act(text!("web-module-prepare").to_string(), "prepared", Tone::Neutral),
        _ => {}
    }
}

/// Prepares, activates or suspends.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let result = async {
        let list = format!("/e/{tenant}/administration/modules");
        let (visit, fields) = Visit::posting(&app, &tenant, &headers, body).await?;
        visit.check_hat(&fields)?;
        let scope = visit.scope.clone();
        drop(visit);
        let query = Fields::query(query.as_deref());
        let id = query.get("module").and_then(PluginId::parse).ok_or(WebError::NotFound)?;
        plugins::decide(&app.house, &scope, &id, query.get("etat").unwrap_or_default()).await?;
        Ok(see_other_saying(&app, &scope, &list, &text!("web-module-decided", id = id.as_str()).to_string()))
    };
    settle(&app, &tenant, false, result.await).await
}
