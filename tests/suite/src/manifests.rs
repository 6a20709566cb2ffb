//! Manifests for calls: a plugin with something of everything, and another one beside it.

/// Evaluations of a class, results under embargo, a diary that its author alone reads, notes without group.
pub const EVALUATION: &str = r#"
[plugin]
id = "fr.preau.essai"
name = "Essai"
version = "1.2.3"
api = "0.1"
publisher = "Préau"
contact = "dpo@ecole.example"
licence = "EUPL-1.2"
[purpose]
finality = "Suivi des acquis"
basis = "mission d'intérêt public"

[[page]]
route = "/"
label = "Évaluations"
roles = ["eleve", "responsable", "professeur", "directeur", "personnel"]

[[view]]
name = "pupils"
entity = "pupil"
fields = ["id"]
scope = "actor"
args = ["group", "person"]
purpose = "les lignes de la grille"
[[view]]
name = "pupil-names"
entity = "pupil"
fields = ["id", "group", "first-name", "initials", "last-name", "birth-date"]
scope = "actor"
args = ["group", "person"]
purpose = "une liste"
[[view]]
name = "pupil-identifiers"
entity = "pupil"
fields = ["id", "ine", "eleve-id"]
scope = "actor"
args = ["group", "person"]
purpose = "un export"
[[view]]
name = "groups"
entity = "group"
fields = ["id", "kind", "size", "label"]
scope = "actor"
args = ["group", "person"]
purpose = "choisir sa classe"
[[view]]
name = "staff"
entity = "staff"
fields = ["id", "function", "last-name"]
scope = "actor"
args = ["group"]
purpose = "qui enseigne"
[[view]]
name = "subjects"
entity = "subject"
fields = ["id", "code", "label"]
scope = "actor"
purpose = "les matières"
[[view]]
name = "school"
entity = "establishment"
fields = ["name", "uai", "school-year"]
scope = "actor"
purpose = "l'en-tête"

[[collection]]
name = "evaluations"
label = "Évaluations"
subject = "none"
group = "groupe"
embargo = true
retention = "schooling"
read = { eleve = "self", responsable = "children", professeur = "assigned", directeur = "school", personnel = "assigned" }
write = { professeur = "assigned", directeur = "school" }

[[collection]]
name = "resultats"
label = "Résultats"
subject = "pupil"
embargo = true
retention = "schooling"
read = { eleve = "self", responsable = "children", professeur = "assigned", directeur = "school", personnel = "assigned" }
write = { eleve = "self", professeur = "assigned", directeur = "school" }

[[collection]]
name = "observations"
label = "Observations"
subject = "pupil"
retention = "schooling"
read = { professeur = "author", directeur = "school" }
write = { professeur = "author", responsable = "children" }

[[collection]]
name = "modeles"
label = "Modèles de grille"
subject = "none"
retention = "until-obsolete"
read = { professeur = "author", directeur = "school" }
write = { professeur = "author" }

[[setting]]
name = "methode"
kind = "choice"
values = ["geometrique", "classique"]
default = "geometrique"
label = "Méthode"
"#;

/// The same collections under another name: another plugin, whose handles are others.
#[must_use]
pub fn other() -> String {
    EVALUATION.replace("fr.preau.essai", "fr.preau.autre")
}
