//! The document around a page: head, header with school, hat and session, menu, footer.

use preau_domain::page::{Op, Page};
use preau_domain::text;

use crate::assets;
use crate::draw::Draw;
use crate::escape::{attribute, hidden, number, push};
use crate::frame::{Frame, Names, time_of_day};
use crate::words::words;

/// The emblem: a roof over a yard. Drawn by attributes only.
const EMBLEM: &str = "<svg class=\"emblem\" viewBox=\"0 0 40 40\" width=\"40\" height=\"40\" aria-hidden=\"true\" focusable=\"false\">\
<path class=\"roof\" d=\"M3 17 20 5l17 12v4H3z\"/><path class=\"post\" d=\"M7 23h3v12H7zM30 23h3v12h-3z\"/>\
<circle class=\"sun\" cx=\"20\" cy=\"29\" r=\"5\"/></svg>";

/// A complete document with header, menu and footer.
#[must_use]
pub fn html(page: &Page, names: &Names, frame: &Frame) -> String {
    let mut out = String::with_capacity(32 * 1024);
    head(&mut out, page, frame, "");
    paper_header(&mut out, frame);
    header(&mut out, frame);
    menu(&mut out, frame);
    let mut out = main(out, page, names, frame, false);
    footer(&mut out, frame);
    out
}

/// The main content alone: message, way back, heading, blocks.
#[must_use]
pub fn fragment(page: &Page, names: &Names, frame: &Frame) -> String {
    content(String::with_capacity(16 * 1024), page, names, frame, false)
}

/// A small document for an iframe: no menu; links open apart; ends with a way to the complete page at `frame.here`.
#[must_use]
pub fn widget(page: &Page, names: &Names, frame: &Frame) -> String {
    let mut out = String::with_capacity(8 * 1024);
    head(&mut out, page, frame, "widget");
    let mut out = main(out, page, names, frame, true);
    let w = words();
    out.push_str("<footer class=\"foot\"><p><a class=\"out\" target=\"_blank\" rel=\"noopener\"");
    attribute(&mut out, "href", frame.here);
    out.push('>');
    push(&mut out, &w.open_full);
    out.push_str("<span class=\"vh\"> ");
    push(&mut out, &w.new_tab);
    out.push_str("</span></a></p></footer></body></html>");
    out
}

/// A document for somebody who is not logged in: login page, errors, public pages. Session, hats and menu of the frame are not drawn.
#[must_use]
pub fn bare(page: &Page, names: &Names, frame: &Frame) -> String {
    let nobody = Frame { user: "", hats: &[], hat: "", menu: &[], seconds_left: 0, seal_key: None, ..frame.clone() };
    let mut out = String::with_capacity(8 * 1024);
    head(&mut out, page, &nobody, "bare");
    paper_header(&mut out, &nobody);
    header(&mut out, &nobody);
    let mut out = main(out, page, names, &nobody, false);
    footer(&mut out, &nobody);
    out
}

