//! A page with every operation, in each of its forms; names in and out of [`Names`]; the shell.

use std::collections::HashMap;

use preau_domain::ids::{FileId, GroupId, PersonId, ProseId};
use preau_domain::page::{Field, FieldKind, Op, Tone};
use preau_domain::time::{Day, Zone};

use super::{NOW, assert_sound, entry_grid, frame, names, page};
use crate::{Frame, Stored, StoredFile, bare, csv, fragment, html, widget};

fn field(name: &str, hint: &str, required: bool, kind: FieldKind) -> Op {
    Op::Field(Box::new(Field { name: name.into(), label: format!("Champ {name}"), hint: hint.into(), required, kind }))
}

fn fields() -> Vec<Op> {
    let options = |n: usize| (0..n).map(|i| (format!("v{i}"), format!("Choix {i}"))).collect::<Vec<_>>();
    let choice = |n, multiple| FieldKind::Choice { options: options(n), selected: vec!["v1".into()], multiple };
    vec![
        field("line", "Un conseil", true, FieldKind::Line { value: "a \"b\"".into(), max_length: 40 }),
        field("area", "", false, FieldKind::Area { value: "\nx".into(), max_length: 500 }),
        field("radio", "Un conseil", true, choice(3, false)),
        field("boxes", "", false, choice(9, true)),
        field("list", "", true, choice(9, false)),
        field(
            "group",
            "",
            false,
            FieldKind::Group { options: vec![("g".into(), GroupId(5)), ("h".into(), GroupId(6))], selected: None },
        ),
        field("check", "Un conseil", false, FieldKind::Check(true)),
        field("number", "", false, FieldKind::Number { value: Some(-3), min: -5, max: 20 }),
        field("date", "", false, FieldKind::Date(Some(Day(20_000)))),
        field("prose", "", false, FieldKind::Prose { value: Some(ProseId(3)), max_length: 300 }),
        field("file", "", false, FieldKind::File { accept: vec![".csv".into(), "text/csv".into()], multiple: true }),
        field("hidden", "", false, FieldKind::Hidden("secret".into())),
    ]
}

/// Every operation of the page model, nested as a recorder would allow.
pub(super) fn everything() -> Vec<Op> {
    let mut ops = in_columns();
    ops.extend(tabs_and_tables());
    ops.extend(figures());
    ops.push(Op::OpenForm { route: "/enregistrer".into(), submit: "Enregistrer".into() });
    ops.extend(fields());
    ops.extend([Op::Close, Op::EntryGrid(Box::new(entry_grid(2, 3))), Op::EntryGrid(Box::new(entry_grid(1, 1)))]);
    ops
}

fn text(t: &str) -> Op {
    Op::Text(t.into())
}

fn in_columns() -> Vec<Op> {
    vec![
        Op::Notice(Tone::Neutral, "neutre".into()),
        Op::Notice(Tone::Danger, "grave".into()),
        Op::Fact { label: "Classe".into(), text: "5e B".into() },
        Op::Fact { label: "Date".into(), text: "hier".into() },
        Op::OpenColumns,
        Op::OpenSection { id: "a".into(), title: "Partie A".into() },
        Op::Paragraph("Un paragraphe.".into()),
        text("Du texte "),
        Op::Strong("appuyé".into()),
        Op::Badge(Tone::Success, "publié".into()),
        Op::Date(Day(20_000)),
        Op::Moment(NOW),
        Op::PersonName(PersonId(1)),
        Op::PersonPhoto(PersonId(2)),
        Op::Prose(ProseId(3)),
        Op::GroupName(GroupId(5)),
        Op::Attachment(FileId(7)),
        Op::Attachment(FileId(8)),
        Op::Link { text: "suite".into(), route: "/suite".into() },
        Op::PersonLink { who: PersonId(2), route: "/eleve/x".into() },
        Op::Outside { text: "programme".into(), address: "https://eduscol.example/p".into() },
        Op::OpenSection { id: "b".into(), title: "Sous-partie".into() },
        Op::OpenList { ordered: true },
        Op::OpenItem,
        text("un"),
        Op::Close,
        Op::Close,
        Op::OpenList { ordered: false },
        Op::OpenItem,
        Op::PersonName(PersonId(404)),
        Op::Close,
        Op::Close,
        Op::Close,
        Op::Close,
        Op::Close,
    ]
}

