//! Whatever a text says, it stays text: in pages, attributes, Markdown and spreadsheets.

use preau_domain::ids::{GroupId, PersonId};
use preau_domain::page::{Field, FieldKind, Op, Page, Tone};
use preau_domain::time::Zone;
use proptest::prelude::*;

use super::everything::everything;
use super::{NOW, assert_sound, entry_grid, frame, names, page};
use crate::{Frame, Hat, MenuEntry, csv, html, widget};

const HOSTILE: &str =
    "\"><script>alert(1)</script><img src=x onerror=alert(1)>'</textarea></title>\u{202E}\u{0}&lt;javascript:alert(1)";

/// The page with every operation, each of its texts replaced.
fn said(with: &str) -> Page {
    let t = || with.to_owned();
    let field = |kind| Op::Field(Box::new(Field { name: t(), label: t(), hint: t(), required: true, kind }));
    let choice = |multiple| FieldKind::Choice { options: vec![(t(), t()); 2], selected: vec![t()], multiple };
    let mut grid = entry_grid(2, 2);
    grid.route = t();
    grid.columns.iter_mut().for_each(|c| (c.id, c.short, c.long) = (t(), t(), t()));
    grid.codes.iter_mut().for_each(|c| (c.symbol, c.label, c.key) = (t(), t(), t()));
    let ops = vec![
        Op::Paragraph(t()),
        Op::Text(t()),
        Op::Strong(t()),
        Op::Markdown(t()),
        Op::Notice(Tone::Warning, t()),
        Op::Badge(Tone::Info, t()),
        Op::Fact { label: t(), text: t() },
        Op::Progress { label: t(), done: 1, total: 0 },
        Op::Link { text: t(), route: t() },
        Op::PersonLink { who: PersonId(1), route: t() },
        Op::Outside { text: t(), address: t() },
        Op::Action { text: t(), route: t(), tone: Tone::Danger },
        Op::Image(preau_domain::ids::FileId(1), t()),
        Op::Table { caption: t(), columns: vec![t()], cells: [with, with].into_iter().collect() },
        Op::Bars { title: t(), series: vec![(t(), vec![(t(), 1.0)])] },
        Op::GroupName(GroupId(5)),
        Op::Gallery { people: vec![PersonId(1)], columns: 0 },
        Op::OpenForm { route: t(), submit: t() },
        field(FieldKind::Line { value: t(), max_length: 0 }),
        field(FieldKind::Area { value: t(), max_length: 9 }),
        field(choice(true)),
        field(choice(false)),
        field(FieldKind::Hidden(t())),
        field(FieldKind::File { accept: vec![t()], multiple: false }),
        Op::Close,
        Op::EntryGrid(Box::new(grid)),
        Op::OpenSection { id: "x".into(), title: t() },
        Op::OpenTable { caption: t(), columns: vec![t()] },
    ];
    Page { title: t(), trail: vec![(t(), t())], ops }
}

/// Draws everything with `with` in every position and checks that it never became markup.
fn stays_text(with: &str) {
    let zone = Zone::paris();
    let mut names = names();
    names.people.insert(PersonId(1), with.to_owned());
    names.groups.insert(GroupId(5), with.to_owned());
    let hats = [Hat { value: with, label: with, current: true }, Hat { value: "b", label: with, current: false }];
    let menu = [MenuEntry { label: with, href: "/e/x", current: false }];
    let frame =
        Frame { school: with, user: with, hat: with, hats: &hats, menu: &menu, flash: Some((Tone::Info, with)), ..frame(&zone) };
    for whole in [html(&said(with), &names, &frame), widget(&said(with), &names, &frame)] {
        assert_sound(&whole);
        assert!(!whole.contains(['\u{202E}', '\u{2066}', '\u{0}', '\u{1b}']));
        for tag in ["<script>", "<img src=x", "</textarea></title>"] {
            assert!(!whole.contains(tag), "{tag}");
        }
    }
}

#[test]
fn hostile_markup_in_every_position_stays_text() {
    stays_text(HOSTILE);
    for route in
        ["javascript:alert(1)", "//evil.example", "https://evil.example\" onclick=\"x", "/a\" onclick=\"x", "/../x", "/\\evil"]
    {
        stays_text(route);
    }
}

