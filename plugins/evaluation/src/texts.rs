//! Every French sentence of the plugin.

use preau_sdk::push_number;

/// The list's title, and the first step of every way back.
pub const EVALUATIONS: &str = "Évaluations";
/// Title and link of the creation pages.
pub const CREATE: &str = "Créer une évaluation";
/// The list is empty.
pub const NO_EVALUATION: &str =
    "Aucune évaluation pour le moment. Créez-en une : choisissez un référentiel, une classe et les items à évaluer.";
/// The list is empty and the reader cannot create.
pub const NO_EVALUATION_SEEN: &str =
    "Aucune évaluation pour le moment. Elles paraîtront ici dès qu’un professeur en aura créé une.";
/// A teacher without class.
pub const NO_GROUP: &str =
    "Aucune classe ne vous est affectée : l’administrateur de l’établissement peut importer les services (STS).";
/// Caption of the list.
pub const LIST_CAPTION: &str = "Évaluations de vos classes, de la plus récente à la plus ancienne";
/// Its columns.
pub const LIST_COLUMNS: [&str; 5] = ["Évaluation", "Classe", "Date", "Visible par les familles", "Items"];
/// The visibility date is to come.
pub const NOT_YET: &str = "pas encore";
/// Heading of the classes.
pub const BY_PUPIL: &str = "Résultats par élève";
/// Link to the pupils of a class.
pub const SEE_PUPILS: &str = "Voir les élèves";
/// First step of creating.
pub const CHOOSE_REFERENTIEL: &str = "Dans quel référentiel choisir les items ?";
/// Button that creates.
pub const CREATE_IT: &str = "Créer l’évaluation";
/// All référentiels together.
pub const EVERY_REFERENTIEL: &str = "Plusieurs référentiels à la fois";
/// Label of a field.
pub const FIELD_GROUP: &str = "Classe";
/// Label of a field.
pub const FIELD_TITLE: &str = "Intitulé (60 caractères au plus)";
/// Label of a field.
pub const FIELD_DATE: &str = "Date de l’évaluation";
/// Label of a field.
pub const FIELD_VISIBLE: &str = "Visible par les élèves et leurs responsables à partir du";
/// Button.
pub const SAVE: &str = "Enregistrer";
/// The evaluation exists now.
pub const CREATED: &str = "L’évaluation est créée : la grille est prête.";
/// The evaluation was changed.
pub const CHANGED: &str = "L’évaluation est modifiée.";
/// The evaluation is gone.
pub const DELETED: &str = "L’évaluation et ses résultats sont supprimés.";
/// What a form lacks.
pub const LACKS_GROUP: &str = "Choisissez une de vos classes.";
/// What a form lacks.
pub const LACKS_TITLE: &str = "Donnez un intitulé.";
/// What a form has wrong.
pub const LONG_TITLE: &str = "L’intitulé dépasse 60 caractères : raccourcissez-le.";
/// What a form lacks.
pub const LACKS_DATE: &str = "Indiquez la date de l’évaluation (jj/mm/aaaa).";
/// What a form lacks.
pub const LACKS_VISIBLE: &str = "Indiquez à partir de quand les familles voient les résultats (jj/mm/aaaa).";
/// What a form lacks.
pub const LACKS_ITEMS: &str = "Choisissez au moins un item.";
/// What a form has wrong.
pub const MANY_ITEMS: &str = "Une évaluation porte sur 40 items au plus : faites-en deux.";
/// Somebody changed the evaluation meanwhile.
pub const CHANGED_MEANWHILE: &str =
    "Un collègue a modifié cette évaluation entre-temps. Voici ce qui est enregistré ; reprenez vos changements si besoin.";
