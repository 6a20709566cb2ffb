//! Results of one pupil, for teachers and families, and the small page of a portal's home.
//!
//! Nothing here hides anything: what is not yet visible, or is of somebody else's child, the host does not hand out.

use preau_sdk::ambient::{Role, actor, role};
use preau_sdk::{Person, Request, Result, Texts, Tone, Whose, Writer, route};

use crate::codes::{self, symbol};
use crate::evaluation::{self, Listed, Read};
use crate::marks::{MARKS, MarksIn};
use crate::referentiel::{Place, find};
use crate::score::{Method, State, acquired, score};
use crate::{settings, texts, views};

/// So many notes are shown for an item.
const SHOWN: usize = 8;

/// The marks of one evaluation.
struct Entry<'a> {
    read: Read<'a>,
    /// Item and code, where something is entered.
    marks: Vec<(&'a str, u8)>,
}

/// Marks with the evaluation they belong to, oldest first. Marks whose evaluation the actor does not see are left out.
fn entries<'a>(listed: &'a Listed, keys: &Texts, values: &'a preau_sdk::records::Values) -> Result<Vec<Entry<'a>>> {
    let evaluations = listed.iter().collect::<Result<Vec<_>>>()?;
    let mut entries = Vec::new();
    for (key, marks) in keys.iter().zip(values.read::<MarksIn<'_>>()) {
        let marks = marks?;
        // Records come in the order of keys.
        let Ok(at) = evaluations.binary_search_by_key(&key, |read| read.key) else { continue };
        let Some(read) = evaluations.get(at) else { continue };
        let items = read.evaluation.slots.iter().copied().zip(marks.codes());
        let marks: Vec<_> = items.filter(|(_, code)| *code != codes::EMPTY).collect();
        if !marks.is_empty() {
            entries.push(Entry { read: read.clone(), marks });
        }
    }
    entries.sort_by_key(|entry| (entry.read.evaluation.date, entry.read.key));
    Ok(entries)
}

/// An élève's own page.
pub(super) fn of_actor(out: &mut Writer<'_>) -> Result {
    out.title(texts::RESULTS);
    body(actor(), out)
}

/// A responsable's page: the only child's results, or the choice.
pub(super) fn of_children(out: &mut Writer<'_>) -> Result {
    let children = views::my_children_or_self()?.id;
    out.title(texts::RESULTS);
    match children.as_slice() {
        [] => out.notice(Tone::Info, texts::NO_CHILD),
        [only] => {
            of(*only, out);
            body(*only, out)?;
        }
        several => out.section("eleves", texts::CHOOSE_CHILD, |out| {
            out.list(|out| several.iter().for_each(|who| out.item(|out| out.person_link(*who, &route!("/eleve/", who)))));
        }),
    }
    Ok(())
}

/// The results of a pupil the actor may see.
///
/// # Errors
/// As the host refuses.
pub fn of_pupil(_: &Request<'_>, who: Person, out: &mut Writer<'_>) -> Result {
    out.title(texts::RESULTS);
    out.trail(texts::EVALUATIONS, "/");
    of(who, out);
    body(who, out)
}

/// Whose results follow.
fn of(who: Person, out: &mut Writer<'_>) {
    out.text(texts::OF_PUPIL);
    out.person_name(who);
}

fn body(who: Person, out: &mut Writer<'_>) -> Result {
    let found = MARKS.scan(Whose::Person(who), "")?;
    let listed = evaluation::list()?;
    let (keys, values) = (found.keys(), found.values());
    let entries = entries(&listed, &keys, &values)?;
    if entries.is_empty() {
        out.notice(Tone::Info, if role().is_family() { texts::NO_RESULT } else { texts::NO_RESULT_TEACHER });
        return Ok(());
    }
    let items = items(&entries);
    summary(&items, out);
    out.section("items", texts::BY_ITEM, |out| {
        by_item(&items, out);
        legend(&items, out);
    });
    out.section("evaluations", texts::BY_EVALUATION, |out| by_evaluation(&entries, out));
    Ok(())
}

/// An item with all its notes.
struct ItemNotes {
    place: Place,
    codes: Vec<u8>,
    score: Option<u32>,
}

