//! Things within a line, and small boxes: names, links, badges, dates, notices, photos, pictures.

use preau_domain::ids::{FileId, PersonId};
use preau_domain::page::{Op, Tone};
use preau_domain::text;

use crate::draw::Draw;
use crate::escape::{attribute, push};
use crate::route;
use crate::words::words;

/// The class that a tone is drawn by.
pub(crate) fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "neutral",
        Tone::Info => "info",
        Tone::Success => "success",
        Tone::Warning => "warning",
        Tone::Danger => "danger",
    }
}

/// One inline thing.
pub(crate) fn draw(d: &mut Draw, op: &Op) {
    match op {
        Op::Text(text) => push(&mut d.out, text),
        Op::Strong(text) => element(d, "strong", text),
        Op::Badge(tone, text) => {
            d.out.push_str("<span class=\"badge ");
            d.out.push_str(tone_class(*tone));
            d.out.push_str("\">");
            push(&mut d.out, text);
            d.out.push_str("</span>");
        }
        Op::Date(day) => time(d, &day.iso(), &day.french()),
        Op::Moment(at) => time(d, &at.rfc3339(), &at.french(d.frame.zone)),
        Op::PersonName(who) => {
            let name = person(d, *who);
            push(&mut d.out, name);
        }
        Op::PersonPhoto(who) => photo(d, *who, true),
        Op::Prose(id) => {
            let text = d.frame.stored.and_then(|s| s.prose.get(id)).map_or(words().nobody.as_str(), String::as_str);
            element(d, "span", text);
        }
        Op::GroupName(group) => {
            let name = d.names.groups.get(group).map_or(words().nobody.as_str(), String::as_str);
            push(&mut d.out, name);
        }
        Op::Attachment(file) => attachment(d, *file),
        Op::Link { text, route } => link(d, text, route),
        Op::PersonLink { who, route } => {
            let name = person(d, *who);
            link(d, name, route);
        }
        Op::Outside { text, address } => outside(d, text, address),
        _ => {}
    }
}

/// The name of a person, « — » when the actor may not see it.
pub(crate) fn person<'a>(d: &Draw<'a>, who: PersonId) -> &'a str {
    d.names.people.get(&who).map_or(words().nobody.as_str(), String::as_str)
}

fn element(d: &mut Draw, tag: &str, text: &str) {
    d.out.push('<');
    d.out.push_str(tag);
    d.out.push('>');
    push(&mut d.out, text);
    d.out.push_str("</");
    d.out.push_str(tag);
    d.out.push('>');
}

fn time(d: &mut Draw, machine: &str, shown: &str) {
    d.out.push_str("<time");
    attribute(&mut d.out, "datetime", machine);
    d.out.push('>');
    push(&mut d.out, shown);
    d.out.push_str("</time>");
}

/// A link below the recorder's root; a route that leads elsewhere is only its text. In an iframe it opens apart and says so.
pub(crate) fn link(d: &mut Draw, text: &str, to: &str) {
    let Some(address) = route::href(d.frame.route_base, to) else {
        push(&mut d.out, text);
        return;
    };
    d.out.push_str("<a");
    attribute(&mut d.out, "href", &address);
    if d.widget {
        d.out.push_str(" target=\"_blank\" rel=\"noopener\"");
    }
    d.out.push('>');
    push(&mut d.out, text);
    if d.widget {
        new_tab(&mut d.out);
    }
    d.out.push_str("</a>");
}

/// A way out: apart, without referrer, marked; an address that is not plain https is only its text.
fn outside(d: &mut Draw, text: &str, address: &str) {
    if !route::is_outside(address) {
        push(&mut d.out, text);
        return;
    }
    outside_tag(&mut d.out, address);
    push(&mut d.out, text);
    new_tab(&mut d.out);
    d.out.push_str("</a>");
}

/// The opening tag of a way out; [`new_tab`] and `</a>` belong after its text.
pub(crate) fn outside_tag(out: &mut String, address: &str) {
    out.push_str("<a class=\"out\" target=\"_blank\" rel=\"noopener noreferrer external\" referrerpolicy=\"no-referrer\"");
    attribute(out, "href", address);
    out.push('>');
}

