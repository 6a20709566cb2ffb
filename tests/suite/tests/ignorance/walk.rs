//! Every page of the evaluation plugin, as a professeur, an élève, a responsable and a directeur use it.

use preau_domain::ids::PersonId;
use preau_suite::browserless::{Browser, Seen, urlencoded};
use preau_suite::markup::{self, Form};
use preau_synth::Person;
use reqwest::Method;

use super::glass::Memory;
use super::site::{PLUGIN, Site};

/// What the teacher types as the title of an evaluation.
pub(super) const TITLE: &str = "Zwxqv priorités opératoires";
/// The title of the one that is deleted again.
const SECOND: &str = "Zwxqv second";

/// One request and what it left in the guest.
pub(super) struct Visit {
    pub(super) who: &'static str,
    /// Method, address, status.
    pub(super) what: String,
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) memories: Vec<Memory>,
}

/// Somebody at his browser.
struct Hand<'a> {
    site: &'a Site,
    who: &'static str,
    browser: Browser,
    visits: Vec<Visit>,
}

impl Hand<'_> {
    fn keep(&mut self, method: &str, address: &str, seen: Seen) -> Seen {
        let what = format!("{method} {address} as {}: {}", self.who, seen.status);
        let memories = self.site.glass.take();
        self.visits.push(Visit { who: self.who, what, status: seen.status, body: seen.body.clone(), memories });
        seen
    }

    async fn get(&mut self, address: &str) -> Seen {
        let seen = self.browser.get(address).await;
        self.keep("GET", address, seen)
    }

    async fn post(&mut self, form: &Form) -> Seen {
        let seen = self.browser.post(&form.action, &form.fields).await;
        self.keep("POST", &form.action, seen)
    }

    /// Changed cells as the script sends them.
    async fn live(&mut self, address: &str, id: &str, cells: &[String]) -> Seen {
        let mut fields: Vec<(String, String)> =
            [("hat", "professeur"), ("preau.grid", "live"), ("id", id)].map(|(n, v)| (n.into(), v.into())).into();
        fields.extend(cells.iter().enumerate().map(|(at, cell)| (format!("cell-{at}"), cell.clone())));
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "application/json"),
            ("sec-fetch-site", "same-origin"),
        ];
        let seen = self.browser.send(Method::POST, address, &headers, urlencoded(&fields).into_bytes()).await;
        self.keep("POST", address, seen)
    }
}

/// Who walks: accounts of the ENT, the élève and the responsable of the class that is marked.
pub(super) struct Cast<'a> {
    pub(super) teacher: &'a Person,
    pub(super) head: &'a Person,
}

impl<'a> Cast<'a> {
    pub(super) fn of(site: &'a Site) -> Self {
        let head = site.people.iter().find(|p| p.profile == "National_DIR").expect("a head");
        Self { teacher: site.account("h.durand"), head }
    }
}

/// An evaluation that is marked: its page, and the pupils of its grid.
pub(super) struct Marked {
    pub(super) page: String,
    pub(super) pupils: Vec<PersonId>,
    /// The class page and each pupil's, as routes of the plugin.
    routes: Vec<String>,
}

/// The teacher: creates, marks, gets into conflict with himself, corrects, deletes.
pub(super) async fn teacher(site: &Site, browser: Browser) -> (Marked, Vec<Visit>) {
    let mut hand = Hand { site, who: "professeur", browser, visits: Vec::new() };
    hand.get(&site.page("/")).await;
    let choices = hand.get(&site.page("/creer")).await;
    let mut forms = Vec::new();
    for address in markup::addresses(&choices.body).into_iter().filter(|a| a.contains("/creer/")) {
        forms.push(hand.get(&address).await.form("/creer/"));
    }
    assert!(forms.len() >= 3, "one form for each référentiel, and one for all");
    let refused = hand.post(&forms[0].clone().with("titre", "")).await;
    assert_eq!(refused.status, 200, "the form again: {}", refused.words());
    let page = create(&mut hand, &forms[0], TITLE).await;
    let second = create(&mut hand, &forms[1], SECOND).await;
    let grid = hand.get(&page).await.form("/cells");
    let pupils: Vec<PersonId> =
        rows(&grid).map(|row| site.open_handle(preau_domain::handle::Handle::parse(row).expect("a handle"))).collect();
    mark(&mut hand, &grid).await;
    change(&mut hand, &page, &second).await;
    let mut routes = vec![site.page("/nulle-part"), site.page("/eleve/00000000000000000000000001")];
    routes.extend(markup::addresses(&hand.get(&page).await.body).into_iter().filter(|a| a.contains("/classe/")));
    routes.extend(pupils.iter().take(3).map(|pupil| site.page(&format!("/eleve/{}", site.handle(*pupil)))));
    for route in &routes {
        hand.get(route).await;
    }
    (Marked { page, pupils, routes }, hand.visits)
}

