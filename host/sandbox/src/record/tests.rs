//! What the recorder refuses and what it lets through.

use std::sync::Arc;

use preau_domain::handle::Handle;
use preau_domain::ids::PersonId;
use preau_domain::page::{Answer, Code, EntryGrid, Field, FieldKind, GridColumn, Op, SavedCell, Tone};
use preau_domain::value::Texts;

use super::Recorder;
use crate::fault::Fault;
use crate::limits::Limits;

fn recorder() -> Recorder {
    let limits = Limits { page: 20_000, download: 1000, ..Limits::standard() };
    Recorder::new(Arc::new(limits), Arc::new(["https://a.example".to_owned()]))
}

/// The key of the misuse that these operations are, or `ok`.
fn verdict(ops: impl IntoIterator<Item = Op>) -> &'static str {
    let mut recorder = recorder();
    ops.into_iter().for_each(|op| recorder.put(op).unwrap());
    match recorder.finish("Titre") {
        Ok(_) => "ok",
        Err(Fault::Misuse(text)) => text.key(),
        Err(other) => other.name(),
    }
}

fn section(id: &str) -> Op {
    Op::OpenSection { id: id.into(), title: "Section".into() }
}

fn table(columns: usize) -> Op {
    Op::OpenTable { caption: "Tableau".into(), columns: vec!["x".into(); columns] }
}

fn form() -> Op {
    Op::OpenForm { route: "/x".into(), submit: "Envoyer".into() }
}

fn action() -> Op {
    Op::Action { text: "Faire".into(), route: "/x".into(), tone: Tone::Neutral }
}

fn field(name: &str, label: &str, kind: FieldKind) -> Op {
    Op::Field(Box::new(Field { name: name.into(), label: label.into(), hint: String::new(), required: false, kind }))
}

fn words(text: &str) -> Op {
    Op::Text(text.into())
}

use Op::Close;

#[test]
fn what_may_stand_where() {
    let list = || Op::OpenList { ordered: false };
    for (ops, expected) in [
        (vec![section("a"), words("x"), section("b"), Close, Close], "ok"),
        (vec![list(), Op::OpenItem, words("x"), list(), Op::OpenItem, Close, Close, Close, Close], "ok"),
        (vec![table(2), Op::OpenRow, Op::OpenCell, words("x"), Close, Op::OpenCell, action(), Close, Close, Close], "ok"),
        (vec![Op::OpenTabs, section("a"), Close, section("b"), Close, Close], "ok"),
        (vec![form(), section("a"), field("x", "X", FieldKind::Check(true)), Close, Close], "ok"),
        (vec![Op::OpenItem], "sandbox-misuse-place"),
        (vec![Op::OpenRow], "sandbox-misuse-place"),
        (vec![table(1), Op::OpenCell], "sandbox-misuse-place"),
        (vec![list(), words("x")], "sandbox-misuse-place"),
        (vec![Op::OpenTabs, words("x")], "sandbox-misuse-place"),
        (vec![list(), Op::OpenItem, section("a")], "sandbox-misuse-place"),
        (vec![table(1), Op::OpenRow, Op::OpenCell, table(1)], "sandbox-misuse-place"),
        (vec![field("x", "X", FieldKind::Check(true))], "sandbox-misuse-place"),
        (vec![form(), form()], "sandbox-misuse-place"),
        (vec![form(), action()], "sandbox-misuse-place"),
        (vec![Close], "sandbox-misuse-close"),
        (vec![section("a")], "sandbox-misuse-left-open"),
        (vec![section("a"), Close, section("a"), Close], "sandbox-misuse-id-twice"),
        (vec![table(2), Op::OpenRow, Op::OpenCell, Close, Close], "sandbox-misuse-row"),
        (vec![table(1), Op::OpenRow, Op::OpenCell, Close, Op::OpenCell], "sandbox-misuse-row"),
        (vec![Op::OpenColumns; 17], "sandbox-misuse-depth"),
    ] {
        let shown = format!("{ops:?}");
        assert_eq!(verdict(ops), expected, "{shown}");
    }
}