/// Before the date.
pub const HELD_ON: &str = "Évaluation du ";
/// Before the class.
pub const OF_GROUP: &str = ", classe : ";
/// Before the visibility date, when it is to come.
pub const VISIBLE_FROM: &str = " ; les familles verront les résultats à partir du ";
/// Before the visibility date, when it is past.
pub const VISIBLE_SINCE: &str = " ; les familles voient les résultats depuis le ";
/// Section of the grid.
pub const ENTRY: &str = "Saisie";
/// A class without pupils.
pub const EMPTY_GROUP: &str = "Cette classe n’a pas d’élève : la grille paraîtra après le prochain import.";
/// Caption of the grid for readers.
pub const RESULTS_CAPTION: &str = "Résultats de la classe";
/// Heading of the first column.
pub const PUPIL: &str = "Élève";
/// Before a pupil's name.
pub const OF_PUPIL: &str = "Élève : ";
/// Before the codes that a table holds, each with its meaning.
pub const CODES_MEAN: &str = "Codes : ";
/// Link.
pub const EDIT: &str = "Modifier l’intitulé ou les dates";
/// Link and button.
pub const DELETE: &str = "Supprimer l’évaluation";
/// Before deleting.
pub const DELETE_WARNING: &str = "Supprimer cette évaluation efface aussi tous les résultats saisis. C’est définitif.";
/// Link back.
pub const BACK_TO_GRID: &str = "Revenir à la grille";
/// Title of a pupil's page.
pub const RESULTS: &str = "Résultats";
/// Nothing to show to a family.
pub const NO_RESULT: &str =
    "Aucun résultat visible pour le moment. Les résultats paraissent ici à la date choisie par le professeur.";
/// Nothing to show to a teacher.
pub const NO_RESULT_TEACHER: &str = "Aucun résultat enregistré pour cet élève dans vos évaluations.";
/// A guardian without children.
pub const NO_CHILD: &str =
    "Aucun élève n’est rattaché à votre compte : signalez-le à l’établissement, qui peut corriger la fiche des responsables.";
/// A guardian chooses.
pub const CHOOSE_CHILD: &str = "Choisissez un élève";
/// Section.
pub const BY_EVALUATION: &str = "Évaluation par évaluation";
/// Columns.
pub const EVALUATION_COLUMNS: [&str; 3] = ["Évaluation", "Date", "Résultats"];
/// Section.
pub const BY_ITEM: &str = "Item par item";
/// Columns.
pub const ITEM_COLUMNS: [&str; 4] = ["Item", "Dernières notes", "Score", "État"];
/// Section.
pub const SUMMARY: &str = "Bilan";
/// Title of the bars.
pub const BARS: &str = "États d’acquisition par domaine (nombre d’items)";
/// États d'acquisition, from worst to best.
pub const STATE_NAMES: [&str; 3] = ["Non acquis", "En voie d’acquisition", "Acquis"];
/// A progress.
pub const ACQUIRED: &str = "Items acquis";
/// Widget's title.
pub const WIDGET: &str = "Derniers résultats";
/// Widget's link.
pub const ALL_RESULTS: &str = "Tous les résultats";
/// Not for this role.
pub const TEACHERS_ONLY: &str = "seul un professeur de la classe crée, modifie et saisit une évaluation";
/// Not for families.
pub const STAFF_ONLY: &str = "cette page est celle des professeurs ; vos résultats sont sur la page « Évaluations »";
/// No cells in a save.
pub const NO_CELLS: &str = "aucune case n’a été envoyée";
/// A save that does not hold together.
pub const UNEVEN_CELLS: &str = "les cases envoyées sont incomplètes : rechargez la grille";

/// A posted cell of somebody who is not in the class.
#[must_use]
pub fn foreign_row(row: &str) -> String {
    ["la ligne « ", row, " » n’est pas un élève de cette classe ; rien n’a été enregistré"].concat()
}

/// A posted cell of no column.
#[must_use]
pub fn foreign_column(column: &str) -> String {
    ["la colonne « ", column, " » n’est pas un item de cette évaluation ; rien n’a été enregistré"].concat()
}

/// A posted symbol that is none.
#[must_use]
pub fn foreign_symbol(symbol: &str) -> String {
    ["« ", symbol, " » n’est pas un code de saisie ; rien n’a été enregistré"].concat()
}

/// `18 items`.
#[must_use]
pub fn items(count: usize) -> String {
    counted(count, " item", " items")
}

/// `24 élèves`.
#[must_use]
pub fn pupils(count: i64) -> String {
    counted(usize::try_from(count).unwrap_or(0), " élève", " élèves")
}

/// `67 %`.
#[must_use]
pub fn percent(score: u32) -> String {
    counted(usize::try_from(score).unwrap_or(0), "\u{a0}%", "\u{a0}%")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    let mut text = String::new();
    push_number(&mut text, i64::try_from(count).unwrap_or(i64::MAX));
    text.push_str(if count < 2 { one } else { many });
    text
}