fn items(entries: &[Entry<'_>]) -> Vec<ItemNotes> {
    let (method, limit) = (Method::parse(&settings::METHOD.get()), settings::LIMIT.number());
    let limit = usize::try_from(limit).unwrap_or(0);
    let mut items: Vec<ItemNotes> = Vec::new();
    for (id, code) in entries.iter().flat_map(|entry| &entry.marks) {
        match items.iter_mut().find(|notes| notes.place.item.id == *id) {
            Some(notes) => notes.codes.push(*code),
            None => items.extend(find(id).map(|place| ItemNotes { place, codes: vec![*code], score: None })),
        }
    }
    for notes in &mut items {
        let values: Vec<u32> = notes.codes.iter().filter_map(|code| codes::value(*code)).collect();
        notes.score = score(method, limit, &values);
    }
    items.sort_by_key(|notes| notes.place.position);
    items
}

fn summary(items: &[ItemNotes], out: &mut Writer<'_>) {
    let scores: Vec<u32> = items.iter().filter_map(|notes| notes.score).collect();
    let Some(percentage) = acquired(&scores) else { return };
    let mut domains: Vec<(&str, [f64; 3])> = Vec::new();
    for notes in items {
        let Some(score) = notes.score else { continue };
        let title = notes.place.domain.title;
        if domains.last().is_none_or(|(last, _)| *last != title) {
            domains.push((title, [0.0; 3]));
        }
        let state = State::of(score);
        if let Some((_, counts)) = domains.last_mut() {
            counts.iter_mut().zip(State::ALL).filter(|(_, s)| *s == state).for_each(|(count, _)| *count += 1.0);
        }
    }
    let parts: Vec<(&str, [(&str, f64); 3])> = domains.iter().map(|(title, counts)| (*title, labelled(counts))).collect();
    let series: Vec<(&str, &[(&str, f64)])> = parts.iter().map(|(title, parts)| (*title, parts.as_slice())).collect();
    out.section("bilan", texts::SUMMARY, |out| {
        out.progress(texts::ACQUIRED, percentage, 100);
        out.bars(texts::BARS, &series);
    });
}

fn labelled(counts: &[f64; 3]) -> [(&'static str, f64); 3] {
    let [not, underway, acquired] = *counts;
    let [a, b, c] = texts::STATE_NAMES;
    [(a, not), (b, underway), (c, acquired)]
}

fn by_item(items: &[ItemNotes], out: &mut Writer<'_>) {
    out.rich_table(texts::BY_ITEM, &texts::ITEM_COLUMNS, |out| {
        for notes in items {
            out.row(|out| {
                out.cell(|out| out.text(notes.place.item.title));
                out.cell(|out| out.text(&last(&notes.codes)));
                out.cell(|out| out.text(&notes.score.map_or_else(|| String::from("–"), texts::percent)));
                out.cell(|out| {
                    if let Some(score) = notes.score {
                        state(State::of(score), out);
                    }
                });
            });
        }
    });
}

/// What the codes in the table mean: families do not know them by heart.
fn legend(items: &[ItemNotes], out: &mut Writer<'_>) {
    let used = |at: usize| items.iter().any(|notes| notes.codes.iter().any(|code| usize::from(*code) == at));
    out.text(texts::CODES_MEAN);
    for (nth, (_, code)) in codes::CODES.iter().enumerate().filter(|(at, _)| used(*at)).enumerate() {
        out.text(if nth == 0 { "" } else { " ; " });
        out.strong(code.symbol);
        out.text(" ");
        out.text(code.label);
    }
    out.text(".");
}

fn state(state: State, out: &mut Writer<'_>) {
    let tones = [Tone::Danger, Tone::Warning, Tone::Success];
    let names = State::ALL.into_iter().zip(texts::STATE_NAMES).zip(tones);
    names.filter(|((s, _), _)| *s == state).for_each(|((_, name), tone)| out.badge(tone, name));
}

fn last(codes: &[u8]) -> String {
    let mut text = String::new();
    for code in codes.iter().skip(codes.len().saturating_sub(SHOWN)) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(symbol(*code));
    }
    text
}

fn by_evaluation(entries: &[Entry<'_>], out: &mut Writer<'_>) {
    let staff = !role().is_family();
    out.rich_table(texts::BY_EVALUATION, &texts::EVALUATION_COLUMNS, |out| {
        for entry in entries.iter().rev() {
            let evaluation = &entry.read.evaluation;
            out.row(|out| {
                out.cell(|out| {
                    if staff {
                        out.link(&evaluation.title, &route!("/e/", entry.read.key));
                    } else {
                        out.text(&evaluation.title);
                    }
                });
                out.cell(|out| out.date(evaluation.date));
                out.cell(|out| out.text(&marks(&entry.marks)));
            });
        }
    });
}

/// `Nombres VV, Divisibilité R`.
fn marks(marks: &[(&str, u8)]) -> String {
    let mut text = String::new();
    for (id, code) in marks {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(find(id).map_or(*id, |place| place.item.short));
        text.push(' ');
        text.push_str(symbol(*code));
    }
    text
}

/// The three last evaluations of each child, for a portal's home.
///
/// # Errors
/// As the host refuses.
pub fn widget(_: &Request<'_>, (): (), out: &mut Writer<'_>) -> Result {
    let parent = role() == Role::Responsable;
    let people = if parent { views::my_children_or_self()?.id } else { vec![actor()] };
    let listed = evaluation::list()?;
    out.title(texts::WIDGET);
    for who in people {
        let found = MARKS.scan(Whose::Person(who), "")?;
        let (keys, values) = (found.keys(), found.values());
        let entries = entries(&listed, &keys, &values)?;
        let draw = |out: &mut Writer<'_>| latest(&entries, out);
        if parent {
            of(who, out);
            draw(out);
        } else {
            draw(out);
        }
    }
    out.link(texts::ALL_RESULTS, "/");
    Ok(())
}

fn latest(entries: &[Entry<'_>], out: &mut Writer<'_>) {
    if entries.is_empty() {
        out.paragraph(texts::NO_RESULT);
        return;
    }
    out.list(|out| {
        for entry in entries.iter().rev().take(3) {
            out.item(|out| {
                out.date(entry.read.evaluation.date);
                out.text(" ");
                out.strong(&entry.read.evaluation.title);
                out.text(" : ");
                out.text(&marks(&entry.marks));
            });
        }
    });
}
