//! The plugin against a school in memory: who creates, enters, sees what, and what is refused.

use preau_evaluation::{MANIFEST, handle};
use preau_sdk::native::RequestData;
use preau_sdk::testing::{Outcome, School, group, person};
use preau_sdk::{Failure, Person};

/// 5eB: taught by Durand and Klein, whose pupils are Anna and Bao; 4eA is taught by Klein and holds Chloé.
fn school() -> School {
    School::new(&MANIFEST)
        .group("5eB", &["durand", "klein"], &["anna", "bao"])
        .group("4eA", &["klein"], &["chloe"])
        .guardian("parent", &["anna"])
        .guardian("twice", &["bao", "chloe"])
}

fn get(school: &mut School, actor: &str, role: &str, route: &str) -> Outcome {
    school.call(actor, role, &RequestData::get(route), handle)
}

fn post(school: &mut School, actor: &str, request: &RequestData) -> Outcome {
    school.call(actor, "professeur", request, handle)
}

fn form() -> RequestData {
    RequestData::post("/creer/m4")
        .chosen("classe", group("5eB"))
        .field("titre", "Calcul littéral")
        .field("date", "2026-09-01")
        .field("visible", "08/09/2026")
        .field("items-0", "M4.A3")
        .field("items-0", "M4.A1")
}

/// Creates the evaluation of [`form`] and answers the route of its grid.
fn created(school: &mut School) -> String {
    let outcome = post(school, "durand", &form());
    assert_eq!(outcome.answer, Ok(()));
    outcome.redirect.map(|(route, _)| route).unwrap_or_default()
}

/// Posts cells of 5eB's evaluation.
fn enter(school: &mut School, actor: &str, grid: &str, cells: &[(Person, &str, &str, u64)]) -> Outcome {
    let request = RequestData::post(&format!("{grid}/cells"));
    let request =
        cells.iter().fold(request, |request, (who, column, symbol, version)| request.cell(*who, column, symbol, *version));
    post(school, actor, &request)
}

fn stored(school: &School) -> Vec<String> {
    school.records("marks").map(|(_, _, record)| record.value.clone()).collect()
}

#[test]
fn an_empty_school_says_what_to_do() {
    let mut school = school();
    let page = get(&mut school, "durand", "professeur", "/");
    assert!(page.says("Créez-en une") && page.says("/creer"));
    assert!(!get(&mut school, "head", "directeur", "/").says("/creer"));
    assert!(get(&mut school, "nobody", "professeur", "/").says("Aucune classe"));
    assert!(get(&mut school, "anna", "eleve", "/").says("Aucun résultat visible"));
    assert!(get(&mut school, "stranger", "responsable", "/").says("Aucun élève n’est rattaché"));
}

#[test]
fn a_teacher_creates_an_evaluation_and_finds_its_grid() {
    let mut school = school();
    assert!(get(&mut school, "durand", "professeur", "/creer").says("/creer/m4"));
    let page = get(&mut school, "durand", "professeur", "/creer/tous");
    assert!(page.says("M4.A1") && page.says("SOC.CPD_FRA") && page.says("GroupField"));
    let grid = created(&mut school);
    let page = get(&mut school, "klein", "professeur", &grid);
    let seen = page.grid.clone().unwrap();
    assert_eq!(seen.route, format!("{grid}/cells"));
    assert_eq!(seen.rows, [person("anna"), person("bao")]);
    assert_eq!(seen.columns, ["m4-a1", "m4-a3"], "in the référentiel's order, not the form's");
    assert!(seen.symbols.iter().all(String::is_empty) && seen.versions.iter().all(|v| *v == 0));
    assert!(page.says("Calcul littéral") && page.says("à partir du"));
    assert!(get(&mut school, "durand", "professeur", "/").says("Calcul littéral"));
    let json = school.records("evaluations").next().unwrap().2.value.clone();
    assert_eq!(
        json,
        r#"{"title":"Calcul littéral","date":"2026-09-01","visible":"2026-09-08","referentiel":"m4","slots":["M4.A1","M4.A3"]}"#
    );
}

#[test]
fn an_incomplete_form_comes_back_with_what_it_lacks_and_what_was_typed() {
    let mut school = school();
    let request =
        RequestData::post("/creer/m4").field("titre", "Mon titre").field("date", "31/02/2026").field("items-0", "M4.A9");
    let page = post(&mut school, "durand", &request.chosen("classe", group("4eA")));
    assert_eq!((page.answer.clone(), page.redirect.clone()), (Ok(()), None));
    for lack in ["une de vos classes", "la date de l’évaluation", "à partir de quand", "au moins un item", "Mon titre"] {
        assert!(page.says(lack), "{lack}");
    }
    let long = RequestData { fields: vec![("titre".into(), "é".repeat(61))], ..form() };
    assert!(post(&mut school, "durand", &long).says("dépasse 60"));
    assert_eq!(school.records("evaluations").count(), 0);
}

