//! Writes a few pages with their assets into a folder, to be looked at: `cargo run -p preau-render --example preview -- DIR`.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

use preau_domain::handle::Handle;
use preau_domain::ids::{GroupId, PersonId};
use preau_domain::page::{CellConflict, Code, EntryGrid, Field, FieldKind, GridColumn, GridReport, Op, Page, Tone};
use preau_domain::time::{Day, Instant, Zone};
use preau_render::{Frame, Hat, MenuEntry, Names, assets, bare, grid_page, html, widget};

const NOW: Instant = Instant(1_795_340_520_000);
const FIRST: [&str; 10] = ["Zoé", "Amin", "Jeanne", "Mohamed-Ali", "Léa", "Tiago", "Inès", "Gabriel", "Maëlys", "Noé"];
const LAST: [&str; 6] = ["Leroy", "Ben Salah", "Dupont-Lagarde", "Nguyen", "Fernandes", "Traoré"];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/preview".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder.join("assets"))?;
    for path in [assets::style(), assets::app_script(), assets::grid_script(), assets::icon()] {
        if let Some((_, bytes)) = assets::asset(path) {
            std::fs::write(folder.join(path.trim_start_matches('/')), bytes)?;
        }
    }
    let zone = Zone::paris();
    let names = names();
    let frame = frame(&zone);
    let conflicts = grid_page(&report(), "/cellules", &[("k.0".into(), "i3".into()), ("h.0".into(), "C3".into())], &names);
    let pages = [
        (
            "accueil",
            html(
                &home(),
                &names,
                &Frame { flash: Some((Tone::Success, "L’évaluation « Fractions » est publiée.")), ..frame.clone() },
            ),
        ),
        ("grille", html(&grid(30, 20), &names, &frame)),
        ("formulaire", html(&form(), &names, &frame)),
        ("resultats", html(&results(), &names, &frame)),
        ("departager", html(&conflicts, &names, &frame)),
        ("connexion", bare(&login(), &names, &frame)),
        ("tuile", widget(&tile(), &names, &frame)),
    ];
    for (name, html) in pages {
        // Beside a folder of assets instead of on a server.
        std::fs::write(folder.join(name).with_extension("html"), html.replace("\"/assets/", "\"assets/"))?;
    }
    Ok(())
}

fn names() -> Names {
    let person = |n: i64| {
        let at = usize::try_from(n).unwrap_or(0);
        let first = FIRST.get(at % 10).copied().unwrap_or_default();
        let last = LAST.get(at % 6).copied().unwrap_or_default();
        (PersonId(n), format!("{last} {first}"))
    };
    let mut people: HashMap<PersonId, String> = (0..60).map(person).collect();
    people.insert(PersonId(99), "M. Bernard".into());
    Names { people, groups: HashMap::from([(GroupId(1), "5e B".into()), (GroupId(2), "4e A".into())]) }
}

fn frame(zone: &Zone) -> Frame<'_> {
    let entry = |label, href, current| MenuEntry { label, href, current };
    let menu = vec![
        entry("Accueil", "/e/0750001a/", false),
        entry("Évaluations", "/e/0750001a/p/evaluation/", true),
        entry("Mes classes", "/e/0750001a/classes", false),
        entry("Trombinoscope", "/e/0750001a/p/trombinoscope/", false),
    ];
    Frame {
        route_base: "/e/0750001a/p/evaluation",
        here: "/e/0750001a/p/evaluation/",
        user: "Claire Durand",
        hats: &[
            Hat { value: "professeur", label: "Professeure", current: true },
            Hat { value: "responsable", label: "Responsable légale", current: false },
        ],
        hat: "professeur",
        menu: Vec::leak(menu),
        seconds_left: 3600,
        ends: NOW.plus(30_000_000),
        seal_key: Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ..Frame::new("Collège Jean-Moulin", "/e/0750001a", zone, NOW)
    }
}

fn page(title: &str, ops: Vec<Op>) -> Page {
    Page { title: title.into(), trail: vec![("Évaluations".into(), "/".into())], ops }
}

fn section(id: &str, title: &str, ops: Vec<Op>) -> Vec<Op> {
    let mut all = vec![Op::OpenSection { id: id.into(), title: title.into() }];
    all.extend(ops);
    all.push(Op::Close);
    all
}

fn link(text: &str) -> Op {
    Op::Link { text: text.into(), route: "/suite".into() }
}

