//! « Qui a vu mes données » for everybody about himself and his children; the whole journal for the head.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use preau_domain::ids::PersonId;
use preau_domain::page::{Field, FieldKind, Op, Page, Tone};
use preau_domain::role::Role;
use preau_domain::text;
use preau_policy::journal::{self, Seen};
use preau_policy::plugins::Granted;
use preau_policy::{Scope, names, people};

use crate::WebError;
use crate::app::App;
use crate::forms::Fields;
use crate::pages::{open, shown};
use crate::respond::see_other;
use crate::router::settle;
use crate::shell::role_name;
use crate::visit::Visit;

/// `/e/{tenant}/qui-a-vu?personne=N`
pub(crate) async fn who_saw(
    State(app): State<Arc<App>>,
    Path(tenant): Path<String>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let result = async {
        let query = Fields::query(query.as_deref());
        let (mut visit, shell) = open(&app, &tenant, &headers, &uri, &query).await?;
        let scope = visit.scope.clone();
        let words = Words::of(&app, &mut visit).await?;
        drop(visit);
        let asked = query.get("personne").and_then(|p| p.parse().ok()).map(PersonId);
        let before = query.get("avant").and_then(|b| b.parse().ok());
        let children = people::children(&scope).await?;
        let mut page = Page { title: text!("web-who-saw-title").to_string(), ..Page::default() };
        let mut shown_people = Vec::new();
        if scope.role() == Role::Directeur && asked.is_none() {
            search(&scope, query.get("nom"), &mut page, &mut shown_people).await?;
        } else {
            let about = asked.or_else(|| children.first().copied()).unwrap_or(scope.actor());
            choose(&scope, &children, about, &mut page, &mut shown_people);
            let seen = journal::who_saw(&scope, about, before).await?;
            lines(&scope, &words, about, &seen, &mut page, &mut shown_people);
        }
        let names = names::names(&scope, &shown_people, &[]).await?;
        Ok(shown(&shell, &page, names))
    };
    settle(&app, &tenant, false, result.await).await
}

/// The head's search. Forms of the page model post; this one only looks, so it leads to an address that can be kept.
pub(crate) async fn find(State(app): State<Arc<App>>, Path(tenant): Path<String>, headers: HeaderMap, body: Body) -> Response {
    let result = async {
        let here = format!("/e/{tenant}/qui-a-vu");
        let (visit, fields) = Visit::posting(&app, &tenant, &headers, body).await?;
        visit.check_hat(&fields)?;
        let words = fields.get("nom").unwrap_or_default();
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("nom", words).finish();
        Ok(see_other(&format!("{here}?{query}")))
    };
    settle(&app, &tenant, false, result.await).await
}

/// A guardian chooses among himself and his children.
fn choose(scope: &Scope, children: &[PersonId], about: PersonId, page: &mut Page, people: &mut Vec<PersonId>) {
    page.ops.push(Op::Paragraph(text!("web-who-saw-intro").to_string()));
    if !children.is_empty() {
        page.ops.push(Op::OpenList { ordered: false });
        for who in children.iter().copied().chain([scope.actor()]) {
            page.ops.push(Op::OpenItem);
            page.ops.push(Op::PersonLink { who, route: format!("/qui-a-vu?personne={who}") });
            if who == about {
                page.ops.push(Op::Badge(Tone::Info, text!("web-who-saw-shown").to_string()));
            }
            page.ops.push(Op::Close);
            people.push(who);
        }
        page.ops.push(Op::Close);
    }
}

