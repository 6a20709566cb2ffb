//! Refusals of manifests, each seen to name its place.

use crate::manifest::Manifest;

const GOOD: &str = r#"
[plugin]
id = "fr.preau.essai"
name = "Essai"
version = "1.0.0"
api = "0.1"
publisher = "Préau"
contact = "dpo@preau.example"
licence = "EUPL-1.2"
[purpose]
finality = "Suivi des acquis des élèves"
basis = "mission d'intérêt public"
[[page]]
route = "/"
label = "Essai"
roles = ["professeur"]
[[view]]
name = "my-groups"
entity = "group"
fields = ["id"]
scope = "actor"
purpose = "choisir une classe"
[[collection]]
name = "marks"
label = "Résultats"
subject = "pupil"
embargo = true
retention = "schooling"
read = { eleve = "self", professeur = "assigned" }
write = { professeur = "assigned" }
"#;

fn faults(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    let faults = Manifest::parse(&GOOD.replacen(from, to, 1)).expect_err(to);
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_sound_manifest_is_read() {
    let manifest = Manifest::parse(GOOD).unwrap();
    assert!(manifest.entry("/x/y").is_some());
    assert!(manifest.collection("marks").unwrap().reads(crate::role::Role::Administrateur).is_none());
}

#[test]
fn unknown_keys_are_errors_with_their_line() {
    let said = faults("[purpose]", "surprise = 1\n[purpose]");
    assert!(said.contains("ligne 10") && said.contains("surprise"), "{said}");
}

#[test]
fn every_fault_is_named() {
    for (from, to, word) in [
        ("fr.preau.essai", "Essai", "Essai"),
        ("api = \"0.1\"", "api = \"9.0\"", "9.0"),
        ("1.0.0", "1.0", "1.0"),
        ("route = \"/\"", "route = \"x y\"", "x y"),
        ("roles = [\"professeur\"]", "roles = [\"chef\"]", "chef"),
        ("roles = [\"professeur\"]", "roles = []", "/"),
        ("entity = \"group\"", "entity = \"planet\"", "planet"),
        ("fields = [\"id\"]", "fields = [\"adresse\"]", "adresse"),
        ("fields = [\"id\"]", "fields = []", "my-groups"),
        ("scope = \"actor\"", "scope = \"world\"", "world"),
        ("subject = \"pupil\"", "subject = \"planet\"", "planet"),
        ("retention = \"schooling\"", "retention = \"for ever\"", "for ever"),
        ("eleve = \"self\"", "eleve = \"school\"", "school"),
        ("eleve = \"self\"", "administrateur = \"school\"", "marks"),
        ("name = \"marks\"", "name = \"Marks!\"", "Marks!"),
    ] {
        let said = faults(from, to);
        assert!(said.contains(word), "{to}: {said}");
        assert!(!said.contains('['), "a sentence is missing: {said}");
    }
}

/// SAC-3: a manifest that declares a sensitive category is refused.
#[test]
fn sac_3_sensitive_categories_are_refused() {
    for (from, to) in [
        ("label = \"Résultats\"", "label = \"Religion des élèves\""),
        ("label = \"Résultats\"", "label = \"Opinions politiques\""),
        ("name = \"marks\"", "name = \"sante\""),
        ("Suivi des acquis des élèves", "Suivi syndical"),
        ("choisir une classe", "connaître la santé"),
    ] {
        let said = faults(from, to);
        assert!(said.contains("sensible"), "{to}: {said}");
    }
}