fn home() -> Page {
    let mut ops = vec![Op::Paragraph("Trois évaluations attendent vos saisies avant vendredi.".into()), Op::OpenColumns];
    for (id, title, done) in [("a", "Fractions", 12), ("b", "Nombres relatifs", 30), ("c", "Lire un graphique", 0)] {
        ops.extend(section(
            id,
            title,
            vec![
                Op::GroupName(GroupId(1)),
                Op::Badge(
                    if done == 30 { Tone::Success } else { Tone::Warning },
                    if done == 30 { "publiée" } else { "à saisir" }.into(),
                ),
                Op::Date(Day(20_779)),
                Op::Progress { label: "Élèves saisis".into(), done, total: 30 },
                link("Saisir"),
                link("Résultats"),
            ],
        ));
    }
    ops.push(Op::Close);
    ops.extend([
        Op::Notice(Tone::Info, "Les bilans du premier trimestre ferment le 4 décembre.".into()),
        Op::Notice(Tone::Warning, "Deux élèves de 5e B n’ont pas encore de responsable rattaché.".into()),
        Op::Notice(Tone::Danger, "L’import de STS a été refusé : le fichier est celui d’un autre établissement.".into()),
        Op::Fact { label: "Établissement".into(), text: "0750001A".into() },
        Op::Fact { label: "Année scolaire".into(), text: "2026-2027".into() },
        Op::Fact { label: "Effectif".into(), text: "620 élèves, 24 classes".into() },
        Op::Action { text: "Nouvelle évaluation".into(), route: "/nouvelle".into(), tone: Tone::Success },
        Op::Action { text: "Dupliquer".into(), route: "/dupliquer".into(), tone: Tone::Neutral },
        Op::Action { text: "Supprimer".into(), route: "/supprimer".into(), tone: Tone::Danger },
        Op::Outside { text: "Programme du cycle 4".into(), address: "https://eduscol.example/cycle4".into() },
        Op::Gallery { people: (0..7).map(PersonId).collect(), columns: 6 },
    ]);
    page("Mes évaluations", ops)
}

fn codes() -> Vec<Code> {
    let code =
        |symbol: &str, label: &str, key: &str, shade| Code { symbol: symbol.into(), label: label.into(), key: key.into(), shade };
    vec![
        code("RR", "Objectifs non atteints", "1", Some(0)),
        code("R", "Partiellement atteints", "2", Some(1)),
        code("V", "Atteints", "3", Some(2)),
        code("VV", "Dépassés", "4", Some(3)),
        code("AB", "Absent", "A", None),
        code("DI", "Dispensé", "D", None),
        code("NE", "Non évalué", "E", None),
    ]
}

fn grid(rows: i64, columns: usize) -> Page {
    let rows_count = usize::try_from(rows).unwrap_or(0);
    let cell = |n: usize| u8::try_from((n * 7 + n / 3) % 9).map_or(255, |c| if c < 7 { c } else { 255 });
    let grid = EntryGrid {
        route: "/grille/7".into(),
        rows: (0..rows).map(PersonId).collect(),
        handles: (0..rows).map(|n| Handle::from_bits(u128::try_from(n).unwrap_or(0) + (1 << 100))).collect(),
        columns: (0..columns)
            .map(|c| GridColumn {
                id: format!("i{c}"),
                short: format!("C{}", c + 1),
                long: format!("Comparer, ranger, encadrer des nombres rationnels ({})", c + 1),
            })
            .collect(),
        codes: codes(),
        cells: (0..rows_count * columns).map(cell).collect(),
        versions: vec![3; rows_count * columns],
    };
    page(
        "Fractions, 5e B",
        vec![
            Op::Fact { label: "Date".into(), text: "22/11/2026".into() },
            Op::Fact { label: "Visible à partir du".into(), text: "29/11/2026".into() },
            Op::EntryGrid(Box::new(grid)),
        ],
    )
}