fn tabs_and_tables() -> Vec<Op> {
    vec![
        Op::OpenTabs,
        Op::OpenSection { id: "t1".into(), title: "Onglet 1".into() },
        Op::Markdown(
            "# Titre\n\n* a\n* b\n\n> c\n\n`d` **e** [f](https://ok.example/) [g](https://no.example)\n\n|h|i|\n|-|-|\n|j|k|\n"
                .into(),
        ),
        Op::Close,
        Op::OpenSection { id: "t2".into(), title: "Onglet 2".into() },
        Op::Progress { label: "Avancement".into(), done: 12, total: 30 },
        Op::Close,
        Op::Close,
        Op::Table {
            caption: "Table".into(),
            columns: vec!["A".into(), "B".into()],
            cells: ["x", "12,5", "y", "z"].into_iter().collect(),
        },
        Op::OpenTable { caption: "Autre".into(), columns: vec!["Élève".into(), "Note".into()] },
        Op::OpenRow,
        Op::OpenCell,
        Op::PersonName(PersonId(1)),
        Op::Close,
        Op::OpenCell,
        Op::OpenList { ordered: false },
        Op::OpenItem,
        text("=1+1"),
        Op::Close,
        Op::Close,
        Op::Action { text: "Publier".into(), route: "/publier".into(), tone: Tone::Danger },
        Op::Close,
        Op::Close,
        Op::Close,
    ]
}

fn figures() -> Vec<Op> {
    vec![
        Op::Action { text: "Un".into(), route: "/un".into(), tone: Tone::Neutral },
        Op::Action { text: "Deux".into(), route: "/deux".into(), tone: Tone::Success },
        Op::PageBreak,
        Op::Image(FileId(7), "Une figure".into()),
        Op::Image(FileId(8), "Une absente".into()),
        Op::Gallery { people: vec![PersonId(1), PersonId(2), PersonId(404)], columns: 4 },
        Op::Bars {
            title: "États".into(),
            series: vec![
                ("Calculer".into(), vec![("RR".into(), 2.0), ("V".into(), 7.5), ("VV".into(), f64::NAN)]),
                ("Raisonner".into(), vec![("RR".into(), -1.0)]),
            ],
        },
    ]
}

fn stored() -> Stored {
    Stored {
        photos: HashMap::from([(PersonId(1), "/e/x/f/1".to_owned()), (PersonId(404), "/e/x/f/404".to_owned())]),
        prose: HashMap::from([(ProseId(3), "Bon trimestre".to_owned())]),
        files: HashMap::from([(FileId(7), StoredFile { name: "sujet.pdf".into(), address: "/e/x/f/7".into() })]),
    }
}

#[test]
fn every_operation_is_drawn_soundly_in_every_form_of_page() {
    let (zone, stored) = (Zone::paris(), stored());
    let origins = ["https://ok.example".to_owned()];
    let frame = Frame { stored: Some(&stored), link_origins: &origins, flash: Some((Tone::Success, "Fait")), ..frame(&zone) };
    let page = page(everything());
    for whole in [html(&page, &names(), &frame), widget(&page, &names(), &frame), bare(&page, &names(), &frame)] {
        assert_sound(&whole);
        for part in [
            "Partie A",
            "appuyé",
            "publié",
            "22/11/2026 à 10:42",
            "2026-11-22T09:42:00Z",
            "Zoé Leroy",
            "5e B",
            "Bon trimestre",
            "sujet.pdf",
            "Onglet 2",
            "12 sur 30",
            "<td class=\"n\" data-label=\"B\">12,5</td>",
            "<th scope=\"col\" class=\"n\">B</th>",
            "Publier",
            "Une figure",
            "Image indisponible : Une absente",
            "7,5",
            "secret",
        ] {
            assert!(whole.contains(part), "{part}");
        }
        assert!(whole.contains("enctype=\"multipart/form-data\""));
        assert!(whole.contains("href=\"https://ok.example/\"") && !whole.contains("no.example"));
    }
    let part = fragment(&page, &names(), &frame);
    assert!(part.contains("<h1>Une page</h1>") && !part.contains("<html"));
}

#[test]
fn headings_follow_nesting() {
    let zone = Zone::paris();
    let drawn = fragment(&page(everything()), &names(), &frame(&zone));
    assert!(drawn.contains("<section id=\"a\"><h2>Partie A</h2>") && drawn.contains("<section id=\"b\"><h3>Sous-partie</h3>"));
    assert!(drawn.contains("<h3>Titre</h3>"), "Markdown begins below its section");
}