fn rows(grid: &Form) -> impl Iterator<Item = &str> {
    grid.fields.iter().filter(|(name, _)| name.starts_with("r.")).map(|(_, value)| value.as_str())
}

async fn create(hand: &mut Hand<'_>, form: &Form, title: &str) -> String {
    let group = form.options["classe"].iter().find(|value| value.len() == 26).expect("a class").clone();
    let mut form = form.clone().with("titre", title).with("classe", &group);
    let (name, items) = form.options.iter().find(|(name, _)| name.starts_with("items-")).expect("items");
    let chosen: Vec<_> = items.iter().take(2).map(|item| (name.clone(), item.clone())).collect();
    form.fields.extend(chosen);
    let seen = hand.post(&form).await;
    assert_eq!(seen.status, 303, "{title}: {}", seen.words());
    let to = seen.location().split('?').next().unwrap_or_default().to_owned();
    assert!(to.contains("/e/") && hand.get(seen.location()).await.status == 200, "{to}");
    to
}

/// Fills the grid without script, then asks for something else with the versions of before, without script and with it.
async fn mark(hand: &mut Hand<'_>, grid: &Form) {
    let all = |symbol: &str| {
        let mut form = grid.clone();
        form.fields.iter_mut().filter(|(name, _)| name.starts_with("c.")).for_each(|(_, value)| symbol.clone_into(value));
        form
    };
    let saved = hand.post(&all("V")).await;
    assert_eq!(saved.status, 303, "{}", saved.words());
    let conflict = hand.post(&all("R")).await;
    assert_eq!(conflict.status, 409, "{}", conflict.words());
    let column = grid.field("k.0").expect("a column");
    let cell = |symbol: &str, version: u32| format!("{}/{column}/{symbol}/{version}", rows(grid).next().expect("a row"));
    for (id, cell, part) in [("live-saved", cell("VV", 1), "\"conflicts\":[]"), ("live-conflict", cell("RR", 1), "\"saved\":[]")]
    {
        let seen = hand.live(&grid.action, id, &[cell]).await;
        assert!(seen.status == 200 && seen.body.contains(part), "{id}: {} {}", seen.status, seen.body);
    }
    let foreign = hand.live(&grid.action, "live-foreign", &[format!("{}/{column}/V/0", "0".repeat(26))]).await;
    assert_eq!(foreign.status, 422, "{}", foreign.body);
}

/// Changes the first evaluation, in vain and then not; deletes the second.
async fn change(hand: &mut Hand<'_>, page: &str, second: &str) {
    let form = hand.get(&format!("{page}/modifier")).await.form("/modifier");
    let stale = hand.post(&form.clone().with("version", "77")).await;
    assert_eq!(stale.status, 200, "{}", stale.words());
    assert_eq!(hand.post(&form).await.status, 303);
    hand.get(&format!("{page}/supprimer")).await;
    let form = hand.get(&format!("{second}/supprimer")).await.form("/supprimer");
    assert_eq!(hand.post(&form).await.status, 303);
    assert_eq!(hand.get(second).await.status, 404);
}

/// Anybody else: his own pages, the widget, and every page of the teacher.
pub(super) async fn reader(site: &Site, who: &'static str, browser: Browser, marked: &Marked) -> Vec<Visit> {
    let mut hand = Hand { site, who, browser, visits: Vec::new() };
    let own = [site.page("/"), site.at(&format!("/w/{PLUGIN}/widget")), site.page("/creer"), site.page("/creer/tous")];
    let evaluation = ["", "/modifier", "/supprimer"].map(|end| format!("{}{end}", marked.page));
    for address in own.iter().chain(&evaluation).chain(&marked.routes) {
        hand.get(address).await;
    }
    let hat = if who == "directeur" { who } else { "eleve" };
    let cells = Form { action: format!("{}/cells", marked.page), fields: vec![("hat".into(), hat.into())], ..Form::default() };
    hand.post(&cells).await;
    hand.visits
}
