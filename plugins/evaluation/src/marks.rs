//! The marks of one pupil in one evaluation: one record, a code for each item, each with its version, writer and time.

use preau_sdk::records::Found;
use preau_sdk::{Collection, Draft, Instant, Person, push_number};
use serde::{Deserialize, Serialize};

use crate::codes::{self, EMPTY};
use crate::collections;

/// All marks; the key is the evaluation's, the subject the pupil.
pub const MARKS: Collection<Marks> = Collection::named(collections::MARKS);

/// As they are stored: one entry an item, separated by spaces, `-` where there is none.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Marks {
    codes: String,
    versions: String,
    /// Indices of the references `w0`, `w1`, …: who wrote each last.
    writers: String,
    /// When, in minutes since 1970.
    minutes: String,
}

/// The same, borrowed from the record.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct MarksIn<'a> {
    codes: &'a str,
    versions: &'a str,
    writers: &'a str,
    minutes: &'a str,
}

impl<'a> MarksIn<'a> {
    /// The code of each item in turn; what is not a code counts as nothing.
    pub fn codes(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.codes.split(' ').map(|symbol| codes::index(symbol).unwrap_or(EMPTY))
    }

    /// The version of each item in turn.
    pub fn versions(&self) -> impl Iterator<Item = u64> + use<'a> {
        self.versions.split(' ').map(|text| text.parse().unwrap_or(0))
    }
}

/// One cell of the grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Index of the code, [`EMPTY`] where nothing is entered.
    pub code: u8,
    /// 0 where there never was one.
    pub version: u64,
    /// Who wrote it last.
    pub by: Person,
    /// When, in minutes since 1970.
    pub minute: i64,
}

impl Cell {
    const NEVER: Self = Self { code: EMPTY, version: 0, by: Person(preau_sdk::Handle::NONE), minute: 0 };

    /// When it was written last.
    #[must_use]
    pub fn at(&self) -> Instant {
        Instant(self.minute.saturating_mul(60_000))
    }
}

/// The cells of one pupil.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Whose.
    pub pupil: Person,
    /// The record's version, 0 when there is none yet.
    pub version: u64,
    /// One for each item.
    pub cells: Vec<Cell>,
}

/// The rows of these pupils, in their order, each with so many cells.
///
/// # Errors
/// `Other` when a record is not readable.
pub fn rows(found: &Found, pupils: &[Person], slots: usize) -> preau_sdk::Result<Vec<Row>> {
    let empty = |pupil: &Person| Row { pupil: *pupil, version: 0, cells: vec![Cell::NEVER; slots] };
    let mut rows: Vec<Row> = pupils.iter().map(empty).collect();
    let (subjects, values, versions) = (found.subjects(), found.values(), found.versions());
    let stored = values.read::<MarksIn<'_>>().collect::<preau_sdk::Result<Vec<_>>>()?;
    let names = stored.iter().flat_map(|marks| marks.writers.split(' ')).filter_map(|text| text.parse::<usize>().ok());
    let writers: Vec<Vec<Person>> = match names.max() {
        Some(last) => (0..=last).map(|n| found.references(&reference(n)).into_iter().map(Person).collect()).collect(),
        None => Vec::new(),
    };
    for (at, ((subject, marks), version)) in subjects.into_iter().zip(stored).zip(versions).enumerate() {
        let Some(row) = rows.iter_mut().find(|row| row.pupil == subject) else { continue };
        row.version = version;
        let writer = |text: &str| text.parse::<usize>().ok().and_then(|n| writers.get(n)?.get(at)).copied();
        let stored = marks.codes().zip(marks.versions()).zip(marks.writers.split(' ').zip(marks.minutes.split(' ')));
        for (cell, ((code, version), (by, minute))) in row.cells.iter_mut().zip(stored) {
            *cell = Cell { code, version, by: writer(by).unwrap_or_default(), minute: minute.parse().unwrap_or(0) };
        }
    }
    Ok(rows)
}

fn reference(number: usize) -> String {
    let mut name = String::from("w");
    push_number(&mut name, i64::try_from(number).unwrap_or(0));
    name
}

/// A draft of a row. It refuses if the record is no longer the one that was read, so that the host asks again.
#[must_use]
pub fn draft(key: &str, row: &Row) -> Draft {
    let mut marks = Marks::default();
    let mut writers: Vec<Person> = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        if at > 0 {
            for text in [&mut marks.codes, &mut marks.versions, &mut marks.writers, &mut marks.minutes] {
                text.push(' ');
            }
        }
        let symbol = codes::symbol(cell.code);
        marks.codes.push_str(if symbol.is_empty() { "-" } else { symbol });
        push_number(&mut marks.versions, i64::try_from(cell.version).unwrap_or(i64::MAX));
        push_number(&mut marks.minutes, cell.minute);
        if cell.by.is_none() {
            marks.writers.push('-');
            continue;
        }
        let known = writers.iter().position(|who| *who == cell.by).unwrap_or_else(|| {
            writers.push(cell.by);
            writers.len() - 1
        });
        push_number(&mut marks.writers, i64::try_from(known).unwrap_or(0));
    }
    let draft = MARKS.draft(Some(row.pupil), key, &marks).expect(row.version).under(collections::EVALUATIONS, key);
    writers.into_iter().enumerate().fold(draft, |draft, (number, who)| draft.refer(reference(number), who))
}