/// Says unseen that the link opens a new tab.
pub(crate) fn new_tab(out: &mut String) {
    out.push_str("<span class=\"vh\"> ");
    push(out, &words().new_tab);
    out.push_str("</span>");
}

fn attachment(d: &mut Draw, file: FileId) {
    let stored = d.frame.stored.and_then(|s| s.files.get(&file)).filter(|f| route::is_local(&f.address));
    let Some(stored) = stored else {
        push(&mut d.out, &words().attachment_missing);
        return;
    };
    d.out.push_str("<a class=\"file\" download=\"\"");
    attribute(&mut d.out, "href", &stored.address);
    d.out.push('>');
    push(&mut d.out, &stored.name);
    d.out.push_str("</a>");
}

/// A stored picture; without its file, its alternative in words.
pub(crate) fn image(d: &mut Draw, file: FileId, alternative: &str) {
    let stored = d.frame.stored.and_then(|s| s.files.get(&file)).filter(|f| route::is_local(&f.address));
    let Some(stored) = stored else {
        d.out.push_str("<p class=\"missing\">");
        push(&mut d.out, &text!("render-image-missing", alt = alternative).to_string());
        d.out.push_str("</p>");
        return;
    };
    d.out.push_str("<p><img class=\"picture\" loading=\"lazy\"");
    attribute(&mut d.out, "src", &stored.address);
    attribute(&mut d.out, "alt", alternative);
    d.out.push_str("/></p>");
}

/// A photo, or initials. Where the name stands beside it (`named` false), it says nothing more.
fn photo(d: &mut Draw, who: PersonId, named: bool) {
    let name = person(d, who);
    let known = d.names.people.contains_key(&who);
    let address = d.frame.stored.and_then(|s| s.photos.get(&who)).filter(|a| known && route::is_local(a));
    if let Some(address) = address {
        d.out.push_str("<img class=\"photo\" loading=\"lazy\" width=\"96\" height=\"120\"");
        attribute(&mut d.out, "src", address);
        let alternative = if named { text!("render-photo", who = name).to_string() } else { String::new() };
        attribute(&mut d.out, "alt", &alternative);
        d.out.push_str("/>");
        return;
    }
    d.out.push_str("<span class=\"photo\"");
    if named {
        d.out.push_str(" role=\"img\"");
        attribute(&mut d.out, "aria-label", &text!("render-photo", who = name).to_string());
    } else {
        d.out.push_str(" aria-hidden=\"true\"");
    }
    d.out.push('>');
    let initials: String = name.split([' ', '-']).filter_map(|word| word.chars().next()).take(2).collect();
    push(&mut d.out, &initials);
    d.out.push_str("</span>");
}

/// Photos with names under them.
pub(crate) fn gallery(d: &mut Draw, people: &[PersonId], columns: u32) {
    d.out.push_str("<ul class=\"gallery g");
    crate::escape::number(&mut d.out, u64::from(columns.clamp(2, 8)));
    d.out.push_str("\">");
    for who in people {
        d.out.push_str("<li>");
        photo(d, *who, false);
        d.out.push_str("<span>");
        let name = person(d, *who);
        push(&mut d.out, name);
        d.out.push_str("</span></li>");
    }
    d.out.push_str("</ul>");
}

/// A boxed message; what its tone means is said in words too. A message shown once is announced.
pub(crate) fn notice(out: &mut String, tone: Tone, text: &str, once: bool) {
    out.push_str("<div class=\"notice ");
    out.push_str(tone_class(tone));
    out.push_str(if once { "\" role=\"status\"><p>" } else { "\"><p>" });
    let meaning = words().tone(tone);
    if !meaning.is_empty() {
        out.push_str("<b class=\"vh\">");
        push(out, meaning);
        out.push_str(" </b>");
    }
    push(out, text);
    out.push_str("</p></div>");
}