/// The head finds a pupil by name.
async fn search(scope: &Scope, words: Option<&str>, page: &mut Page, shown: &mut Vec<PersonId>) -> Result<(), WebError> {
    page.ops.push(Op::OpenForm { route: "/qui-a-vu".into(), submit: text!("web-search").to_string() });
    page.ops.push(Op::Field(Box::new(Field {
        name: "nom".into(),
        label: text!("web-search-pupil").to_string(),
        hint: text!("web-search-hint").to_string(),
        required: true,
        kind: FieldKind::Line { value: words.unwrap_or_default().to_owned(), max_length: 60 },
    })));
    page.ops.push(Op::Close);
    let Some(words) = words else { return Ok(()) };
    let found = people::search_pupils(scope, words).await?;
    if found.is_empty() {
        page.ops.push(Op::Notice(Tone::Info, text!("web-search-none", words = words).to_string()));
        return Ok(());
    }
    page.ops.push(Op::OpenTable {
        caption: text!("web-search-found", count = found.len()).to_string(),
        columns: vec![text!("web-column-pupil").to_string(), text!("web-column-class").to_string()],
    });
    for account in found {
        let who = PersonId(account.id);
        page.ops.extend([
            Op::OpenRow,
            Op::OpenCell,
            Op::PersonLink { who, route: format!("/qui-a-vu?personne={who}") },
            Op::Close,
            Op::OpenCell,
            Op::Text(account.class),
            Op::Close,
            Op::Close,
        ]);
        shown.push(who);
    }
    page.ops.push(Op::Close);
    Ok(())
}

fn lines(scope: &Scope, words: &Words, about: PersonId, seen: &[Seen], page: &mut Page, people: &mut Vec<PersonId>) {
    page.ops.push(Op::OpenSection { id: "consultations".into(), title: text!("web-who-saw-list").to_string() });
    page.ops.push(Op::PersonName(about));
    people.push(about);
    if seen.is_empty() {
        page.ops.push(Op::Notice(Tone::Info, text!("web-who-saw-none").to_string()));
    } else {
        table(scope, words, seen, false, page, people);
        if let Some(last) = seen.last() {
            let route = format!("/qui-a-vu?personne={about}&avant={}", last.segment);
            page.ops.push(Op::Link { text: text!("web-older").to_string(), route });
        }
    }
    page.ops.push(Op::Close);
}

/// One row a line; names of readers only where the reader of the page may see them.
fn table(scope: &Scope, words: &Words, seen: &[Seen], whose: bool, page: &mut Page, people: &mut Vec<PersonId>) {
    let mut columns = vec![
        text!("web-column-when").to_string(),
        text!("web-column-who").to_string(),
        text!("web-column-what").to_string(),
        text!("web-column-data").to_string(),
        text!("web-column-module").to_string(),
    ];
    if whose {
        columns.push(text!("web-column-about").to_string());
    }
    page.ops.push(Op::OpenTable { caption: text!("web-who-saw-caption").to_string(), columns });
    for line in seen {
        page.ops.extend([Op::OpenRow, Op::OpenCell, Op::Moment(line.at), Op::Close, Op::OpenCell]);
        if let Some(by) = line.by {
            page.ops.extend([Op::PersonName(by), Op::Text(", ".into())]);
            people.push(by);
        }
        page.ops.push(Op::Text(Role::parse(&line.role).map_or(text!("web-role-system"), role_name).to_string()));
        page.ops.extend([Op::Close, Op::OpenCell, Op::Text(action(&line.action)), Op::Close]);
        page.ops.extend([Op::OpenCell, Op::Text(words.kinds(line)), Op::Close]);
        page.ops.extend([Op::OpenCell, Op::Text(words.module(&line.plugin)), Op::Close]);
        if whose {
            let about = if let [only] = line.about.as_slice() {
                people.push(*only);
                Op::PersonName(*only)
            } else {
                Op::Text(text!("web-people-count", count = line.about.len()).to_string())
            };
            page.ops.extend([Op::OpenCell, about, Op::Close]);
        }
        page.ops.push(Op::Close);
    }
    page.ops.push(Op::Close);
    debug_assert!(scope.role() == Role::Directeur || seen.iter().all(|l| l.by.is_none()));
}

fn action(action: &str) -> String {
    match action {
        "view" => text!("web-action-view"),
        "write" => text!("web-action-write"),
        "login" => text!("web-action-login"),
        "login-refused" => text!("web-action-login-refused"),
        "logout" | "single-logout" => text!("web-action-logout"),
        "import" => text!("web-action-import"),
        "link" | "account" => text!("web-action-account"),
        "grant" | "provider" => text!("web-action-settings"),
        "hat" => text!("web-action-hat"),
        _ => text!("web-action-system"),
    }
    .to_string()
}

