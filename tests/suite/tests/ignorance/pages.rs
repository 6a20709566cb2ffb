//! Names in what browsers get: each hat × every page × every handle, in reach and out of it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use preau_domain::fold::fold;
use preau_domain::handle::Kind;
use preau_domain::ids::{PersonId, PluginId};
use preau_domain::role::Role;
use preau_policy::handle::Cipher;
use preau_suite::TestSchool;
use preau_suite::browserless::{Browser, Seen, urlencoded};
use preau_suite::directory::PEOPLE;
use preau_suite::house::master;
use preau_suite::markup;
use preau_suite::served::{EVALUATION, Yard};
use reqwest::Method;

use crate::policy::rules;

/// At most so many pages for one person.
const MOST: usize = 150;

fn page(yard: &Yard, route: &str) -> String {
    yard.at(&format!("/p/{EVALUATION}{route}"))
}

fn cipher(school: &TestSchool) -> Cipher {
    Cipher::new(&master(), &school.slug, &PluginId::parse(EVALUATION).expect("a plugin id"))
}

/// An evaluation in which everybody of a class is marked.
struct Marked {
    address: String,
    /// Its only column.
    column: String,
}

/// A teacher creates an evaluation for his class and marks everybody in it.
async fn mark(yard: &Yard, who: &str, class: &str) -> Marked {
    let mut browser = yard.login(who).await;
    let asked = browser.get(&page(yard, "/creer/tous")).await;
    let group = cipher(&yard.house.a).seal(Kind::Group, yard.house.a.group(class).0).to_string();
    let mut form = asked.form("/creer/").with("titre", &format!("Bilan de {class}")).with("classe", &group);
    let (name, items) = form.options.iter().find(|(name, _)| name.starts_with("items-")).expect("items");
    form.fields.extend([(name.clone(), items[0].clone())]);
    let created = browser.post(&form.action, &form.fields).await;
    assert_eq!(created.status, 303, "{who}: {}", created.words());
    let address = created.location().split('?').next().unwrap_or_default().to_owned();
    let mut grid = browser.get(&address).await.form("/cells");
    grid.fields.iter_mut().filter(|(name, _)| name.starts_with("c.")).for_each(|(_, value)| "V".clone_into(value));
    let saved = browser.post(&grid.action, &grid.fields).await;
    assert_eq!(saved.status, 303, "{who}: {}", saved.words());
    Marked { address, column: grid.field("k.0").expect("a column").to_owned() }
}

/// Where everybody is sent, whether he may go there or not: each page, each handle, each number.
fn starts(yard: &Yard, evaluations: &[Marked]) -> Vec<String> {
    let cipher = cipher(&yard.house.a);
    let mut all: Vec<String> = ["/", "/qui-a-vu", "/donnees-personnelles", "/administration/journal", "/administration/import"]
        .map(|p| yard.at(p))
        .into();
    all.extend(["/administration/rattachement", "/administration/modules"].map(|p| yard.at(p)));
    all.extend(["/", "/creer", "/creer/tous", "/nulle-part"].map(|route| page(yard, route)));
    all.push(yard.at(&format!("/w/{EVALUATION}/widget")));
    for (who, id) in yard.house.a.everybody() {
        all.push(page(yard, &format!("/eleve/{}", cipher.seal(Kind::Person, id.0))));
        all.push(yard.at(&format!("/qui-a-vu?personne={id}")));
        if rules::is_pupil(who) {
            all.push(yard.at(&format!(
                "/administration/rattachement?attente=0&nom={}",
                PEOPLE.iter().find(|p| p.0 == who).expect("somebody").4
            )));
        }
    }
    for class in ["5B", "5C"] {
        all.push(page(yard, &format!("/classe/{}", cipher.seal(Kind::Group, yard.house.a.group(class).0))));
    }
    // a handle of the other school, and one of nobody
    let south = self::cipher(&yard.house.b).seal(Kind::Person, yard.house.b.person("zoe").0);
    all.extend([south.to_string(), "0".repeat(26)].map(|handle| page(yard, &format!("/eleve/{handle}"))));
    all.extend(evaluations.iter().flat_map(|e| ["", "/modifier", "/supprimer"].map(|end| format!("{}{end}", e.address))));
    all
}

/// Cells of each pupil, known to be changed meanwhile, posted into each grid: what is refused and what is in conflict.
async fn cells(yard: &Yard, browser: &mut Browser, hat: Role, evaluations: &[Marked]) -> Vec<(String, Seen)> {
    let mut answers = Vec::new();
    for Marked { address, column } in evaluations {
        for (pupil, id) in yard.house.a.everybody().filter(|(who, _)| rules::is_pupil(who)) {
            let cell = format!("{}/{column}/R/0", cipher(&yard.house.a).seal(Kind::Person, id.0));
            let fields = [("hat", hat.as_str()), ("preau.grid", "live"), ("cell", cell.as_str())];
            let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
            let target = format!("{address}/cells");
            let seen = browser.send(Method::POST, &target, &headers, urlencoded(&fields).into_bytes()).await;
            answers.push((format!("POST {target} for {pupil}"), seen));
        }
    }
    answers
}