#[test]
fn a_recording_out_of_step_is_still_well_formed() {
    let zone = Zone::paris();
    let unclosed: Vec<Op> = everything().into_iter().filter(|op| !matches!(op, Op::Close)).take(28).collect();
    let overclosed = vec![Op::Close, Op::OpenCell, Op::Text("x".into()), Op::Close, Op::Close, Op::OpenRow];
    for ops in [unclosed, overclosed] {
        assert_sound(&html(&page(ops), &names(), &frame(&zone)));
    }
}

#[test]
fn markdown_has_no_html_no_pictures_and_no_other_links() {
    let zone = Zone::paris();
    let origins = ["https://ok.example".to_owned()];
    let frame = Frame { link_origins: &origins, ..frame(&zone) };
    let text = "<b>gras</b>\n\n<script>x</script>\n\n![photo](https://ok.example/p.png) [a](javascript:x) [b](//ok.example) \
                [c](https://ok.example.evil/) [d](/route) [e](https://ok.example/e \"titre\") <https://ok.example/f>";
    let drawn = crate::fragment(&page(vec![Op::Markdown(text.into())]), &names(), &frame);
    assert!(drawn.contains("&lt;b&gt;gras&lt;/b&gt;") && drawn.contains("&lt;script&gt;"));
    assert!(!drawn.contains("<img") && drawn.contains("photo"));
    let links: Vec<&str> =
        drawn.split("<a class=\"out\"").skip(1).filter_map(|l| l.split("href=\"").nth(1)?.split('"').next()).collect();
    assert_eq!(links, ["https://ok.example/e", "https://ok.example/f"]);
    let deep = Op::Markdown(format!("{}x", "> ".repeat(5000)));
    assert_sound(&html(&page(vec![deep]), &names(), &frame));
}

#[test]
fn no_cell_of_a_spreadsheet_runs_as_a_formula() {
    let columns = vec!["A".to_owned(), "B".to_owned()];
    let cells = ["=1+1", "+3", "-2", "@x", "\tx", " =x", "a;b", "dit \"oui\"", "＝x", "\u{202E}ok"];
    let table = Op::Table { caption: "T".into(), columns, cells: cells.into_iter().collect() };
    let written = csv(&page(vec![table]), &names(), &Zone::paris());
    let expected = "\u{FEFF}A;B\r\n'=1+1;'+3\r\n'-2;'@x\r\n\"'\tx\";' =x\r\n\"a;b\";\"dit \"\"oui\"\"\"\r\n'＝x;ok\r\n";
    assert_eq!(written, expected);
}

#[test]
fn a_page_of_several_tables_names_each_and_holds_the_grid() {
    let written = csv(&page(everything()), &names(), &Zone::paris());
    for part in ["Table\r\nA;B\r\nx;12,5\r\n", "\r\nAutre\r\nÉlève;Note\r\nZoé Leroy;'=1+1\r\n", "Zoé Leroy;RR;R;V\r\n"] {
        assert!(written.contains(part), "{part:?} in {written}");
    }
    let moment = vec![
        Op::OpenTable { caption: "x".into(), columns: vec!["t".into()] },
        Op::OpenRow,
        Op::OpenCell,
        Op::Moment(NOW),
        Op::Close,
    ];
    assert!(csv(&page(moment), &names(), &Zone::paris()).contains("22/11/2026 à 10:42"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_text_stays_text(text in "[\\PC\u{0}-\u{1f}<>\"'&\u{202a}-\u{202e}\u{2066}-\u{2069}]{0,24}") {
        stays_text(&text);
    }

    #[test]
    fn any_markdown_is_well_formed(text in "[a-z \n>*_`|\\-#\\[\\]()<!&1.~:/\\\\]{0,60}") {
        let zone = Zone::paris();
        let drawn = html(&page(vec![Op::Markdown(text)]), &names(), &frame(&zone));
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        prop_assert!(roxmltree::Document::parse_with_options(&drawn, options).is_ok(), "{}", drawn);
    }
}