/// What active modules call themselves and what they keep; another one's line stays as it was written.
struct Words(HashMap<String, (String, HashMap<String, String>)>);

impl Words {
    async fn of(app: &App, visit: &mut Visit) -> Result<Self, WebError> {
        let active = app.manifests.menu(&app.house, &visit.scope, &mut visit.snapshot).await?;
        let one = |granted: &Arc<Granted>| {
            let kept = granted.manifest().collections.iter().map(|c| (c.name.clone(), c.label.clone()));
            (granted.id().as_str().to_owned(), (granted.manifest().plugin.name.clone(), kept.collect()))
        };
        Ok(Self(active.iter().map(one).collect()))
    }

    fn of_module(&self, label: &str) -> Option<&(String, HashMap<String, String>)> {
        self.0.get(label.split('@').next().unwrap_or_default())
    }

    /// The name of the module of a line, with its version.
    fn module(&self, label: &str) -> String {
        let version = label.split_once('@').map_or("", |(_, v)| v);
        self.of_module(label).map_or_else(|| label.to_owned(), |(name, _)| format!("{name} {version}"))
    }

    /// Kinds of data in words.
    fn kinds(&self, line: &Seen) -> String {
        let kept = self.of_module(&line.plugin).map(|(_, kept)| kept);
        let word = |kind: &str| match kind {
            "name" => text!("web-kind-name").to_string(),
            "session" => text!("web-kind-session").to_string(),
            "account" | "created" => text!("web-kind-account").to_string(),
            "journal" => text!("web-kind-journal").to_string(),
            "identity" => text!("web-kind-identity").to_string(),
            "identifiers" => text!("web-kind-identifiers").to_string(),
            "contact" => text!("web-kind-contact").to_string(),
            "classes" => text!("web-kind-classes").to_string(),
            "imports" => text!("web-kind-imports").to_string(),
            "active" => text!("web-kind-active").to_string(),
            "suspended" => text!("web-kind-suspended").to_string(),
            "prepared" => text!("web-kind-prepared").to_string(),
            k if k.ends_with(":pseudonym") => text!("web-kind-pseudonym").to_string(),
            other => kept.and_then(|kept| kept.get(other)).map_or_else(|| other.to_owned(), |label| label.to_lowercase()),
        };
        let mut said: Vec<String> = line.kinds.split(',').filter(|k| !k.is_empty()).map(word).collect();
        said.dedup();
        said.join(", ")
    }
}

/// `/e/{tenant}/administration/journal`
pub(crate) async fn latest(
    State(app): State<Arc<App>>,
    Path(tenant): Path<String>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let result = async {
        let query = Fields::query(query.as_deref());
        let (mut visit, shell) = open(&app, &tenant, &headers, &uri, &query).await?;
        let scope = visit.scope.clone();
        let words = Words::of(&app, &mut visit).await?;
        drop(visit);
        let before = query.get("avant").and_then(|b| b.parse().ok());
        let seen = journal::latest(&scope, before).await?;
        let mut people = Vec::new();
        let mut page = Page {
            title: text!("web-journal-title").to_string(),
            ops: vec![
                Op::Paragraph(text!("web-journal-intro").to_string()),
                Op::Link { text: text!("web-journal-by-pupil").to_string(), route: "/qui-a-vu".into() },
            ],
            ..Page::default()
        };
        table(&scope, &words, &seen, true, &mut page, &mut people);
        if let Some(last) = seen.last() {
            let route = format!("/administration/journal?avant={}", last.segment);
            page.ops.push(Op::Link { text: text!("web-older").to_string(), route });
        }
        let names = names::names(&scope, &people, &[]).await?;
        Ok(shown(&shell, &page, names))
    };
    settle(&app, &tenant, false, result.await).await
}
