//! Changing title and dates of an evaluation, and deleting it.

use std::borrow::Cow;

use preau_sdk::{Day, Failure, Request, Result, Tone, Whose, Writer, route};

use super::create::{check, fields};
use crate::evaluation::{self, Evaluation, Read};
use crate::marks::MARKS;
use crate::texts;

/// The form.
///
/// # Errors
/// `Denied` for who does not teach, `NotFound` for an unknown evaluation.
pub fn form(_: &Request<'_>, key: String, out: &mut Writer<'_>) -> Result {
    super::teachers_only()?;
    let listed = evaluation::load(&key)?;
    let read = listed.only(&key)?;
    draw(&read, &read.evaluation.title, Some(read.evaluation.date), Some(read.evaluation.visible), &[], out);
    Ok(())
}

/// Changes it: one record is written, and what families see moves with its date.
///
/// # Errors
/// `Denied` for who does not teach, `NotFound` for an unknown evaluation.
pub fn change(req: &Request<'_>, key: String, out: &mut Writer<'_>) -> Result {
    super::teachers_only()?;
    let listed = evaluation::load(&key)?;
    let read = listed.only(&key)?;
    let stored = &read.evaluation;
    if req.text("version").parse() != Ok(read.version) {
        draw(&read, &stored.title, Some(stored.date), Some(stored.visible), &[texts::CHANGED_MEANWHILE], out);
        return Ok(());
    }
    let (title, date, visible) = (req.text("titre"), req.day("date"), req.day("visible"));
    let faults = check(&title, date, visible);
    let (Some(date), Some(visible), []) = (date, visible, faults.as_slice()) else {
        draw(&read, &title, date, visible, &faults, out);
        return Ok(());
    };
    let changed = Evaluation { title: Cow::Owned(title), date, visible, ..stored.clone() };
    evaluation::draft(&key, read.group, &changed).expect(read.version).put()?;
    out.redirect(&route!("/e/", key), Some(texts::CHANGED));
    Ok(())
}

fn draw(read: &Read<'_>, title: &str, date: Option<Day>, visible: Option<Day>, faults: &[&str], out: &mut Writer<'_>) {
    let grid = route!("/e/", read.key);
    out.title(texts::EDIT);
    out.trail(texts::EVALUATIONS, "/");
    out.trail(&read.evaluation.title, &grid);
    faults.iter().for_each(|fault| out.notice(Tone::Danger, fault));
    out.form(&route!(grid, "/modifier"), texts::SAVE, |out| {
        out.hidden("version", &version(read.version));
        fields(title, date, visible, out);
    });
    out.link(texts::BACK_TO_GRID, &grid);
}

fn version(number: u64) -> String {
    route!(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Asks before it deletes.
///
/// # Errors
/// `Denied` for who does not teach, `NotFound` for an unknown evaluation.
pub fn ask_deletion(_: &Request<'_>, key: String, out: &mut Writer<'_>) -> Result {
    super::teachers_only()?;
    let listed = evaluation::load(&key)?;
    let read = listed.only(&key)?;
    let grid = route!("/e/", key);
    out.title(texts::DELETE);
    out.trail(texts::EVALUATIONS, "/");
    out.trail(&read.evaluation.title, &grid);
    out.notice(Tone::Warning, texts::DELETE_WARNING);
    out.form(&route!(grid, "/supprimer"), texts::DELETE, |out| out.hidden("version", &version(read.version)));
    out.link(texts::BACK_TO_GRID, &grid);
    Ok(())
}

/// Deletes it with its marks.
///
/// # Errors
/// `Denied` for who does not teach, `NotFound` for an unknown evaluation, `Invalid` when it was changed since it was
/// asked about.
pub fn delete(req: &Request<'_>, key: String, out: &mut Writer<'_>) -> Result {
    super::teachers_only()?;
    let listed = evaluation::load(&key)?;
    let read = listed.only(&key)?;
    if req.text("version").parse() != Ok(read.version) {
        return Err(Failure::invalid(texts::CHANGED_MEANWHILE));
    }
    let found = MARKS.scan(Whose::Anyone, &key)?;
    for ((pupil, version), of) in found.subjects().into_iter().zip(found.versions()).zip(found.keys().iter()) {
        if of == key {
            MARKS.delete(Some(pupil), &key, version)?;
        }
    }
    evaluation::evaluations().delete(None, &key, read.version)?;
    out.redirect("/", Some(texts::DELETED));
    Ok(())
}