#[test]
fn cells_are_saved_with_their_versions_and_can_be_erased() {
    let mut school = school();
    let grid = created(&mut school);
    let (anna, bao) = (person("anna"), person("bao"));
    let saved =
        enter(&mut school, "durand", &grid, &[(anna, "m4-a1", "VV", 0), (anna, "m4-a3", "AB", 0), (bao, "m4-a3", "R", 0)]);
    assert_eq!(saved.answer, Ok(()));
    assert_eq!(saved.saved.len(), 3);
    assert_eq!(saved.saved.first().unwrap(), &(anna, "m4-a1".into(), "VV".into(), 1));
    assert_eq!(stored(&school).len(), 2, "one record a pupil");
    let key = grid.trim_start_matches("/e/");
    for draft in &saved.drafts {
        assert_eq!(draft.expect, Some(0), "a race is run again, nothing is overwritten");
        assert_eq!((draft.key.as_str(), draft.parent.clone()), (key, Some(("evaluations", key.to_owned()))));
    }
    let erased = enter(&mut school, "durand", &grid, &[(anna, "m4-a1", "", 1)]);
    assert_eq!(
        erased.drafts.iter().map(|draft| draft.expect).collect::<Vec<_>>(),
        [Some(1)],
        "one write, of the row that changed"
    );
    assert_eq!(erased.saved, [(anna, "m4-a1".into(), String::new(), 2)]);
    let seen = get(&mut school, "durand", "professeur", &grid).grid.unwrap();
    assert_eq!(seen.symbols, ["", "AB", "", "R"]);
    assert_eq!(seen.versions, [2, 1, 0, 1]);
    let of_anna = school.records("marks").find(|(who, ..)| *who == anna).unwrap().2.clone();
    assert!(of_anna.value.starts_with(r#"{"codes":"- AB","versions":"2 1","writers":"0 0","minutes":""#), "{}", of_anna.value);
    assert_eq!(of_anna.references, [("w0".to_owned(), person("durand").0)]);
    assert_eq!(of_anna.version, 2);
}

#[test]
fn a_changed_cell_is_a_conflict_only_when_its_value_differs() {
    let mut school = school();
    let grid = created(&mut school);
    let (anna, bao) = (person("anna"), person("bao"));
    enter(&mut school, "durand", &grid, &[(anna, "m4-a1", "VV", 0)]);
    let at = i64::from(school.today().0) * 86_400_000 + 28_800_000;
    school.pass_days(1);
    // Klein still has the empty grid in front of him.
    let answer = enter(&mut school, "klein", &grid, &[(anna, "m4-a1", "R", 0), (anna, "m4-a3", "V", 0), (bao, "m4-a1", "RR", 0)]);
    assert_eq!(answer.saved, [(anna, "m4-a3".into(), "V".into(), 1), (bao, "m4-a1".into(), "RR".into(), 1)]);
    let [conflict] = answer.conflicts.as_slice() else { panic!("{:?}", answer.conflicts) };
    assert_eq!((conflict.row, conflict.column.as_str()), (anna, "m4-a1"));
    assert_eq!(conflict.symbols, ("R".to_owned(), "VV".to_owned()));
    assert_eq!((conflict.version, conflict.by, conflict.at.0), (1, person("durand"), at));
    assert!(answer.says(&format!("GridBack {{ route: \"{grid}\" }}")));
    // The same value is no conflict, whatever the version: neither another's nor one's own after a lost answer.
    let same = enter(&mut school, "klein", &grid, &[(anna, "m4-a1", "VV", 0)]);
    assert_eq!((same.saved, same.conflicts), (vec![(anna, "m4-a1".into(), "VV".into(), 1)], vec![]));
    // Insisting sends the version of the conflict; both writers stay known.
    let insisted = enter(&mut school, "klein", &grid, &[(anna, "m4-a1", "R", 1)]);
    assert_eq!(insisted.saved, [(anna, "m4-a1".into(), "R".into(), 2)]);
    enter(&mut school, "durand", &grid, &[(anna, "m4-a3", "VV", 1)]);
    let of_anna = school.records("marks").find(|(who, ..)| *who == anna).unwrap().2.clone();
    assert_eq!(of_anna.references, [("w0".to_owned(), person("klein").0), ("w1".to_owned(), person("durand").0)]);
    assert!(of_anna.value.contains(r#""codes":"R VV","versions":"2 2","writers":"0 1""#), "{}", of_anna.value);
}

#[test]
fn a_save_with_one_cell_that_is_not_of_the_grid_stores_nothing() {
    let mut school = school();
    let grid = created(&mut school);
    let (anna, chloe) = (person("anna"), person("chloe"));
    let good = (anna, "m4-a1", "V", 0);
    for (bad, named) in [
        ((chloe, "m4-a1", "V", 0), chloe.to_string()),
        ((anna, "m4-b1", "V", 0), "m4-b1".into()),
        ((anna, "m4-a1", "ZZ", 0), "ZZ".into()),
    ] {
        let outcome = enter(&mut school, "klein", &grid, &[good, bad]);
        assert!(matches!(outcome.answer, Err(Failure::Invalid(_))), "{:?}", outcome.answer);
        assert!(
            outcome.refusal().contains(&named) && outcome.refusal().contains("rien n’a été enregistré"),
            "{}",
            outcome.refusal()
        );
        assert_eq!(stored(&school), Vec::<String>::new());
    }
    assert!(post(&mut school, "klein", &RequestData::post(&format!("{grid}/cells"))).refusal().contains("aucune case"));
}

/// SAC-27, SAC-29, SAC-31, SAC-33: each sees those he answers for; families only from the date.
#[test]
fn families_see_their_own_results_from_the_visibility_date() {
    let mut school = school();
    let grid = created(&mut school);
    let (anna, bao) = (person("anna"), person("bao"));
    enter(&mut school, "durand", &grid, &[(anna, "m4-a1", "VV", 0), (anna, "m4-a3", "NF", 0), (bao, "m4-a1", "RR", 0)]);
    for (who, role) in [("anna", "eleve"), ("parent", "responsable")] {
        let page = get(&mut school, who, role, "/");
        assert!(page.says("Aucun résultat visible") && !page.says("Calcul littéral"), "{who}");
        assert!(!get(&mut school, who, role, "/widget").says("Calcul littéral"), "{who}");
    }
    assert!(get(&mut school, "durand", "professeur", &preau_sdk::route!("/eleve/", anna)).says("Calcul littéral"));
    school.pass_days(7);
    for (who, role) in [("anna", "eleve"), ("parent", "responsable")] {
        for route in ["/", "/widget"] {
            let page = get(&mut school, who, role, route);
            assert_eq!(page.answer, Ok(()));
            assert!(page.says("Calcul littéral") && page.says("Nombres VV, Littéral NF"), "{who} {route}: {:?}", page.said);
        }
        let page = get(&mut school, who, role, "/");
        assert!(page.says("\"100\\u{a0}%\"") && page.says("Acquis") && page.says("Nombres et calculs"), "{who}");
        assert!(!page.says("RR"), "nothing of Bao's");
        let other = get(&mut school, who, role, &preau_sdk::route!("/eleve/", bao));
        assert!(matches!(other.answer, Err(Failure::Denied(_))), "{who}");
        let refused = get(&mut school, who, role, &grid);
        assert!(matches!(refused.answer, Err(Failure::Denied(_))) && refused.grid.is_none(), "{who}");
    }
    let choice = get(&mut school, "twice", "responsable", "/");
    assert!(choice.says("Choisissez un élève") && choice.says(&preau_sdk::route!("/eleve/", bao)));
    let head = get(&mut school, "head", "directeur", &grid);
    assert!(head.grid.is_none() && head.says("RR") && head.says("VV"));
    let admin = get(&mut school, "admin", "administrateur", "/");
    assert!(matches!(admin.answer, Err(Failure::Denied(_))), "an administrateur gets nothing");
}

#[test]
fn moving_the_date_rewrites_one_record_and_moves_what_families_see() {
    let mut school = school();
    let grid = created(&mut school);
    enter(&mut school, "durand", &grid, &[(person("anna"), "m4-a1", "V", 0)]);
    let marks_before = stored(&school);
    let edit = |version: &str, visible: &str| {
        let request = RequestData::post(&format!("{grid}/modifier")).field("version", version).field("titre", "Algèbre");
        request.field("date", "2026-09-01").field("visible", visible)
    };
    assert!(get(&mut school, "durand", "professeur", &format!("{grid}/modifier")).says("Calcul littéral"));
    let lacking = post(&mut school, "durand", &edit("1", "bientôt"));
    assert!(lacking.says("à partir de quand") && lacking.redirect.is_none());
    assert!(post(&mut school, "durand", &edit("1", "2026-09-01")).redirect.is_some());
    assert_eq!(stored(&school), marks_before);
    assert!(get(&mut school, "anna", "eleve", "/").says("Algèbre"));
    let late = post(&mut school, "klein", &edit("1", "2026-12-01"));
    assert!(late.says("Un collègue a modifié") && late.redirect.is_none());
    assert!(get(&mut school, "anna", "eleve", "/").says("Algèbre"));
}

#[test]
fn deleting_an_evaluation_deletes_its_marks() {
    let mut school = school();
    let grid = created(&mut school);
    let other = created(&mut school);
    assert_ne!(grid, other);
    for route in [&grid, &other] {
        enter(&mut school, "durand", route, &[(person("anna"), "m4-a1", "V", 0)]);
    }
    assert!(get(&mut school, "durand", "professeur", &format!("{grid}/supprimer")).says("C’est définitif"));
    let delete = RequestData::post(&format!("{grid}/supprimer"));
    assert!(matches!(post(&mut school, "durand", &delete).answer, Err(Failure::Invalid(_))), "without the version");
    assert_eq!(post(&mut school, "durand", &delete.field("version", "1")).answer, Ok(()));
    assert_eq!((stored(&school).len(), school.records("evaluations").count()), (1, 1));
    assert_eq!(get(&mut school, "durand", "professeur", &grid).answer, Err(Failure::NotFound));
}

#[test]
fn who_does_not_teach_the_class_changes_nothing() {
    let mut school = school();
    let grid = created(&mut school);
    let anna = person("anna");
    let cells = RequestData::post(&format!("{grid}/cells")).cell(anna, "m4-a1", "V", 0);
    let delete = RequestData::post(&format!("{grid}/supprimer")).field("version", "1");
    let edit = RequestData::post(&format!("{grid}/modifier")).field("version", "1");
    for (who, role) in [("anna", "eleve"), ("parent", "responsable"), ("head", "directeur"), ("admin", "administrateur")] {
        for request in [&cells, &delete, &edit, &form()] {
            let outcome = school.call(who, role, request, handle);
            assert!(matches!(outcome.answer, Err(Failure::Denied(_))), "{who} {}: {:?}", request.path, outcome.answer);
        }
    }
    // A teacher of the school, but not of this class.
    let mut school = school.group("3eC", &["other"], &["dao"]);
    for request in [&cells, &delete, &edit] {
        assert_eq!(post(&mut school, "other", request).answer, Err(Failure::NotFound), "{}", request.path);
    }
    assert!(post(&mut school, "other", &form()).says("une de vos classes"));
    assert_eq!((stored(&school).len(), school.records("evaluations").count()), (0, 1));
    assert_eq!(get(&mut school, "durand", "professeur", "/ailleurs").answer, Err(Failure::NotFound));
    assert!(matches!(post(&mut school, "durand", &RequestData::post(&grid)).answer, Err(Failure::Invalid(_))));
}

#[test]
fn the_school_s_method_decides_the_score() {
    for (method, expected) in [("geometrique", "\"33\\u{a0}%\""), ("classique", "\"50\\u{a0}%\""), ("bestof1", "\"100\\u{a0}%\"")]
    {
        let mut school = school().set("method", method);
        for (day, symbol) in [(0, "VV"), (1, "RR")] {
            school.pass_days(day);
            let dated = form().field("date", "ignored");
            let date = school.today().iso();
            let fields = dated.fields.into_iter().map(|(n, v)| if n == "date" { (n, date.clone()) } else { (n, v) }).collect();
            let outcome = post(&mut school, "durand", &RequestData { fields, ..form() });
            let grid = outcome.redirect.unwrap().0;
            enter(&mut school, "durand", &grid, &[(person("anna"), "m4-a1", symbol, 0)]);
        }
        let page = get(&mut school, "durand", "professeur", &preau_sdk::route!("/eleve/", person("anna")));
        assert!(page.says(expected) && page.says("VV RR"), "{method}: {:?}", page.said);
    }
}

#[test]
fn nothing_that_the_plugin_stores_or_shows_holds_a_name() {
    let mut school = school();
    let grid = created(&mut school);
    enter(&mut school, "durand", &grid, &[(person("anna"), "m4-a1", "V", 0)]);
    let mut said: Vec<String> = stored(&school);
    for route in ["/", "/creer", grid.as_str()] {
        said.extend(get(&mut school, "durand", "professeur", route).said);
    }
    assert!(said.len() > 10);
    for name in ["anna", "bao", "durand", "5eB"] {
        assert!(!said.iter().any(|line| line.contains(name)), "{name}");
    }
    for (_, _, record) in school.records("marks").chain(school.records("evaluations")) {
        assert!(!record.value.contains(&person("anna").to_string()) && !record.value.contains(&person("durand").to_string()));
    }
}
