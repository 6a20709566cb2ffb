//! The grid of an evaluation: to enter for its teachers, to read for the head.

use preau_sdk::ambient::{Role, role, today};
use preau_sdk::{Column, EntryGrid, Person, Request, Result, Tone, Whose, Writer, route};

use crate::codes::{self, CODES, EMPTY};
use crate::evaluation::{self, Read};
use crate::marks::{MARKS, MarksIn};
use crate::referentiel::{find, slug};
use crate::{texts, views};

/// The columns: names they post under, short and long headings.
pub(super) struct Columns<'a> {
    ids: Vec<String>,
    headings: Vec<(&'a str, &'a str)>,
}

impl<'a> Columns<'a> {
    /// Of these items; one that no référentiel holds any more is headed by its id.
    pub(super) fn of(slots: &[&'a str]) -> Self {
        let heading = |slot: &&'a str| find(slot).map_or((*slot, *slot), |place| (place.item.short, place.item.title));
        Self { ids: slots.iter().map(|slot| slug(slot)).collect(), headings: slots.iter().map(heading).collect() }
    }

    /// The position of a column.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|known| known == id)
    }

    fn borrowed(&self) -> Vec<Column<'_>> {
        self.ids.iter().zip(&self.headings).map(|(id, (short, long))| Column { id, short, long }).collect()
    }
}

/// What is entered, row-major.
struct Cells {
    codes: Vec<u8>,
    versions: Vec<u64>,
}

fn cells(read: &Read<'_>, pupils: &[Person]) -> Result<Cells> {
    let slots = read.evaluation.slots.len();
    let mut cells = Cells { codes: vec![EMPTY; pupils.len() * slots], versions: vec![0; pupils.len() * slots] };
    let found = MARKS.scan(Whose::Group(read.group), read.key)?;
    let values = found.values();
    let mut order: Vec<(Person, usize)> = pupils.iter().copied().zip(0..).collect();
    order.sort_unstable();
    for (subject, marks) in found.subjects().iter().zip(values.read::<MarksIn<'_>>()) {
        let marks = marks?;
        let Ok(at) = order.binary_search_by_key(subject, |(pupil, _)| *pupil) else { continue };
        let from = order.get(at).map_or(0, |(_, row)| row * slots);
        let range = from..from + slots;
        if let (Some(codes), Some(versions)) = (cells.codes.get_mut(range.clone()), cells.versions.get_mut(range)) {
            codes.iter_mut().zip(marks.codes()).for_each(|(cell, code)| *cell = code);
            versions.iter_mut().zip(marks.versions()).for_each(|(cell, version)| *cell = version);
        }
    }
    Ok(cells)
}

/// The page of an evaluation.
///
/// # Errors
/// `Denied` for families, `NotFound` for an unknown evaluation.
pub fn show(_: &Request<'_>, key: String, out: &mut Writer<'_>) -> Result {
    super::staff_only()?;
    let listed = evaluation::load(&key)?;
    let read = listed.only(&key)?;
    let pupils = views::pupils_of_group(read.group)?.id;
    let cells = cells(&read, &pupils)?;
    let columns = Columns::of(&read.evaluation.slots);
    let teacher = role() == Role::Professeur;
    out.title(&read.evaluation.title);
    out.trail(texts::EVALUATIONS, "/");
    about(&read, out);
    out.section("saisie", if teacher { texts::ENTRY } else { texts::RESULTS }, |out| {
        if pupils.is_empty() {
            out.notice(Tone::Info, texts::EMPTY_GROUP);
        } else if teacher {
            out.entry_grid(EntryGrid {
                route: &route!("/e/", key, "/cells"),
                rows: &pupils,
                columns: &columns.borrowed(),
                codes: &CODES,
                cells: &cells.codes,
                versions: &cells.versions,
            });
        } else {
            table(&pupils, &columns, &cells, out);
        }
    });
    out.link(texts::BY_PUPIL, &route!("/classe/", read.group));
    if teacher {
        out.link(texts::EDIT, &route!("/e/", key, "/modifier"));
        out.link(texts::DELETE, &route!("/e/", key, "/supprimer"));
    }
    Ok(())
}

fn about(read: &Read<'_>, out: &mut Writer<'_>) {
    out.text(texts::HELD_ON);
    out.date(read.evaluation.date);
    out.text(texts::OF_GROUP);
    out.group_name(read.group);
    let coming = read.evaluation.visible > today();
    out.text(if coming { texts::VISIBLE_FROM } else { texts::VISIBLE_SINCE });
    out.date(read.evaluation.visible);
    out.text(".");
}

/// For who reads but does not enter.
fn table(pupils: &[Person], columns: &Columns<'_>, cells: &Cells, out: &mut Writer<'_>) {
    let headings: Vec<&str> = [texts::PUPIL].into_iter().chain(columns.headings.iter().map(|(short, _)| *short)).collect();
    let width = columns.ids.len().max(1);
    out.rich_table(texts::RESULTS_CAPTION, &headings, |out| {
        for (who, codes) in pupils.iter().zip(cells.codes.chunks(width)) {
            out.row(|out| {
                out.cell(|out| out.person_link(*who, &route!("/eleve/", who)));
                codes.iter().for_each(|code| out.cell(|out| out.text(codes::symbol(*code))));
            });
        }
    });
}
