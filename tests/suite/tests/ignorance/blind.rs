//! The memory of the guest after each page: nothing there says who the pupils are.
//!
//! Every byte that the host hands to a guest is in its linear memory, and the guest made of glass gives none of it back,
//! so that its memory at the end of a call is a transcript of what it was told.

use std::collections::{BTreeMap, BTreeSet};

use preau_domain::handle::Handle;
use preau_domain::ids::PersonId;
use preau_suite::guests;
use tokio::sync::OnceCell;

use super::needles::{Needles, folded};
use super::site::{NAME, Site};
use super::walk::{self, Cast, TITLE, Visit};

/// What may not be found, and all that was done.
struct Walked {
    needles: Needles,
    visits: Vec<Visit>,
    /// A pupil whose marks were entered, as the plugin knows him.
    pupil: Handle,
}

/// One walk under the plugin's own manifest, for all tests that only look at it.
async fn honestly() -> &'static Walked {
    static WALKED: OnceCell<Walked> = OnceCell::const_new();
    WALKED.get_or_init(|| async { walk(&honest()).await }).await
}

/// Walks through the plugin as each role, with the guest under this manifest.
async fn walk(manifest: &str) -> Walked {
    let site = Site::open(manifest).await;
    let cast = Cast::of(&site);
    let (teacher, mut secrets) = {
        let (b, s) = site.login(cast.teacher).await;
        (b, vec![s])
    };
    let (marked, mut visits) = walk::teacher(&site, teacher).await;
    let pupil = site.account(&key(&site, marked.pupils[0]).await).clone();
    let guardian = site.account(&key(&site, guardian(&site, marked.pupils[0]).await).await).clone();
    for (who, person) in [("eleve", &pupil), ("responsable", &guardian), ("directeur", cast.head)] {
        let (browser, secret) = site.login(person).await;
        secrets.push(secret);
        visits.extend(walk::reader(&site, who, browser, &marked).await);
    }
    let needles = Needles::of(&site, &secrets).await;
    Walked { needles, visits, pupil: site.handle(marked.pupils[0]) }
}

/// The key under which the files know somebody.
async fn key(site: &Site, person: PersonId) -> String {
    let sql = "SELECT value FROM person_key WHERE person = $1 AND kind IN ('siecle.eleve', 'siecle.personne')";
    site.rows(sql, Some(person)).await[0].text(0).to_owned()
}

async fn guardian(site: &Site, pupil: PersonId) -> PersonId {
    let sql = "SELECT guardian FROM guardianship WHERE pupil = $1 AND level = 1 AND court = 0 ORDER BY guardian";
    PersonId(site.rows(sql, Some(pupil)).await[0].int(0))
}

fn honest() -> String {
    guests::manifest("plugins/evaluation")
}

/// The manifest of the same plugin if it asked for names.
fn greedy() -> String {
    let named = honest()
        .replace("fields = [\"id\", \"size\"]", "fields = [\"id\", \"size\", \"label\"]")
        .replace("fields = [\"id\"]", "fields = [\"id\", \"first-name\", \"last-name\", \"birth-date\"]");
    let more = [
        ("school", "establishment", "\"name\", \"uai\""),
        ("staff", "staff", "\"id\", \"last-name\""),
        ("identifiers", "pupil", "\"id\", \"ine\", \"eleve-id\""),
    ];
    let view = |(name, entity, fields): &(&str, &str, &str)| {
        format!(
            "\n[[view]]\nname = \"{name}\"\nentity = \"{entity}\"\nfields = [{fields}]\nscope = \"actor\"\npurpose = \"essai\"\n"
        )
    };
    named + &more.iter().map(view).collect::<String>()
}

/// What was found in the guests of these visits: what and where, for messages.
fn found(walked: &Walked, who: &str) -> BTreeMap<(&'static str, String), String> {
    let mut all = BTreeMap::new();
    for visit in walked.visits.iter().filter(|v| v.who == who) {
        for memory in &visit.memories {
            let here = walked.needles.found(&memory.bytes);
            all.extend(here.into_iter().map(|(what, shown)| ((what, shown.to_owned()), visit.what.clone())));
        }
    }
    all
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

const ROLES: [&str; 4] = ["professeur", "eleve", "responsable", "directeur"];

/// SAC-27, SAC-29, SAC-31, SAC-35: whatever page is opened and whatever is saved, the plugin is told no name, birth date, class,
/// identifier, login, session or school.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sac_27_sac_29_sac_31_sac_35_no_byte_of_a_guest_says_who_somebody_is() {
    let walked = honestly().await;
    let needles = &walked.needles;
    // the search is worth something: everybody is in it
    assert!(needles.known > 500, "{} needles", needles.known);
    assert!(
        needles.len() * 10 > needles.known * 9,
        "{} of {} are left; without {:?}",
        needles.len(),
        needles.known,
        needles.left_out
    );
    for (what, least) in [
        ("last name", 40),
        ("first name", 40),
        ("name", 80),
        ("identifier", 150),
        ("login", 80),
        ("e-mail", 10),
        ("birth date", 80),
        ("session", 4),
        ("school", 3),
        ("class", 10),
        ("birth column", 200),
    ] {
        let kinds = needles.kinds();
        assert!(kinds.get(what).is_some_and(|count| *count >= least), "{what}: {kinds:?}");
    }
    for who in ROLES {
        let found = found(walked, who);
        assert!(found.is_empty(), "the plugin was told: {found:#?}");
    }
    for visit in &walked.visits {
        for memory in &visit.memories {
            let asked = needles.found(memory.request.as_bytes());
            assert!(asked.is_empty(), "the request itself says it, which proves nothing: {asked:?} {}", visit.what);
        }
    }
}