#[test]
fn what_each_thing_must_hold() {
    let link = |text: &str, route: &str| Op::Link { text: text.into(), route: route.into() };
    let outside = |address: &str| Op::Outside { text: "Ailleurs".into(), address: address.into() };
    let cells = |bytes: &str, ends: &[u32]| Op::Table {
        caption: "T".into(),
        columns: vec!["a".into(), "b".into()],
        cells: Texts { bytes: bytes.into(), ends: ends.into() },
    };
    for (op, expected) in [
        (link("Suite", "/a?x=1"), "ok"),
        (link(" ", "/a"), "sandbox-misuse-empty"),
        (link("Suite", "//evil"), "sandbox-misuse-route"),
        (outside("https://a.example/x"), "ok"),
        (outside("https://b.example/x"), "sandbox-misuse-outside"),
        (cells("xy", &[1, 2]), "ok"),
        (cells("xy", &[1, 2, 2]), "sandbox-misuse-row"),
        (cells("xy", &[2, 1]), "sandbox-misuse-texts"),
        (cells("xy", &[1, 9]), "sandbox-misuse-texts"),
        (cells("é", &[1, 2]), "sandbox-misuse-texts"),
        (table(0), "sandbox-misuse-columns"),
        (table(201), "sandbox-misuse-columns"),
        (section("Maj"), "sandbox-misuse-name"),
        (section("\"><script>"), "sandbox-misuse-name"),
        (Op::Bars { title: "B".into(), series: vec![("x".into(), vec![("y".into(), f64::NAN)])] }, "sandbox-misuse-amount"),
        (Op::Progress { label: String::new(), done: 1, total: 2 }, "sandbox-misuse-empty"),
        (Op::Paragraph("<script>\u{202e}".into()), "ok"),
    ] {
        let open = matches!(op, Op::OpenSection { .. });
        let shown = format!("{op:?}");
        assert_eq!(verdict([op].into_iter().chain(open.then_some(Close))), expected, "{shown}");
    }
}

#[test]
fn fields_have_names_and_labels() {
    let within = |op: Op| verdict([form(), op, Close]);
    assert_eq!(within(field("a-1", "A", FieldKind::Check(false))), "ok");
    assert_eq!(within(field("a", "", FieldKind::Hidden("x".into()))), "ok");
    assert_eq!(within(field("a", "", FieldKind::Check(false))), "sandbox-misuse-empty");
    assert_eq!(within(field("hat", "H", FieldKind::Hidden("x".into()))), "sandbox-misuse-name");
    assert_eq!(within(field("preau.grid", "H", FieldKind::Hidden("x".into()))), "sandbox-misuse-name");
    assert_eq!(within(field("n", "N", FieldKind::Number { value: None, min: 2, max: 1 })), "sandbox-misuse-range");
    let two = FieldKind::Choice { options: Vec::new(), selected: vec!["a".into(), "b".into()], multiple: false };
    assert_eq!(within(field("c", "C", two)), "sandbox-misuse-selected");
}

fn grid() -> EntryGrid {
    let code = |symbol: &str, key: &str| Code { symbol: symbol.into(), label: "L".into(), key: key.into(), shade: Some(3) };
    let column = |id: &str| GridColumn { id: id.into(), short: "c".into(), long: "colonne".into() };
    EntryGrid {
        route: "/cells".into(),
        rows: vec![PersonId(1), PersonId(2)],
        handles: vec![Handle::NONE; 2],
        columns: vec![column("a"), column("b")],
        codes: vec![code("V", "1"), code("VV", "2")],
        cells: vec![0, 1, 255, 0],
        versions: vec![0; 4],
    }
}

#[test]
fn a_grid_must_fit_together() {
    let said = |change: fn(&mut EntryGrid)| {
        let mut grid = grid();
        change(&mut grid);
        verdict([Op::EntryGrid(Box::new(grid))])
    };
    assert_eq!(said(|_| {}), "ok");
    assert_eq!(said(|g| g.cells = vec![0, 1, 255, 2]), "sandbox-misuse-grid-code");
    assert_eq!(said(|g| g.cells = vec![0; 3]), "sandbox-misuse-grid-cells");
    assert_eq!(said(|g| g.versions = vec![0; 5]), "sandbox-misuse-grid-cells");
    assert_eq!(said(|g| g.columns[1].id = "a".into()), "sandbox-misuse-grid-column");
    assert_eq!(said(|g| g.columns[1].long = String::new()), "sandbox-misuse-empty");
    assert_eq!(said(|g| g.codes[1].key = "1".into()), "sandbox-misuse-grid-symbol");
    assert_eq!(said(|g| g.codes[1].symbol = "ABCD".into()), "sandbox-misuse-grid-symbol");
    assert_eq!(said(|g| g.codes[1].shade = Some(4)), "sandbox-misuse-grid-symbol");
    assert_eq!(said(|g| g.codes.clear()), "sandbox-misuse-grid-codes");
    assert_eq!(said(|g| g.route = "https://evil".into()), "sandbox-misuse-route");
    assert_eq!(said(|g| g.rows = vec![PersonId(1); 401]), "sandbox-misuse-grid-size");
    assert_eq!(said(|g| g.rows.clear()), "sandbox-misuse-grid-size");
}

