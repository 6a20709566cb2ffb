//! Imports through the administrateur's page: files are read, the differences shown, applied when he says so.

use preau_auth::provider::Protocol;
use preau_domain::role::Role;
use preau_domain::time::SchoolYear;
use preau_domain::uai::Uai;
use preau_policy::people::{self, NewSchool};
use preau_suite::browserless::{Browser, Seen};
use preau_suite::house::PROVIDER;
use preau_suite::served::{Yard, add_person, put_provider};
use preau_synth::{School, Size};

const UAI: &str = "0991229Y";
const SEED: u64 = 7;

type Given = Vec<(String, Vec<u8>)>;

fn files() -> Given {
    School::sized(SEED, SchoolYear(2026), &Uai::parse(UAI).unwrap(), Size::SMALL).files()
}

/// A school of nobody but an administrateur and a head, and both in their browsers.
async fn school() -> (Yard, Browser, Browser) {
    let yard = Yard::open().await;
    let new = NewSchool {
        uais: vec![Uai::parse(UAI).unwrap()],
        name: "Collège Neuf".into(),
        place: "Ici".into(),
        zone: "Europe/Paris".into(),
    };
    let door = people::create_school(&yard.house.house, new).await.unwrap();
    put_provider(&door, &yard.forge.provider(PROVIDER, Protocol::V3)).await;
    add_person(&door, PROVIDER, "admin", Role::Administrateur).await;
    add_person(&door, PROVIDER, "chef", Role::Directeur).await;
    let mut browsers = Vec::new();
    for user in ["admin", "chef"] {
        let (mut browser, ticket) = (yard.browser(), preau_suite::house::ticket());
        yard.forge.vouch(&ticket, user, &[]);
        browser.get("/e/0991229y/auth/ent/login").await;
        assert_eq!(browser.get(&format!("/e/0991229y/auth/ent/callback?ticket={ticket}")).await.location(), "/e/0991229y/");
        browsers.push(browser);
    }
    let head = browsers.remove(1);
    (yard, browsers.remove(0), head)
}

const PAGE: &str = "/e/0991229y/administration/import";

async fn upload(browser: &mut Browser, files: &Given) -> Seen {
    let form = browser.get(PAGE).await.form("/administration/import");
    browser.upload(PAGE, &form.fields, files).await
}

/// The counts of the preview: (population, new, changed, returned, left, to be told apart, unchanged).
fn counts(seen: &Seen, population: &str) -> Vec<String> {
    let rows = seen.body.split("<tr").filter(|row| preau_suite::markup::words(&format!("<tr{row}")).starts_with(population));
    let row = rows.into_iter().next().unwrap_or_else(|| panic!("no row {population}: {}", seen.words()));
    preau_suite::markup::words(&format!("<tr{row}")).split(' ').filter(|w| w.parse::<u32>().is_ok()).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_shown_then_applied_then_unchanged() {
    let (yard, mut admin, _) = school().await;
    let preview = upload(&mut admin, &files()).await;
    assert_eq!(preview.status, 200, "{}", preview.words());
    assert!(preview.words().contains("Différences à appliquer"));
    assert_eq!(counts(&preview, "Élèves")[0], "32", "{}", preview.words());
    assert_eq!(counts(&preview, "Responsables")[0], "52");
    let people = || async { yard.raw_count("0991229y", "SELECT count(*) FROM person").await };
    assert_eq!(people().await, 2, "nothing before it is confirmed");
    let apply = preview.form("/appliquer");
    let done = admin.submit(&apply).await;
    assert!(done.status == 200 && done.words().contains("L'import est appliqué"), "{} {}", done.status, done.words());
    assert!(done.words().contains("ExportXML_ElevesAvecAdresses.zip"), "the history names the files: {}", done.words());
    assert!(people().await > 2 + 32 + 52);
    // the confirmation sent twice does nothing twice
    let again = admin.post(&apply.action, &apply.fields).await;
    assert!(again.status == 422 && again.words().contains("ont déjà été appliquées"), "{}", again.words());
    let same = upload(&mut admin, &files()).await;
    for population in ["Élèves", "Responsables", "Personnels", "Classes et groupes", "Matières"] {
        let counts = counts(&same, population);
        assert!(counts[..5].iter().all(|n| n == "0"), "{population}: {counts:?}");
    }
}

/// More than one in ten leaves: it asks, and does not lose the plan when the answer is missing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_leavers_are_asked_about() {
    let (yard, mut admin, _) = school().await;
    let preview = upload(&mut admin, &eleves(12)).await;
    admin.submit(&preview.form("/appliquer")).await;
    let preview = upload(&mut admin, &eleves(9)).await;
    assert!(preview.words().contains("d'une population partirait"), "{}", preview.words());
    let active = || async { yard.raw_count("0991229y", "SELECT count(*) FROM person WHERE kind = 'pupil' AND active = 0").await };
    let before = active().await;
    let form = preview.form("/appliquer");
    let asked = admin.submit(&form).await;
    assert!(asked.status == 422 && asked.words().contains("êtes-vous sûr"), "{} {}", asked.status, asked.words());
    assert_eq!(active().await, before);
    let sure = form.options.keys().find(|k| k.as_str() == "departs").expect("the box");
    let value = form.options[sure][0].clone();
    let done = admin.submit(&form.clone().with("departs", &value)).await;
    assert!(done.words().contains("L'import est appliqué"), "{}", done.words());
    assert!(active().await > before);
}

