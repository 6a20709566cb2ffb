//! The linking desk: people the ENT sends and the school does not know yet.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use preau_domain::ids::PersonId;
use preau_domain::page::{Field, FieldKind, Op, Page, Tone};
use preau_domain::text;
use preau_domain::time::Instant;
use preau_policy::{Names, linking};

use crate::WebError;
use crate::app::App;
use crate::forms::Fields;
use crate::pages::{open, shown};
use crate::respond::see_other_saying;
use crate::router::settle;
use crate::visit::Visit;

/// `/e/{tenant}/administration/rattachement?attente=…&nom=…`
pub(crate) async fn desk(
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
        let mut page = Page {
            title: text!("web-linking-title").to_string(),
            ops: vec![Op::Paragraph(text!("web-linking-intro").to_string())],
            ..Page::default()
        };
        let waiting = linking::waiting(&scope).await?;
        if waiting.is_empty() {
            page.ops.push(Op::Notice(Tone::Success, text!("web-linking-none").to_string()));
        }
        for (index, unknown) in waiting.iter().enumerate() {
            let title = text!("web-linking-who", id = &unknown.ent_id, provider = &unknown.provider).to_string();
            page.ops.push(Op::OpenSection { id: format!("attente-{index}"), title });
            page.ops.push(Op::Fact {
                label: text!("web-linking-seen").to_string(),
                text: Instant(unknown.seen).french(scope.door().zone()),
            });
            attributes(&unknown.attributes, &mut page);
            let chosen = query.get("attente") == Some(index.to_string().as_str());
            search(index, if chosen { query.get("nom").unwrap_or_default() } else { "" }, &mut page);
            if chosen && let Some(words) = query.get("nom") {
                let found = linking::candidates(&scope, words).await?;
                candidates(&found, unknown, &mut page);
            }
            page.ops.push(Op::Close);
        }
        Ok(shown(&shell, &page, Names::default()))
    };
    settle(&app, &tenant, false, result.await).await
}

/// What the ENT said of him, as far as declared.
fn attributes(json: &str, page: &mut Page) {
    let Ok(all) = serde_json::from_str::<std::collections::BTreeMap<String, Vec<String>>>(json) else { return };
    for (name, values) in all {
        page.ops.push(Op::Fact { label: name, text: values.join(", ") });
    }
}

fn search(index: usize, words: &str, page: &mut Page) {
    page.ops.push(Op::OpenForm { route: "/administration/rattachement".into(), submit: text!("web-search").to_string() });
    page.ops.push(Op::Field(Box::new(Field {
        name: "attente".into(),
        label: String::new(),
        hint: String::new(),
        required: false,
        kind: FieldKind::Hidden(index.to_string()),
    })));
    page.ops.push(Op::Field(Box::new(Field {
        name: "nom".into(),
        label: text!("web-linking-search").to_string(),
        hint: text!("web-search-hint").to_string(),
        required: true,
        kind: FieldKind::Line { value: words.to_owned(), max_length: 60 },
    })));
    page.ops.push(Op::Close);
}

fn candidates(found: &[linking::Account], unknown: &linking::Unknown, page: &mut Page) {
    if found.is_empty() {
        page.ops.push(Op::Notice(Tone::Info, text!("web-linking-no-candidate").to_string()));
        return;
    }
    page.ops.push(Op::OpenTable {
        caption: text!("web-linking-candidates", count = found.len()).to_string(),
        columns: vec![
            text!("web-column-person").to_string(),
            text!("web-column-kind").to_string(),
            text!("web-column-class").to_string(),
            text!("web-column-act").to_string(),
        ],
    });
    for account in found {
        let who = format!("{} {}", account.last_name, account.first_name);
        page.ops.extend([Op::OpenRow, Op::OpenCell, Op::Text(who.clone()), Op::Close]);
        page.ops.extend([Op::OpenCell, Op::Text(kind(&account.kind)), Op::Close]);
        page.ops.extend([Op::OpenCell, Op::Text(account.class.clone()), Op::Close, Op::OpenCell]);
        if account.linked {
            page.ops.push(Op::Badge(Tone::Neutral, text!("web-linking-already").to_string()));
        } else {
            let route = format!("/administration/rattachement?{}", target(unknown, account.id));
            page.ops.push(Op::Action { text: text!("web-linking-attach", who = who).to_string(), route, tone: Tone::Neutral });
        }
        page.ops.extend([Op::Close, Op::Close]);
    }
    page.ops.push(Op::Close);
}

fn kind(kind: &str) -> String {
    match kind {
        "pupil" => text!("web-role-eleve"),
        "guardian" => text!("web-role-responsable"),
        _ => text!("web-role-personnel"),
    }
    .to_string()
}

fn target(unknown: &linking::Unknown, person: i64) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("source", &unknown.provider)
        .append_pair("identifiant", &unknown.ent_id)
        .append_pair("personne", &person.to_string())
        .finish()
}

/// Attaches; the target is in the query, the hat in the form.
pub(crate) async fn attach(
    State(app): State<Arc<App>>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let result = async {
        let desk = format!("/e/{tenant}/administration/rattachement");
        let (visit, fields) = Visit::posting(&app, &tenant, &headers, body).await?;
        let scope = visit.scope.clone();
        visit.check_hat(&fields)?;
        drop(visit);
        if fields.get("nom").is_some() {
            // the search form posts, because forms of the page model do; it only looks
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("attente", fields.get("attente").unwrap_or_default())
                .append_pair("nom", fields.get("nom").unwrap_or_default())
                .finish();
            return Ok(crate::respond::see_other(&format!("{desk}?{query}")));
        }
        let query = Fields::query(query.as_deref());
        let missing = || WebError::Bad(text!("web-linking-missing"));
        let from = query.get("source").ok_or_else(missing)?;
        let ent_id = query.get("identifiant").ok_or_else(missing)?;
        let person = query.get("personne").and_then(|p| p.parse().ok()).map(PersonId).ok_or_else(missing)?;
        linking::attach(&scope, from, ent_id, person).await?;
        Ok(see_other_saying(&app, &scope, &desk, &text!("web-linking-done", id = ent_id).to_string()))
    };
    settle(&app, &tenant, false, result.await).await
}
