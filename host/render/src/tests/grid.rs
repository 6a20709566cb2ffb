//! The entry grid both ways: what is drawn is read back, by hand without script and cell by cell with it.

use preau_domain::ids::PersonId;
use preau_domain::page::{CellConflict, GridReport, Op, SavedCell};
use preau_domain::time::Zone;
use proptest::prelude::*;

use super::{NOW, assert_sound, entry_grid, frame, names, page};
use crate::{GridCell, MAX_CELLS, fragment, grid_json, grid_page, html, parse_grid, parse_live, posted_grid};

/// What a browser would post of the first form with these attributes: (name, value) of its inputs.
fn posted(drawn: &str) -> Vec<(String, String)> {
    let wrapped = format!("<div>{drawn}</div>");
    let document = roxmltree::Document::parse(&wrapped).unwrap();
    let form = document.descendants().find(|n| n.has_tag_name("form")).unwrap();
    form.descendants()
        .filter(|n| n.has_tag_name("input"))
        .map(|n| (n.attribute("name").unwrap().to_owned(), n.attribute("value").unwrap().to_owned()))
        .collect()
}

fn drawn_fields(rows: usize, columns: usize) -> Vec<(String, String)> {
    let zone = Zone::paris();
    posted(&fragment(&page(vec![Op::EntryGrid(Box::new(entry_grid(rows, columns)))]), &names(), &frame(&zone)))
}

fn fill(fields: &mut [(String, String)], name: &str, value: &str) {
    fields.iter_mut().find(|(n, _)| n == name).unwrap().1 = value.to_owned();
}

#[test]
fn an_untouched_grid_changes_nothing_and_a_touched_one_only_its_cells() {
    let mut fields = drawn_fields(3, 8);
    assert_eq!(parse_grid(&fields), Ok(vec![]));
    for (name, typed) in [("c.0.0", " 4 "), ("c.1.2", ""), ("c.2.7", "a"), ("c.0.1", "zz"), ("c.0.5", "r"), ("c.1.1", "v")] {
        fill(&mut fields, name, typed);
    }
    let grid = entry_grid(3, 8);
    let cell = |r: usize, c: usize, symbol: &str, version| GridCell {
        row: grid.handles[r],
        column: grid.columns[c].id.clone(),
        symbol: symbol.into(),
        version,
    };
    let expected = vec![cell(0, 0, "VV", 0), cell(0, 1, "ZZ", 1), cell(0, 5, "R", 5), cell(1, 2, "", 3), cell(2, 7, "AB", 9)];
    assert_eq!(parse_grid(&fields), Ok(expected.clone()), "(1, 1) was V already");
    assert_eq!(posted_grid(&fields).unwrap().unwrap().cells, expected);
}

#[test]
fn a_damaged_form_is_refused_by_name() {
    let whole = drawn_fields(2, 2);
    let without = |name: &str| -> Vec<(String, String)> { whole.iter().filter(|(n, _)| n != name).cloned().collect() };
    let with = |name: &str, value: &str| {
        let mut fields = whole.clone();
        fill(&mut fields, name, value);
        fill(&mut fields, "c.1.1", "4");
        fields
    };
    let cases = [
        (with("r.1", "xyz"), "render-grid-form-row"),
        (without("o.1"), "render-grid-form-original"),
        (with("o.1", "RR:x"), "render-grid-form-original"),
        (with("o.1", "R:1"), "render-grid-form-cell"),
        (with("c.1.0", "beaucoup trop"), "render-grid-form-cell"),
    ];
    for (fields, key) in cases {
        assert_eq!(parse_grid(&fields).unwrap_err().key(), key);
    }
    let mut headless = without("k.1");
    fill(&mut headless, "c.1.1", "4");
    let refused = parse_grid(&headless).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Saisie de la grille : la colonne 2 n’est pas indiquée ; rechargez la grille et recommencez."
    );
    let mut many = whole.clone();
    many.extend((0..=MAX_CELLS).map(|_| ("c.0.0".to_owned(), "RR".to_owned())));
    assert_eq!(parse_grid(&many).unwrap_err().key(), "render-grid-form-many");
    assert_eq!(posted_grid(&[("cell".into(), "x".into()), ("id".into(), "y".into())]), Ok(None), "another form's fields");
}

#[test]
fn a_live_request_is_read_cell_by_cell() {
    let grid = entry_grid(1, 1);
    let row = grid.handles[0];
    let field = |name: &str, value: String| (name.to_owned(), value);
    let mut fields = vec![
        field("preau.grid", "live".into()),
        field("id", "0123456789abcdef".into()),
        field("cell", format!("{row}/item%2F0/N%2C%3A%2f%25/12")),
        field("cell-3", String::new()),
        field("cell", format!("{row}/x//0")),
    ];
    let post = posted_grid(&fields).unwrap().unwrap();
    assert_eq!(post.id.as_deref(), Some("0123456789abcdef"));
    let cell = |column: &str, symbol: &str, version| GridCell { row, column: column.into(), symbol: symbol.into(), version };
    assert_eq!(post.cells, [cell("item/0", "N,:/%", 12), cell("x", "", 0)]);
    let good = format!("{row}/x/V/1");
    for bad in ["", "/x/V/1", "zzz/x/V/1"].map(str::to_owned).into_iter().chain([
        format!("{row}//V/1"),
        format!("{row}/x/V"),
        format!("{row}/x/V/1/2"),
        format!("{row}/x/V/-1"),
        format!("{row}/x/%zz/1"),
        format!("{row}/x/123456789/1"),
    ]) {
        let read = parse_live(&[("cell".to_owned(), bad.clone())]);
        assert!(if bad.is_empty() { read.unwrap().cells.is_empty() } else { read.is_err() }, "{bad}");
    }
    let crowd: Vec<_> = (0..=MAX_CELLS).map(|_| field("cell", good.clone())).collect();
    assert_eq!(parse_live(&crowd).unwrap_err().key(), "render-grid-form-many");
    fields[1].1 = "court".into();
    assert_eq!(posted_grid(&fields).unwrap_err().key(), "render-grid-form-request");
}

