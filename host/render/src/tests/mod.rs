//! The drawing as a whole: a real XML reader judges what is written, and the policy's rules are searched for in it.

mod everything;
mod grid;
mod markup;

use std::collections::HashMap;

use preau_domain::handle::Handle;
use preau_domain::ids::{GroupId, PersonId};
use preau_domain::page::{Code, EntryGrid, GridColumn, Op, Page};
use preau_domain::time::{Instant, Zone};

use crate::{Frame, Hat, MenuEntry, Names};

/// 22/11/2026 à 10:42 in Paris.
pub(super) const NOW: Instant = Instant(1_795_340_520_000);

pub(super) fn names() -> Names {
    let people = [(1, "Zoé Leroy"), (2, "Amin Ben-Salah"), (9, "M. Durand")];
    Names {
        people: people.into_iter().map(|(id, name)| (PersonId(id), name.to_owned())).collect(),
        groups: HashMap::from([(GroupId(5), "5e B".to_owned())]),
    }
}

pub(super) fn frame(zone: &Zone) -> Frame<'_> {
    Frame {
        route_base: "/e/0750001a/p/evaluation",
        here: "/e/0750001a/p/evaluation/grille?x=1",
        user: "Claire Durand",
        hats: &[
            Hat { value: "professeur", label: "Professeure", current: true },
            Hat { value: "responsable", label: "Responsable légale", current: false },
        ],
        hat: "professeur",
        menu: &[MenuEntry { label: "Évaluations", href: "/e/0750001a/p/evaluation/", current: true }],
        seconds_left: 3600,
        ends: NOW.plus(36_000_000),
        seal_key: Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ..Frame::new("Collège Jean-Moulin", "/e/0750001a", zone, NOW)
    }
}

pub(super) fn page(ops: Vec<Op>) -> Page {
    Page { title: "Une page".into(), trail: vec![("Accueil".into(), "/".into())], ops }
}

pub(super) fn codes() -> Vec<Code> {
    let code =
        |symbol: &str, label: &str, key: &str, shade| Code { symbol: symbol.into(), label: label.into(), key: key.into(), shade };
    vec![
        code("RR", "Très insuffisant", "1", Some(0)),
        code("R", "Insuffisant", "2", Some(1)),
        code("V", "Satisfaisant", "3", Some(2)),
        code("VV", "Très satisfaisant", "4", Some(3)),
        code("AB", "Absent", "A", None),
        code("N,:/%", "Signes qui séparent", "N", None),
    ]
}

/// A grid whose cell (r, c) holds code (r + c) modulo 7, empty for 6, at version r + c.
pub(super) fn entry_grid(rows: usize, columns: usize) -> EntryGrid {
    let places = || (0..rows).flat_map(move |r| (0..columns).map(move |c| r + c));
    EntryGrid {
        route: "/grille/7/cellules".into(),
        rows: (1..=rows).map(|r| PersonId(i64::try_from(r).unwrap())).collect(),
        handles: (0..rows).map(|r| Handle::from_bits(u128::MAX / 7 + r as u128)).collect(),
        columns: (0..columns)
            .map(|c| GridColumn {
                id: format!("item/{c}"),
                short: format!("C{}", c + 1),
                long: format!("Calculer avec des nombres relatifs, objectif {}", c + 1),
            })
            .collect(),
        codes: codes(),
        cells: places().map(|n| if n % 7 == 6 { 255 } else { u8::try_from(n % 7).unwrap() }).collect(),
        versions: places().map(|n| n as u64).collect(),
    }
}

/// Reads the document as XML and checks what the strict policy and RGAA want of any page.
pub(super) fn assert_sound(html: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(html, options)
        .unwrap_or_else(|e| panic!("{e} near: {}", near(html, e.pos().col as usize)));
    let mut ids: Vec<&str> = Vec::new();
    let mut last_level = 0;
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let tag = node.tag_name().name();
        assert!(!matches!(tag, "style" | "iframe" | "object" | "embed" | "base"), "<{tag}>");
        assert!(tag != "script" || (node.attribute("src").is_some() && node.text().is_none()), "inline script");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(name != "style" && !name.starts_with("on"), "{name}=");
            if matches!(name, "href" | "src" | "action" | "formaction" | "data" | "poster" | "srcset") {
                assert!(value.starts_with(['/', '#']) || value.starts_with("https://"), "{name}={value}");
                assert!(!value.starts_with("//"), "{name}={value}");
            }
        }
        if let Some(id) = node.attribute("id") {
            assert!(!ids.contains(&id), "id {id} twice");
            ids.push(id);
        }
        if tag.len() == 2 && tag.starts_with('h') && tag != "hr" {
            let level: usize = tag[1..].parse().unwrap();
            assert!(level <= last_level + 1, "h{last_level} then h{level}");
            last_level = level;
        }
        if tag == "form" {
            assert!(node.descendants().any(|n| n.attribute("name") == Some("hat")), "a form without hat");
        }
    }
    let known = |reference: &str| reference.split(' ').all(|id| ids.contains(&id));
    for node in document.descendants() {
        for name in ["for", "aria-labelledby", "aria-describedby"] {
            assert!(node.attribute(name).is_none_or(known), "{name}={:?}", node.attribute(name));
        }
    }
    let count = |tag: &str| document.descendants().filter(|n| n.has_tag_name(tag)).count();
    if html.starts_with("<!DOCTYPE") {
        assert_eq!((count("h1"), count("main"), count("title")), (1, 1, 1));
        assert_eq!(document.root_element().attribute("lang"), Some("fr"));
    }
}

fn near(html: &str, column: usize) -> String {
    html.chars().skip(column.saturating_sub(120)).take(200).collect()
}