fn form() -> Page {
    let field = |name: &str, label: &str, hint: &str, required, kind| {
        Op::Field(Box::new(Field { name: name.into(), label: label.into(), hint: hint.into(), required, kind }))
    };
    let options = |all: &[&str]| all.iter().map(|o| ((*o).to_owned(), (*o).to_owned())).collect::<Vec<_>>();
    page(
        "Nouvelle évaluation",
        vec![
            Op::OpenForm { route: "/nouvelle".into(), submit: "Créer l’évaluation".into() },
            field(
                "titre",
                "Intitulé",
                "Ce que les élèves et leurs responsables liront.",
                true,
                FieldKind::Line { value: String::new(), max_length: 80 },
            ),
            field(
                "groupe",
                "Classe ou groupe",
                "",
                true,
                FieldKind::Group { options: vec![("1".into(), GroupId(1)), ("2".into(), GroupId(2))], selected: None },
            ),
            field("date", "Date", "", true, FieldKind::Date(Some(Day(20_779)))),
            field(
                "mode",
                "Référentiel",
                "",
                true,
                FieldKind::Choice {
                    options: options(&["Mathématiques, cycle 4", "Socle commun", "Les deux"]),
                    selected: options(&["Socle commun"]).into_iter().map(|o| o.0).collect(),
                    multiple: false,
                },
            ),
            field(
                "items",
                "Domaines",
                "Un ou plusieurs.",
                false,
                FieldKind::Choice {
                    options: options(&["Nombres et calculs", "Grandeurs et mesures", "Espace et géométrie"]),
                    selected: vec![],
                    multiple: true,
                },
            ),
            field("note", "Consigne", "", false, FieldKind::Area { value: String::new(), max_length: 500 }),
            field("seuil", "Seuil", "En pour cent.", false, FieldKind::Number { value: Some(60), min: 0, max: 100 }),
            field("visible", "Visible dès maintenant", "", false, FieldKind::Check(true)),
            field(
                "fichier",
                "Sujet",
                "PDF, 10 Mo au plus.",
                false,
                FieldKind::File { accept: vec![".pdf".into()], multiple: false },
            ),
            Op::Close,
        ],
    )
}

fn results() -> Page {
    let parts =
        |a: f64, b: f64, c: f64, d: f64| [("RR", a), ("R", b), ("V", c), ("VV", d)].map(|(k, v)| (k.to_owned(), v)).to_vec();
    let mut ops = vec![
        Op::Bars {
            title: "États d’acquisition par item".into(),
            series: vec![
                ("Comparer des fractions".into(), parts(3.0, 5.0, 14.0, 8.0)),
                ("Additionner".into(), parts(1.0, 9.0, 12.0, 8.0)),
                ("Résoudre un problème".into(), parts(8.0, 11.0, 7.0, 4.0)),
            ],
        },
        Op::OpenTabs,
    ];
    let columns = ["Item", "Code", "Score", "Professeur", "Commentaire"].map(str::to_owned).to_vec();
    let cells = [
        "Comparer des fractions",
        "VV",
        "92",
        "M. Bernard",
        "Très bien, continue ainsi.",
        "Additionner",
        "R",
        "38,5",
        "M. Bernard",
        "—",
    ];
    ops.extend(section(
        "detail",
        "Détail",
        vec![Op::Table { caption: "Résultats de novembre".into(), columns, cells: cells.into_iter().collect() }],
    ));
    ops.extend(section(
        "aide",
        "Comment lire",
        vec![Op::Markdown(
            "## Les codes\n\n1. **VV** : *dépassés*\n2. **V** : atteints\n\n> Un code n’est pas une note.\n".into(),
        )],
    ));
    ops.push(Op::Close);
    page("Résultats de novembre", ops)
}

fn report() -> GridReport {
    let conflict = |n: i64| CellConflict {
        row: Handle::from_bits(7),
        who: PersonId(n),
        column: "i3".into(),
        mine: "VV".into(),
        theirs: "V".into(),
        version: 4,
        by: PersonId(99),
        at: NOW,
    };
    GridReport { saved: vec![], conflicts: vec![conflict(0), conflict(1)], back: "/grille/7".into() }
}

fn login() -> Page {
    let ops = vec![
        Op::Paragraph("Préau vous connaît par le portail de votre établissement.".into()),
        Op::Link { text: "Se connecter par l’ENT".into(), route: "/auth/ent".into() },
        Op::Notice(Tone::Danger, "Le portail vous a reconnu, mais aucun compte de ce collège ne porte votre identifiant. L’administrateur peut le rattacher.".into()),
    ];
    Page { title: "Connexion".into(), trail: vec![], ops }
}

fn tile() -> Page {
    let item = |text: &str| [Op::OpenItem, link(text), Op::Close];
    let mut ops = vec![Op::OpenList { ordered: false }];
    ops.extend(item("Fractions, 5e B : 18 élèves à saisir"));
    ops.extend(item("Lire un graphique, 4e A : à publier"));
    ops.push(Op::Close);
    Page { title: "Mes évaluations".into(), trail: vec![], ops }
}