#[test]
fn a_person_outside_names_is_a_dash_everywhere_even_with_a_photo() {
    let (zone, stored) = (Zone::paris(), stored());
    let who = PersonId(404);
    let ops = vec![
        Op::PersonName(who),
        Op::PersonPhoto(who),
        Op::PersonLink { who, route: "/x".into() },
        Op::Gallery { people: vec![who], columns: 3 },
        Op::GroupName(GroupId(404)),
    ];
    let drawn = fragment(&page(ops.clone()), &names(), &Frame { stored: Some(&stored), ..frame(&zone) });
    assert!(!drawn.contains("/f/404"), "the photo of a person out of sight");
    assert_eq!(drawn.matches('—').count(), 7, "{drawn}");
    assert!(csv(&page(everything()), &names(), &zone).contains("Zoé Leroy"));
}

#[test]
fn sac_58_the_time_left_is_on_the_page_without_script_too() {
    let zone = Zone::paris();
    let drawn = html(&page(vec![]), &names(), &frame(&zone));
    assert!(drawn.contains("data-idle=\"3600\" data-whole=\"36000\""));
    assert!(drawn.contains("Déconnexion à 11:42 sans activité, à 20:42 au plus tard"), "{drawn}");
    let near = Frame { ends: NOW.plus(60_000), ..frame(&zone) };
    assert!(html(&page(vec![]), &names(), &near).contains("data-idle=\"60\" data-whole=\"60\""), "never later than the end");
}

#[test]
fn the_shell_has_its_links_and_a_visitor_sees_no_session() {
    let zone = Zone::paris();
    let frame = frame(&zone);
    let drawn = html(&page(vec![]), &names(), &frame);
    for part in
        ["/e/0750001a/donnees-personnelles", "/e/0750001a/qui-a-vu", "/e/0750001a/accessibilite", "action=\"/e/0750001a/profil\""]
    {
        assert!(drawn.contains(part), "{part}");
    }
    assert!(drawn.contains("name=\"back\" value=\"/e/0750001a/p/evaluation/grille?x=1\""));
    let visitor = bare(&page(vec![]), &names(), &frame);
    for part in ["Durand", "qui-a-vu", "deconnexion", "data-seal", "Évaluations", "profil"] {
        assert!(!visitor.contains(part), "{part}");
    }
    assert!(visitor.contains("/e/0750001a/donnees-personnelles"), "SAC-50");
    let small = widget(&page(vec![]), &names(), &frame);
    assert!(small.contains("target=\"_blank\"") && !small.contains("<header"));
}

#[test]
fn a_way_out_is_marked_apart_and_without_referrer() {
    let zone = Zone::paris();
    let out = Op::Outside { text: "eduscol".into(), address: "https://eduscol.example/".into() };
    let drawn = fragment(&page(vec![out]), &names(), &frame(&zone));
    let expected = "<a class=\"out\" target=\"_blank\" rel=\"noopener noreferrer external\" referrerpolicy=\"no-referrer\" \
                    href=\"https://eduscol.example/\">eduscol<span class=\"vh\"> (nouvel onglet)</span></a>";
    assert!(drawn.contains(expected), "{drawn}");
}

/// At 320 px a table of few columns becomes a list of cards: each cell says its column. Wide ones scroll.
#[test]
fn the_cells_of_a_narrow_table_say_their_columns() {
    let zone = Zone::paris();
    let table = |columns: usize| {
        let columns: Vec<String> = (0..columns).map(|c| format!("C{c}")).collect();
        let mut ops = vec![Op::OpenTable { caption: "T".into(), columns }, Op::OpenRow];
        ops.extend((0..9).flat_map(|_| [Op::OpenCell, text("x"), Op::Close]));
        ops.extend([Op::Close, Op::Close]);
        html(&page(ops), &names(), &frame(&zone))
    };
    let narrow = table(7);
    assert!(narrow.contains("<th scope=\"row\">x</th><td data-label=\"C1\">x</td>") && narrow.contains("class=\"stack\""));
    assert!(narrow.contains("<td data-label=\"C6\">x</td><td>x</td><td>x</td></tr>"), "what is beyond the columns has no name");
    let wide = table(8);
    assert!(!wide.contains("data-label") && !wide.contains("class=\"stack\""));
}

#[test]
fn a_caption_that_repeats_the_heading_above_is_kept_for_those_who_hear_the_page() {
    let zone = Zone::paris();
    let drawn = |ops: Vec<Op>| html(&page(ops), &names(), &frame(&zone));
    let section = || Op::OpenSection { id: "s".into(), title: "Item par item".into() };
    let table = || Op::Table { caption: "Item par item".into(), columns: vec!["A".into()], cells: ["x"].into_iter().collect() };
    assert!(drawn(vec![section(), table(), Op::Close]).contains("class=\"vh\">Item par item</caption>"));
    for other in [vec![table()], vec![section(), text("x"), table(), Op::Close], vec![section(), Op::Close, table()]] {
        assert!(drawn(other).contains("_t1\">Item par item</caption>"));
    }
}