/// Everything that somebody can be shown by asking: from the starts on through every link. Nothing is posted.
async fn crawl(yard: &Yard, browser: &mut Browser, starts: &[String]) -> Vec<(String, Seen)> {
    let mut waiting: VecDeque<String> = starts.iter().cloned().collect();
    let (mut known, mut pages) = (BTreeSet::new(), Vec::new());
    while let Some(address) = waiting.pop_front() {
        if pages.len() == MOST || !known.insert(address.clone()) {
            continue;
        }
        let seen = browser.get(&address).await;
        let found = markup::addresses(&seen.body).into_iter().chain([seen.location().to_owned()]);
        waiting.extend(found.filter(|a| a.starts_with(&yard.at("/")) && !a.ends_with("/deconnexion") && !a.ends_with("/profil")));
        pages.push((address, seen));
    }
    pages
}

/// The words of an answer, folded: its body and each of its headers, addresses and attributes too.
fn words(seen: &Seen) -> BTreeSet<String> {
    let headers = seen.headers.values().map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned());
    let all: String = headers.chain([markup::plain(&seen.body)]).collect::<Vec<_>>().join(" ");
    fold(&all).split(' ').map(str::to_owned).collect()
}

/// First and last names of the school: the word, and who bears it.
fn names() -> Vec<(String, Vec<&'static str>)> {
    let firsts = PEOPLE.iter().map(|p| fold(p.3));
    let all: BTreeSet<String> = firsts.chain(PEOPLE.iter().map(|p| fold(p.4))).collect();
    let bearers = |word: &String| PEOPLE.iter().filter(|p| fold(p.3) == *word || fold(p.4) == *word).map(|p| p.0).collect();
    all.into_iter()
        .map(|word| {
            let who = bearers(&word);
            (word, who)
        })
        .collect()
}

/// How the school's files and the ENT know somebody.
fn identifiers(yard: &Yard) -> Vec<String> {
    let of = |(who, id): (&str, PersonId)| {
        let id = id.0;
        [
            format!("ent-{who}"),
            format!("ELEVE{id:04}"),
            format!("INE{id:08}"),
            format!("STS{id:04}"),
            format!("PERSONNE{id:04}"),
            format!("{id}@ecole.example"),
        ]
    };
    yard.house.a.everybody().flat_map(of).collect()
}

/// SAC-27, SAC-29, SAC-31, SAC-33, SAC-35, SAC-41: a name out of the actor's reach is in no byte of any answer, nor an
/// identifier in any but an administrateur's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sac_27_sac_29_sac_31_sac_33_sac_35_no_answer_holds_a_name_out_of_reach() {
    let yard = Yard::with_plugin().await;
    let evaluations = [mark(&yard, "durand", "5B").await, mark(&yard, "petit", "5C").await];
    let (names, identifiers, starts) = (names(), identifiers(&yard), starts(&yard, &evaluations));
    let mut conflicting = BTreeMap::new();
    for (who, hat) in rules::actors() {
        let mut browser = yard.login(who).await;
        if rules::actors().iter().filter(|(other, _)| *other == who).count() > 1 {
            yard.wear(&mut browser, hat).await;
        }
        let mut pages = crawl(&yard, &mut browser, &starts).await;
        assert!(pages.len() >= starts.len(), "{who}: {} pages", pages.len());
        pages.extend(cells(&yard, &mut browser, hat, &evaluations).await);
        let mut read = BTreeSet::new();
        for (address, seen) in &pages {
            assert!(seen.status < 500, "{who} as {hat}: {address}: {}", seen.words());
            let words = words(seen);
            for (name, bearers) in names.iter().filter(|(name, _)| words.contains(name)) {
                let allowed = bearers.iter().any(|other| rules::names(who, hat, other));
                assert!(allowed, "{who} as {hat} reads {name} ({bearers:?}) on {address} ({}): {}", seen.status, seen.words());
                read.insert(name.clone());
            }
            let known = identifiers.iter().find(|id| seen.body.contains(id.as_str()));
            assert!(hat == Role::Administrateur || known.is_none(), "{who} as {hat} reads {known:?} on {address}");
        }
        reached(&yard, who, hat, &pages, &read);
        let conflicts = pages.iter().filter(|(_, seen)| seen.body.contains("\"saved\":[]")).count();
        *conflicting.entry(who).or_insert(0) += conflicts;
    }
    // those who may enter marks are told whose mark stands there already; nobody else gets so far
    let told: Vec<_> = conflicting.into_iter().filter(|(_, count)| *count > 0).collect();
    assert_eq!(told, [("double", 4), ("durand", 4), ("petit", 4)]);
}

/// The other half: what somebody may read is there for him, and only his pupils' pages open.
fn reached(yard: &Yard, who: &str, hat: Role, pages: &[(String, Seen)], read: &BTreeSet<String>) {
    let opens = matches!(hat, Role::Eleve | Role::Responsable | Role::Professeur | Role::Directeur);
    for (pupil, id) in yard.house.a.everybody().filter(|(who, _)| rules::is_pupil(who)) {
        let own = page(yard, &format!("/eleve/{}", cipher(&yard.house.a).seal(Kind::Person, id.0)));
        let status = pages.iter().find(|(address, _)| *address == own).map(|(_, seen)| seen.status);
        let expected = opens && rules::marks(who, hat, pupil);
        assert_eq!(status == Some(200), expected, "{who} as {hat} opens the page of {pupil}: {status:?}");
        let first = fold(PEOPLE.iter().find(|p| p.0 == pupil).expect("somebody").3);
        assert!(!expected || read.contains(&first), "{who} as {hat} does not read {first}: {read:?}");
    }
}