fn report() -> GridReport {
    let grid = entry_grid(2, 2);
    let conflict = |who: i64| CellConflict {
        row: grid.handles[1],
        who: PersonId(who),
        column: "item/1".into(),
        mine: "VV".into(),
        theirs: String::new(),
        version: 9,
        by: PersonId(9),
        at: NOW,
    };
    GridReport {
        saved: vec![SavedCell { row: grid.handles[0], column: "item/0".into(), symbol: "V".into(), version: 4 }],
        conflicts: vec![conflict(1), conflict(404)],
        back: "/grille/7".into(),
    }
}

#[test]
fn the_report_as_json_has_names_times_and_versions() {
    let text = grid_json(&report(), &names(), &Zone::paris());
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let row: Vec<String> = entry_grid(2, 2).handles.iter().map(ToString::to_string).collect();
    assert_eq!(json["saved"], serde_json::json!([[row[0], "item/0", "V", 4]]));
    assert_eq!(
        json["conflicts"][0],
        serde_json::json!({"row": row[1], "column": "item/1", "who": "Zoé Leroy", "mine": "VV", "theirs": "", "version": 9,
            "by": "M. Durand", "at": "22/11/2026 à 10:42"})
    );
    assert_eq!(json["conflicts"][1]["who"], "—");
}

#[test]
fn the_report_without_script_shows_both_values_and_its_choices_are_read_back() {
    let zone = Zone::paris();
    let page = grid_page(&report(), "/grille/7/cellules", &drawn_fields(2, 2), &names());
    let drawn = html(&page, &names(), &frame(&zone));
    assert_sound(&drawn);
    for part in [
        "1 case est enregistrée",
        "2 cases ont été modifiées",
        "Zoé Leroy – C2",
        "Garder la mienne : VV",
        "Prendre l’autre : (vide)",
        "M. Durand",
        "22/11/2026 à 10:42",
        "href=\"/e/0750001a/p/evaluation/grille/7\"",
    ] {
        assert!(drawn.contains(part), "{part}");
    }
    let fields: Vec<_> = posted(&fragment(&crate::tests::page(page.ops), &names(), &crate::Frame { hats: &[], ..frame(&zone) }))
        .into_iter()
        .filter(|(name, value)| name != "cell-1" && !(name == "cell-0" && value.is_empty()))
        .collect();
    let post = posted_grid(&fields).unwrap().unwrap();
    let expected = GridCell { row: entry_grid(2, 2).handles[1], column: "item/1".into(), symbol: "VV".into(), version: 9 };
    assert_eq!((post.id, post.cells), (None, vec![expected]), "keeping mine sends the stored version");
}

#[test]
fn a_class_by_twenty_items_weighs_less_than_100_kb() {
    let zone = Zone::paris();
    let mut names = names();
    names.people = (1..=30).map(|n| (PersonId(n), format!("Prénom-Composé NOM-D'USAGE-{n}"))).collect();
    let drawn = html(&page(vec![Op::EntryGrid(Box::new(entry_grid(30, 20)))]), &names, &frame(&zone));
    assert_sound(&drawn);
    assert!(drawn.len() < 100_000, "{} bytes", drawn.len());
}

#[test]
fn a_grid_whose_parts_do_not_fit_is_drawn_as_far_as_it_goes() {
    let zone = Zone::paris();
    let mut grid = entry_grid(3, 2);
    grid.cells.truncate(3);
    grid.versions.clear();
    grid.handles.truncate(1);
    grid.codes.truncate(1);
    assert_sound(&html(&page(vec![Op::EntryGrid(Box::new(grid))]), &names(), &frame(&zone)));
}

proptest! {
    #[test]
    fn any_symbols_and_columns_come_back(symbol in "[^\\s\\p{C}]{1,3}", column in "\\PC{1,12}", version in 1_u64..) {
        prop_assume!(!symbol.contains(['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}']));
        let zone = Zone::paris();
        let mut grid = entry_grid(1, 2);
        grid.codes.truncate(1);
        grid.codes[0].symbol.clone_from(&symbol);
        grid.codes[0].key = "1".into();
        grid.columns[1].id.clone_from(&column);
        grid.cells = vec![0, 255];
        grid.versions = vec![version, 0];
        let mut fields = posted(&fragment(&page(vec![Op::EntryGrid(Box::new(grid.clone()))]), &names(), &frame(&zone)));
        prop_assert_eq!(parse_grid(&fields), Ok(vec![]));
        fill(&mut fields, "c.0.0", "");
        fill(&mut fields, "c.0.1", "1");
        let typed = if symbol == "1" { "1".to_owned() } else { symbol.clone() };
        let row = grid.handles[0];
        prop_assert_eq!(parse_grid(&fields), Ok(vec![
            GridCell { row, column: "item/0".into(), symbol: String::new(), version },
            GridCell { row, column: column.clone(), symbol: typed.clone(), version: 0 },
        ]));
        let cell = crate::grid_form::write_cell(row, &column, &typed, version);
        let read = parse_live(&[("cell".to_owned(), cell)]);
        prop_assert_eq!(read.map(|p| p.cells), Ok(vec![GridCell { row, column, symbol: typed, version }]));
    }
}
