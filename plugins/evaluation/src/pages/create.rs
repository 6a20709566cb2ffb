//! Creating an evaluation: the référentiel first, then one form. Works without script.

use std::borrow::Cow;

use preau_sdk::ambient::{random_key, today};
use preau_sdk::{Day, Failure, Group, Request, Result, Tone, Writer, route};

use crate::evaluation::{self, Evaluation};
use crate::referentiel::{self, Referentiel, Theme};
use crate::{texts, views};

/// At most so many items.
const MOST_ITEMS: usize = 40;

/// Which référentiel?
///
/// # Errors
/// `Denied` for who does not teach.
pub fn choose(_: &Request<'_>, (): (), out: &mut Writer<'_>) -> Result {
    super::teachers_only()?;
    out.title(texts::CREATE);
    out.trail(texts::EVALUATIONS, "/");
    out.section("referentiel", texts::CHOOSE_REFERENTIEL, |out| {
        out.list(|out| {
            for referentiel in referentiel::ALL {
                out.item(|out| {
                    out.link(referentiel.title, &route!("/creer/", referentiel::slug(referentiel.id)));
                    out.text(" : ");
                    out.text(&texts::items(referentiel::places([referentiel]).count()));
                    out.text(". ");
                    out.text(referentiel.source);
                });
            }
            out.item(|out| out.link(texts::EVERY_REFERENTIEL, &route!("/creer/", referentiel::EVERY)));
        });
    });
    Ok(())
}

/// What was typed so far.
struct Typed {
    group: Option<Group>,
    title: String,
    date: Option<Day>,
    visible: Option<Day>,
    items: Vec<String>,
}

/// The form.
///
/// # Errors
/// `Denied` for who does not teach, `NotFound` for an unknown référentiel.
pub fn form(_: &Request<'_>, name: String, out: &mut Writer<'_>) -> Result {
    super::teachers_only()?;
    let groups = views::my_groups()?.id;
    let group = if let [only] = groups.as_slice() { Some(*only) } else { None };
    let typed = Typed { group, title: String::new(), date: Some(today()), visible: Some(today()), items: Vec::new() };
    draw(&name, &groups, &typed, &[], out)
}

/// Creates it, or shows the form again with what it lacks.
///
/// # Errors
/// `Denied` for who does not teach, `NotFound` for an unknown référentiel.
pub fn create(req: &Request<'_>, name: String, out: &mut Writer<'_>) -> Result {
    super::teachers_only()?;
    let groups = views::my_groups()?.id;
    let referentiels = referentiel::named(&name);
    let items = themes(&referentiels).enumerate().flat_map(|(at, _)| req.fields(&field(at))).collect();
    let typed = Typed {
        group: req.group("classe").filter(|group| groups.contains(group)),
        title: req.text("titre"),
        date: req.day("date"),
        visible: req.day("visible"),
        items,
    };
    let known = referentiel::places(referentiels).map(|place| place.item.id);
    let slots: Vec<&str> = known.filter(|id| typed.items.iter().any(|item| item == id)).collect();
    let mut faults = check(&typed.title, typed.date, typed.visible);
    if typed.group.is_none() {
        faults.insert(0, texts::LACKS_GROUP);
    }
    if slots.is_empty() {
        faults.push(texts::LACKS_ITEMS);
    }
    if slots.len() > MOST_ITEMS {
        faults.push(texts::MANY_ITEMS);
    }
    let (Some(group), Some(date), Some(visible), []) = (typed.group, typed.date, typed.visible, faults.as_slice()) else {
        return draw(&name, &groups, &typed, &faults, out);
    };
    let evaluation = Evaluation { title: Cow::Borrowed(&typed.title), date, visible, referentiel: &name, slots };
    let key = random_key();
    evaluation::draft(&key, group, &evaluation).expect(0).put()?;
    out.redirect(&route!("/e/", key), Some(texts::CREATED));
    Ok(())
}

/// What title and dates lack; also for changing them.
pub(super) fn check(title: &str, date: Option<Day>, visible: Option<Day>) -> Vec<&'static str> {
    let faults = [
        (title.is_empty(), texts::LACKS_TITLE),
        (title.chars().count() > 60, texts::LONG_TITLE),
        (date.is_none(), texts::LACKS_DATE),
        (visible.is_none(), texts::LACKS_VISIBLE),
    ];
    faults.into_iter().filter(|(wrong, _)| *wrong).map(|(_, sentence)| sentence).collect()
}

/// Title and dates; also for changing them.
pub(super) fn fields(title: &str, date: Option<Day>, visible: Option<Day>, out: &mut Writer<'_>) {
    out.text_field("titre", texts::FIELD_TITLE, title, true, 60);
    out.date_field("date", texts::FIELD_DATE, date);
    out.date_field("visible", texts::FIELD_VISIBLE, visible);
}

fn themes<'r>(referentiels: &'r [&Referentiel]) -> impl Iterator<Item = (&'static str, &'static Theme)> + use<'r> {
    let domains = referentiels.iter().flat_map(|referentiel| referentiel.domains);
    domains.flat_map(|domain| domain.themes.iter().map(move |theme| (domain.title, theme)))
}

fn field(at: usize) -> String {
    route!("items-", i64::try_from(at).unwrap_or(0))
}

fn draw(name: &str, groups: &[Group], typed: &Typed, faults: &[&str], out: &mut Writer<'_>) -> Result {
    let referentiels = referentiel::named(name);
    if referentiels.is_empty() {
        return Err(Failure::NotFound);
    }
    out.title(texts::CREATE);
    out.trail(texts::EVALUATIONS, "/");
    out.trail(texts::CREATE, "/creer");
    if groups.is_empty() {
        out.notice(Tone::Info, texts::NO_GROUP);
        return Ok(());
    }
    faults.iter().for_each(|fault| out.notice(Tone::Danger, fault));
    let selected: Vec<&str> = typed.items.iter().map(String::as_str).collect();
    out.form(&route!("/creer/", name), texts::CREATE_IT, |out| {
        out.group_field("classe", texts::FIELD_GROUP, groups, typed.group);
        fields(&typed.title, typed.date, typed.visible, out);
        for (at, (domain, theme)) in themes(&referentiels).enumerate() {
            let label = if domain == theme.title { domain.to_owned() } else { [domain, " : ", theme.title].concat() };
            let options: Vec<_> = theme.items.iter().map(|item| (item.id, item.title)).collect();
            out.choices(&field(at), &label, &options, &selected);
        }
    });
    Ok(())
}