#[test]
fn one_kind_of_answer() {
    let misuse = |recorder: Recorder| recorder.finish("T").map_err(|f| f.name()).unwrap_err();
    let mut first = recorder();
    first.title("Oublié".into()).unwrap();
    first.redirect("/x".into(), Some("Fait".into())).unwrap();
    assert_eq!(first.finish("T"), Ok(Answer::Redirect { route: "/x".into(), message: Some("Fait".into()) }));

    let mut after = recorder();
    after.put(words("x")).unwrap();
    after.redirect("/x".into(), None).unwrap();
    assert_eq!(misuse(after), "misuse");
    let mut before = recorder();
    before.redirect("/x".into(), None).unwrap();
    before.put(words("x")).unwrap();
    assert_eq!(misuse(before), "misuse");
    let mut evil = recorder();
    evil.redirect("//evil".into(), None).unwrap();
    assert_eq!(misuse(evil), "misuse");

    let mut report = recorder();
    report.back("/g".into()).unwrap();
    report.saved(SavedCell { row: Handle::NONE, column: "a".into(), symbol: "V".into(), version: 2 }).unwrap();
    assert!(matches!(report.finish("T"), Ok(Answer::Grid(r)) if r.saved.len() == 1 && r.back == "/g"));
}

#[test]
fn downloads_are_named_typed_and_bounded() {
    let mut good = recorder();
    good.download("../bilan\u{202e}\n5B.csv", "text/csv".into());
    good.bytes(b"a;").unwrap();
    good.bytes(b"b").unwrap();
    let expected = Answer::Download { name: "-bilan5B.csv".into(), media_type: "text/csv".into(), bytes: b"a;b".to_vec() };
    assert_eq!(good.finish("T"), Ok(expected));
    for bad in ["text/html", "image/svg+xml", "text/csv; charset=x", ""] {
        let mut recorder = recorder();
        recorder.download("x", bad.into());
        assert!(matches!(recorder.finish("T"), Err(Fault::Misuse(t)) if t.key() == "sandbox-misuse-media-type"), "{bad}");
    }
    let mut large = recorder();
    large.download("x.csv", "text/csv".into());
    assert_eq!(large.bytes(&[0; 1000]), Ok(()));
    assert_eq!(large.bytes(&[0; 1]), Err(Fault::DownloadSize));
    let mut without = recorder();
    without.bytes(b"x").unwrap();
    assert!(matches!(without.finish("T"), Err(Fault::Misuse(t)) if t.key() == "sandbox-misuse-bytes"));
}

#[test]
fn weight_is_counted_while_writing() {
    let mut long = recorder();
    let written = (0..1000).take_while(|_| long.put(words("0123456789")).is_ok()).count();
    assert!((300..600).contains(&written), "{written}");
    let mut many = recorder();
    let empty = (0..100_000).take_while(|_| many.put(words("")).is_ok()).count();
    assert!(empty < 1000, "an empty text weighs something: {empty}");
}

#[test]
fn a_page_without_title_takes_the_one_of_its_entry() {
    let mut page = recorder();
    page.put(words("x")).unwrap();
    assert!(matches!(page.finish("Évaluations"), Ok(Answer::Page(p)) if p.title == "Évaluations"));
}

#[test]
fn the_first_misuse_is_kept() {
    let mut twice = recorder();
    twice.put(Close).unwrap();
    twice.put(Op::OpenItem).unwrap();
    twice.put(section("a")).unwrap();
    assert!(matches!(twice.finish("T"), Err(Fault::Misuse(t)) if t.key() == "sandbox-misuse-close"));
}