/// What the test above finds nothing in is the real memory of the real plugin, which did its work.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_memory_that_is_searched_is_the_one_the_plugin_worked_in() {
    let walked = honestly().await;
    let calls: usize = walked.visits.iter().map(|v| v.memories.len()).sum();
    assert!(walked.visits.len() > 55 && calls > 50, "{calls} calls in {} requests", walked.visits.len());
    for who in ROLES {
        let own: Vec<&Visit> = walked.visits.iter().filter(|v| v.who == who && !v.memories.is_empty()).collect();
        assert!(own.len() >= 8, "{who}: {} requests reached the guest", own.len());
        let memories = || own.iter().flat_map(|v| &v.memories);
        assert!(memories().all(|m| m.bytes.len() >= 128 << 10), "stack, texts and all that was said");
        assert!(
            memories().any(|m| holds(&folded(&m.bytes), &folded(TITLE.as_bytes()))),
            "{who}: the title that the teacher typed"
        );
        let pupil = walked.pupil;
        let raw = [pupil.high.to_le_bytes(), pupil.low.to_le_bytes()].concat();
        assert!(memories().any(|m| holds(&m.bytes, &raw)), "{who}: a pupil's handle, as it crosses");
        assert!(memories().any(|m| holds(&m.bytes, pupil.to_string().as_bytes())), "{who}: a pupil's handle, as text");
    }
    // the handler asks for the path and lets go of it, then the guest asks again: both copies are still there
    let long = walked.visits.iter().flat_map(|v| &v.memories).filter(|m| m.path.len() > 20);
    let copies: Vec<usize> = long.map(|m| m.bytes.windows(m.path.len()).filter(|w| *w == m.path.as_bytes()).count()).collect();
    assert!(copies.len() > 20 && copies.iter().all(|count| *count >= 2), "{copies:?}");
    let pages: Vec<&Visit> = walked.visits.iter().filter(|v| v.what.contains("/cells") && v.what.starts_with("POST")).collect();
    let statuses: BTreeSet<u16> = pages.iter().map(|v| v.status).collect();
    assert!([200, 303, 409, 422].iter().all(|s| statuses.contains(s)), "saved, in conflict, refused: {statuses:?}");
}

/// While the plugin knows no name, the page that it wrote shows them: the host put them in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_are_on_the_page_and_not_in_the_guest() {
    let walked = honestly().await;
    let names =
        |visit: &Visit| walked.needles.found(visit.body.as_bytes()).into_iter().filter(|(what, _)| *what == "last name").count();
    let grid =
        walked.visits.iter().find(|v| v.who == "professeur" && v.status == 200 && v.body.contains("data-grid")).expect("a grid");
    assert!(names(grid) >= 4, "the names of the class are in its grid: {}", names(grid));
    let head = walked.visits.iter().find(|v| v.who == "directeur" && v.what.contains("/classe/")).expect("a class");
    assert!(head.status == 200 && names(head) >= 4, "{}", head.what);
}

/// The same guest under a manifest that asks for names is told them: the search finds what is there. Identifiers it gets
/// not even then (SAC-35), nor anybody's names beyond the actor's reach (SAC-27, SAC-29).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sac_35_a_manifest_that_asks_for_names_is_told_names_and_no_identifier() {
    let walked = &walk(&greedy()).await;
    for (who, kinds) in [
        ("professeur", &["last name", "first name", "birth column", "class", "school"][..]),
        ("eleve", &["last name", "first name", "class", "school"]),
        ("responsable", &["last name", "first name", "class", "school"]),
        ("directeur", &["last name", "first name", "birth column", "class", "school"]),
    ] {
        let found = found(walked, who);
        let seen: BTreeSet<&str> = found.keys().map(|(what, _)| *what).collect();
        assert!(kinds.iter().all(|kind| seen.contains(kind)), "{who} was told {seen:?}");
        for never in ["identifier", "login", "e-mail", "session"] {
            assert!(!seen.contains(never), "{who}: {found:#?}");
        }
        assert!(found.contains_key(&("school", NAME.to_owned())), "{who}: {found:?}");
    }
    let firsts = |who: &str| found(walked, who).keys().filter(|(what, _)| *what == "first name").count();
    assert!(firsts("directeur") >= 20, "{}", firsts("directeur"));
    assert!((1..=2).contains(&firsts("eleve")), "an élève is himself alone: {}", firsts("eleve"));
}