/// A file of so many pupils and nothing else.
fn eleves(count: u32) -> Given {
    let (mut pupils, mut places) = (String::new(), String::new());
    for n in 1..=count {
        let name = char::from_u32(u32::from(b'A') + n).unwrap();
        pupils.push_str(&format!(
            "<ELEVE ELEVE_ID=\"P{n}\"><ID_NATIONAL>0701000{n:02}AA</ID_NATIONAL><NOM_DE_FAMILLE>NOM {name}</NOM_DE_FAMILLE><PRENOM>Camille</PRENOM>\
             <DATE_NAISS>{n:02}/04/2015</DATE_NAISS><CODE_SEXE>2</CODE_SEXE><DATE_ENTREE>01/09/2026</DATE_ENTREE></ELEVE>\n"
        ));
        places.push_str(&format!(
            "<STRUCTURES_ELEVE ELEVE_ID=\"P{n}\"><STRUCTURE><CODE_STRUCTURE>6A</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE>\
             </STRUCTURES_ELEVE>\n"
        ));
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<BEE_ELEVES VERSION=\"2.1\"><PARAMETRES><UAJ>{UAI}</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE>\
         </PARAMETRES><DONNEES><ELEVES>{pupils}</ELEVES><STRUCTURES>{places}</STRUCTURES></DONNEES></BEE_ELEVES>\n"
    );
    vec![("eleves.xml".to_owned(), text.into_bytes())]
}

fn structures(change: impl Fn(String) -> String) -> Vec<u8> {
    let (_, bytes) = files().into_iter().find(|(name, _)| name == "Structures.xml").unwrap();
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    change(text).chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

/// Each refused file is named, with its line where there is one, in French; nothing is changed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_files_are_named_with_line_and_reason() {
    let (yard, mut admin, _) = school().await;
    let eleves = files().into_iter().find(|(name, _)| name.contains("Eleves")).unwrap().1;
    let cases: Vec<(&str, Vec<u8>, &str, bool)> = vec![
        ("autre.xml", structures(|t| t.replace(UAI, "0750001A")), "0750001A", true),
        ("annee.xml", structures(|t| t.replace("2026", "2019")), "2019", true),
        ("coupe.xml", structures(|t| t.chars().take(t.chars().count() / 2).collect()), "", true),
        ("dtd.xml", structures(|t| t.replacen("?>", "?><!DOCTYPE x [<!ENTITY a \"b\">]>", 1)), "", true),
        ("page.xml", b"<html><body>Session expir\xe9e</body></html>".to_vec(), "", false),
        ("vide.xml", b"".to_vec(), "", false),
        ("image.xml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "", false),
        ("casse.zip", eleves[..eleves.len() / 2].to_vec(), "", false),
        ("\u{202e}gpj.xml", b"<BEE_ELEVES><b>".to_vec(), "", false),
    ];
    for (name, bytes, telling, lined) in cases {
        let seen = upload(&mut admin, &vec![(name.to_owned(), bytes)]).await;
        let words = seen.words();
        assert_eq!(seen.status, 422, "{name}: {words}");
        if name == "vide.xml" {
            assert!(words.contains("Choisissez au moins un fichier"), "{words}");
            continue;
        }
        assert!(words.contains("Fichiers refusés") && words.contains("Rien n'a été changé"), "{name}: {words}");
        assert!(
            words.contains(&format!("{} ", name.trim_start_matches('\u{202e}')))
                || words.contains(name.trim_start_matches('\u{202e}')),
            "{name}: {words}"
        );
        assert!(words.contains(telling), "{name}: {words}");
        assert!(!lined || words.contains(", ligne "), "{name}: {words}");
        assert!(!seen.body.contains('\u{202e}'), "{name}: a mark that turns the line round");
    }
    assert_eq!(yard.raw_count("0991229y", "SELECT count(*) FROM person").await, 2);
    assert_eq!(yard.raw_count("0991229y", "SELECT count(*) FROM import_run").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_imports() {
    let (yard, mut admin, mut head) = school().await;
    let form = vec![("hat".to_owned(), "directeur".to_owned())];
    let seen = head.upload(PAGE, &form, &files()).await;
    assert_eq!(seen.status, 403, "{}", seen.words());
    let seen = head.post(&format!("{PAGE}/appliquer"), &form).await;
    assert_eq!(seen.status, 403);
    // what one administrateur read waits for him alone
    let preview = upload(&mut admin, &files()).await;
    assert_eq!(preview.status, 200);
    let seen = head.post(&format!("{PAGE}/appliquer"), &form).await;
    assert_eq!(seen.status, 403);
    // another school's administrateur has no plan here
    let mut other = yard.login("admin").await;
    let seen = other.post(&yard.at("/administration/import/appliquer"), &[("hat", "administrateur")]).await;
    assert!(seen.status == 422 && seen.words().contains("ont expiré"), "{}", seen.words());
    // a quarter of an hour later it has expired for him too
    yard.house.clock.advance(15 * 60 * 1000 + 1);
    let seen = admin.submit(&preview.form("/appliquer")).await;
    assert!(seen.status == 422 && seen.words().contains("ont expiré"), "{}", seen.words());
    let forged = admin.upload(PAGE, &[("hat".into(), "directeur".into())], &files()).await;
    assert_eq!(forged.status, 409);
    assert_eq!(yard.raw_count("0991229y", "SELECT count(*) FROM person").await, 2);
}
