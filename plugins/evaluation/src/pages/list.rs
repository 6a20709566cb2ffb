//! The evaluations of one's classes, and the pupils of a class.

use std::cmp::Reverse;

use preau_sdk::ambient::{Role, role, today};
use preau_sdk::{Group, Request, Result, Tone, Writer, route};

use crate::evaluation::{self, Read};
use crate::{texts, views};

/// Evaluations, newest first.
///
/// # Errors
/// As the host refuses.
pub fn show(_: &Request<'_>, out: &mut Writer<'_>) -> Result {
    let teacher = role() == Role::Professeur;
    let groups = views::my_groups()?;
    let listed = evaluation::list()?;
    let mut all = listed.iter().collect::<Result<Vec<_>>>()?;
    all.sort_by_key(|read| Reverse((read.evaluation.date, read.key)));
    out.title(texts::EVALUATIONS);
    if groups.is_empty() {
        out.notice(Tone::Info, texts::NO_GROUP);
        return Ok(());
    }
    if all.is_empty() {
        out.notice(Tone::Info, if teacher { texts::NO_EVALUATION } else { texts::NO_EVALUATION_SEEN });
    }
    if teacher {
        out.link(texts::CREATE, "/creer");
    }
    if !all.is_empty() {
        let today = today();
        out.rich_table(texts::LIST_CAPTION, &texts::LIST_COLUMNS, |out| {
            all.iter().for_each(|read| out.row(|out| line(read, today, out)));
        });
    }
    out.section("eleves", texts::BY_PUPIL, |out| {
        out.list(|out| {
            for (group, size) in groups.id.iter().zip(&groups.size) {
                out.item(|out| {
                    out.group_name(*group);
                    out.text(" : ");
                    out.text(&texts::pupils(*size));
                    out.text(". ");
                    out.link(texts::SEE_PUPILS, &route!("/classe/", group));
                });
            }
        });
    });
    Ok(())
}

fn line(read: &Read<'_>, today: preau_sdk::Day, out: &mut Writer<'_>) {
    let evaluation = &read.evaluation;
    out.cell(|out| out.link(&evaluation.title, &route!("/e/", read.key)));
    out.cell(|out| out.group_name(read.group));
    out.cell(|out| out.date(evaluation.date));
    out.cell(|out| {
        out.date(evaluation.visible);
        if evaluation.visible > today {
            out.text(" ");
            out.badge(Tone::Warning, texts::NOT_YET);
        }
    });
    out.cell(|out| out.text(&texts::items(evaluation.slots.len())));
}

/// The pupils of a class, each with a way to the results.
///
/// # Errors
/// As the host refuses.
pub fn pupils(_: &Request<'_>, group: Group, out: &mut Writer<'_>) -> Result {
    super::staff_only()?;
    let pupils = views::pupils_of_group(group)?.id;
    out.title(texts::BY_PUPIL);
    out.trail(texts::EVALUATIONS, "/");
    out.section("classe", texts::FIELD_GROUP, |out| {
        out.group_name(group);
        if pupils.is_empty() {
            out.notice(Tone::Info, texts::EMPTY_GROUP);
            return;
        }
        out.list(|out| {
            for who in pupils {
                out.item(|out| out.person_link(who, &route!("/eleve/", who)));
            }
        });
    });
    Ok(())
}
