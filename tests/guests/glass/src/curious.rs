//! Asks for everything there is: each view with each column, each collection, the surroundings, the request.

use std::hint::black_box;

use preau_sdk::Request;
use preau_sdk::bindings::preau::plugin::records::{self, Rows, Whose};
use preau_sdk::bindings::preau::plugin::values::{Cell, Handle};
use preau_sdk::bindings::preau::plugin::views::{self, Page};
use preau_sdk::bindings::preau::plugin::{ambient, settings};

/// Views of this plugin, and some that only another manifest may declare.
const VIEWS: [&str; 8] =
    ["my-groups", "pupils-of-group", "my-children-or-self", "school", "staff", "identifiers", "everybody", "pupils"];
/// Columns that no honest manifest of this plugin holds.
const COLUMNS: [&str; 7] = ["last-name", "first-name", "initials", "birth-date", "ine", "eleve-id", "label"];
/// What a request may hold beside what the plugin asks for.
const FIELDS: [&str; 12] = [
    "hat",
    "cookie",
    "preau_session",
    "session",
    "authorization",
    "id",
    "cell",
    "preau.grid",
    "classe",
    "titre",
    "name",
    "login",
];

/// Asks, and keeps what comes; a refusal's text comes too.
pub(crate) fn ask(req: &Request<'_>) {
    surroundings();
    request(req);
    let groups = views::read("my-groups", &[], None).and_then(|page| page.handles("id")).unwrap_or_default();
    let people: Vec<Handle> = groups.iter().flat_map(|group| of_group(*group)).chain([ambient::actor()]).collect();
    for view in VIEWS {
        read(view, &[]);
        groups.iter().for_each(|group| read(view, &[("group", Cell::Handle(*group))]));
        people.iter().take(3).for_each(|who| read(view, &[("person", Cell::Handle(*who))]));
    }
    for collection in ["evaluations", "marks", "secrets"] {
        scan(collection, Whose::NoOne);
        scan(collection, Whose::Anyone);
        scan(collection, Whose::Persons(&people));
        people.iter().take(3).for_each(|who| scan(collection, Whose::Person(*who)));
        groups.iter().for_each(|group| scan(collection, Whose::Group(*group)));
    }
}

fn of_group(group: Handle) -> Vec<Handle> {
    let page = views::read("pupils-of-group", &[("group", Cell::Handle(group))], None);
    page.and_then(|page| page.handles("id")).unwrap_or_default()
}

fn surroundings() {
    black_box((ambient::actor(), ambient::role(), ambient::functions(), ambient::now(), ambient::today()));
    black_box((ambient::school_year(), ambient::locale(), ambient::random(64)));
    black_box(["method", "limit", "secret", "school", "name"].map(settings::get));
}

fn request(req: &Request<'_>) {
    black_box((req.method(), req.path(), req.grid()));
    for name in FIELDS {
        black_box((req.query(name), req.fields(name), req.chosen(name)));
    }
}

fn read(view: &str, args: &[(&str, Cell<'_>)]) {
    match views::read(view, args, None) {
        Ok(page) => columns(&page),
        Err(refused) => drop(black_box(refused)),
    }
}

fn columns(page: &Page) {
    let own = page.columns();
    for name in own.iter().map(String::as_str).chain(COLUMNS) {
        drop(black_box((page.handles(name), page.integers(name), page.texts(name), page.present(name))));
    }
    black_box((page.rows(), page.next()));
}

fn scan(collection: &str, of: Whose<'_>) {
    match records::scan(collection, of, "", 2000, None) {
        Ok(rows) => found(&rows),
        Err(refused) => drop(black_box(refused)),
    }
}

fn found(rows: &Rows) {
    black_box((rows.count(), rows.subjects(), rows.keys(), rows.values(), rows.versions()));
    black_box((rows.authors(), rows.changed(), rows.next()));
    black_box(["group", "w0", "w1", "name"].map(|name| rows.references(name)));
}
