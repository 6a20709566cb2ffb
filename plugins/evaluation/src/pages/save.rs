//! Saving cells of the grid: each by its own version, so that two teachers may enter side by side.

use preau_sdk::ambient::{actor, now};
use preau_sdk::{Conflict, Failure, GridInput, Person, Request, Result, Whose, Writer, route};

use super::grid::Columns;
use crate::codes::{self, symbol};
use crate::marks::{self, MARKS, Row};
use crate::{evaluation, texts, views};

/// A posted cell that is in the grid.
struct Wanted<'a> {
    who: Person,
    slot: usize,
    column: &'a str,
    code: u8,
    version: u64,
}

/// Stores what can be stored and says which cells somebody else changed meanwhile.
///
/// A cell is in conflict when its stored version is another one **and** its stored code is another one: who enters what
/// is there already has no quarrel. One cell that is not of this grid refuses all.
///
/// # Errors
/// `Invalid` with the cell at fault, `Denied` for who does not teach the class, `NotFound` for an unknown evaluation.
pub fn save(req: &Request<'_>, key: String, out: &mut Writer<'_>) -> Result {
    super::teachers_only()?;
    let listed = evaluation::load(&key)?;
    let read = listed.only(&key)?;
    let input = req.grid().ok_or_else(|| Failure::invalid(texts::NO_CELLS))?;
    let pupils = views::pupils_of_group(read.group)?.id;
    let columns = Columns::of(&read.evaluation.slots);
    let wanted = check(&input, &pupils, &columns)?;
    // Only who is concerned: a colleague who enters another row meanwhile does not make this call run again.
    let mut concerned: Vec<Person> = wanted.iter().map(|cell| cell.who).collect();
    concerned.sort_unstable();
    concerned.dedup();
    let found = MARKS.scan(Whose::Persons(&concerned), &key)?;
    let mut rows = marks::rows(&found, &concerned, read.evaluation.slots.len())?;
    let mut changed = vec![false; rows.len()];
    for cell in &wanted {
        let Ok(at) = concerned.binary_search(&cell.who) else { continue };
        if let (Some(row), Some(changed)) = (rows.get_mut(at), changed.get_mut(at)) {
            *changed |= enter(row, cell, out);
        }
    }
    for (row, _) in rows.iter().zip(changed).filter(|(_, changed)| *changed) {
        marks::draft(&key, row).put()?;
    }
    out.grid_back(&route!("/e/", key));
    Ok(())
}

/// Enters one cell, or says why not; whether the row changed.
fn enter(row: &mut Row, wanted: &Wanted<'_>, out: &mut Writer<'_>) -> bool {
    let Some(cell) = row.cells.get_mut(wanted.slot) else { return false };
    if cell.code == wanted.code {
        out.grid_saved(row.pupil, wanted.column, symbol(cell.code), cell.version);
        return false;
    }
    if cell.version != wanted.version {
        out.grid_conflict(Conflict {
            row: row.pupil,
            column: wanted.column,
            mine: symbol(wanted.code),
            theirs: symbol(cell.code),
            version: cell.version,
            by: cell.by,
            at: cell.at(),
        });
        return false;
    }
    cell.code = wanted.code;
    cell.version += 1;
    cell.by = actor();
    cell.minute = now().0.div_euclid(60_000);
    out.grid_saved(row.pupil, wanted.column, symbol(cell.code), cell.version);
    true
}

fn check<'a>(input: &'a GridInput, pupils: &[Person], columns: &Columns<'_>) -> Result<Vec<Wanted<'a>>> {
    let count = input.rows.len();
    if count == 0 {
        return Err(Failure::invalid(texts::NO_CELLS));
    }
    if [input.columns.len(), input.symbols.len(), input.versions.len()].iter().any(|other| *other != count) {
        return Err(Failure::invalid(texts::UNEVEN_CELLS));
    }
    let mut known = pupils.to_vec();
    known.sort_unstable();
    let cells = input.rows.iter().zip(input.columns.iter()).zip(input.symbols.iter()).zip(&input.versions);
    cells
        .map(|(((who, column), symbol), version)| {
            if known.binary_search(who).is_err() {
                return Err(Failure::Invalid(texts::foreign_row(&who.to_string())));
            }
            let slot = columns.position(column).ok_or_else(|| Failure::Invalid(texts::foreign_column(column)))?;
            let code = codes::index(symbol).ok_or_else(|| Failure::Invalid(texts::foreign_symbol(symbol)))?;
            Ok(Wanted { who: *who, slot, column, code, version: *version })
        })
        .collect()
}