fn head(out: &mut String, page: &Page, frame: &Frame, class: &str) {
    let w = words();
    out.push_str("<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"/><title>");
    push(out, &page.title);
    for part in [frame.school, &w.product] {
        if !part.is_empty() {
            out.push_str(" – ");
            push(out, part);
        }
    }
    out.push_str("</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    out.push_str("<meta name=\"referrer\" content=\"same-origin\"/><link rel=\"stylesheet\"");
    attribute(out, "href", assets::style());
    out.push_str("/><link rel=\"icon\" type=\"image/svg+xml\"");
    attribute(out, "href", assets::icon());
    out.push_str("/><script defer=\"\"");
    attribute(out, "src", assets::app_script());
    out.push_str("></script>");
    if page.ops.iter().any(|op| matches!(op, Op::EntryGrid(_))) {
        out.push_str("<script defer=\"\"");
        attribute(out, "src", assets::grid_script());
        out.push_str("></script>");
    }
    out.push_str("</head><body");
    if !class.is_empty() {
        attribute(out, "class", class);
    }
    if let Some(key) = frame.seal_key {
        attribute(out, "data-seal", key);
    }
    if !frame.user.is_empty() {
        out.push_str(&w.shell_data);
    }
    out.push_str("><a class=\"skip\" href=\"#_contenu\">");
    push(out, &w.skip);
    out.push_str("</a>");
}

/// What a printed page begins with.
fn paper_header(out: &mut String, frame: &Frame) {
    out.push_str("<p class=\"paper\"><b>");
    push(out, frame.school);
    out.push_str("</b> <span>");
    push(out, &frame.now.day(frame.zone).french());
    out.push_str("</span></p>");
}

fn header(out: &mut String, frame: &Frame) {
    let w = words();
    out.push_str("<header class=\"top\"><div class=\"bar\"><a class=\"brand\" href=\"");
    push(out, frame.base);
    out.push_str("/\">");
    out.push_str(EMBLEM);
    out.push_str("<span><b>");
    push(out, if frame.school.is_empty() { &w.product } else { frame.school });
    out.push_str("</b>");
    if !frame.school.is_empty() {
        out.push_str("<small>");
        push(out, &w.product);
        out.push_str("<span class=\"vh\"> – ");
        push(out, &w.home);
        out.push_str("</span></small>");
    }
    out.push_str("</span></a>");
    if !frame.user.is_empty() {
        person(out, frame);
    }
    out.push_str("</div></header>");
}

/// Who is logged in, as what, for how long, and the way out.
fn person(out: &mut String, frame: &Frame) {
    let w = words();
    out.push_str("<div class=\"who\"><p class=\"user\">");
    push(out, frame.user);
    out.push_str("</p>");
    match frame.hats {
        [] => {}
        [only] => {
            out.push_str("<p class=\"hat\">");
            push(out, only.label);
            out.push_str("</p>");
        }
        several => {
            out.push_str("<form class=\"hats\" method=\"post\" action=\"");
            push(out, frame.base);
            out.push_str("/profil\">");
            hidden(out, "back", frame.here);
            out.push_str("<label for=\"_hat\">");
            push(out, &w.hat);
            out.push_str("</label><select id=\"_hat\" name=\"hat\">");
            for hat in several {
                out.push_str("<option");
                attribute(out, "value", hat.value);
                if hat.current {
                    out.push_str(" selected=\"\"");
                }
                out.push('>');
                push(out, hat.label);
                out.push_str("</option>");
            }
            out.push_str("</select><button type=\"submit\">");
            push(out, &w.hat_change);
            out.push_str("<span class=\"vh\"> ");
            push(out, &w.hat_change_what);
            out.push_str("</span></button></form>");
        }
    }
    logout(out, frame);
    session(out, frame);
    out.push_str("</div>");
}

/// SAC-58: the time left before logout. Without script it says when; the script counts down.
fn session(out: &mut String, frame: &Frame) {
    let whole = u64::try_from((frame.ends.0 - frame.now.0) / 1000).unwrap_or(0);
    let idle = u64::from(frame.seconds_left).min(whole);
    let at = frame.now.plus(i64::try_from(idle).unwrap_or(0) * 1000);
    out.push_str("<p class=\"session\" data-idle=\"");
    number(out, idle);
    out.push_str("\" data-whole=\"");
    number(out, whole);
    out.push_str("\"><span>");
    let (idle, end) = (time_of_day(at, frame.zone), time_of_day(frame.ends, frame.zone));
    push(out, &text!("render-session", idle = idle, end = end).to_string());
    out.push_str("</span><span class=\"vh\" role=\"status\"></span></p>");
}

fn logout(out: &mut String, frame: &Frame) {
    out.push_str("<form class=\"out-form\" method=\"post\" data-leave=\"\" action=\"");
    push(out, frame.base);
    out.push_str("/deconnexion\">");
    hidden(out, "hat", frame.hat);
    out.push_str("<button type=\"submit\">");
    push(out, &words().logout);
    out.push_str("</button></form>");
}

fn menu(out: &mut String, frame: &Frame) {
    if frame.menu.is_empty() {
        return;
    }
    out.push_str("<nav class=\"menu\"");
    attribute(out, "aria-label", &words().menu);
    out.push_str("><ul>");
    for entry in frame.menu {
        out.push_str("<li><a");
        attribute(out, "href", entry.href);
        if entry.current {
            out.push_str(" aria-current=\"page\"");
        }
        out.push('>');
        push(out, entry.label);
        out.push_str("</a></li>");
    }
    out.push_str("</ul></nav>");
}

fn main(mut out: String, page: &Page, names: &Names, frame: &Frame, widget: bool) -> String {
    out.push_str("<main id=\"_contenu\" tabindex=\"-1\">");
    let mut out = content(out, page, names, frame, widget);
    out.push_str("</main>");
    out
}

fn content(mut out: String, page: &Page, names: &Names, frame: &Frame, widget: bool) -> String {
    if let Some((tone, message)) = frame.flash {
        crate::inline::notice(&mut out, tone, message, true);
    }
    let mut draw = Draw::new(out, names, frame, widget);
    draw.trail(&page.trail);
    draw.out.push_str("<h1>");
    push(&mut draw.out, &page.title);
    draw.out.push_str("</h1>");
    draw.page(page)
}

fn footer(out: &mut String, frame: &Frame) {
    let w = words();
    let public = [("/donnees-personnelles", &w.personal_data), ("/accessibilite", &w.accessibility)];
    let own = [("/donnees-personnelles", &w.personal_data), ("/qui-a-vu", &w.who_saw), ("/accessibilite", &w.accessibility)];
    let lines: &[(&str, &String)] = if frame.user.is_empty() { &public } else { &own };
    out.push_str("<footer class=\"foot\"><nav");
    attribute(out, "aria-label", &w.footer);
    out.push_str("><ul>");
    for (path, label) in lines {
        out.push_str("<li><a href=\"");
        push(out, frame.base);
        out.push_str(path);
        out.push_str("\">");
        push(out, label);
        out.push_str("</a></li>");
    }
    out.push_str("</ul></nav>");
    if !frame.user.is_empty() {
        logout(out, frame);
    }
    out.push_str("</footer></body></html>");
}
