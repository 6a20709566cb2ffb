//! Walks a recording and writes it: what is open, heading levels, lines of inline things, groups of facts and buttons.
//!
//! It cannot fail: what the recorder would have refused (a close too many, a cell outside a row) is still drawn as
//! something well-formed.

use preau_domain::page::{Op, Page, Tone};
use preau_domain::text;

use crate::escape::{attribute, hidden, number, push};
use crate::frame::{Frame, Names};
use crate::words::words;
use crate::{field, grid, inline, markdown, route, table};

/// Something that is open.
enum Open<'a> {
    Section { title: &'a str, from: usize },
    Columns,
    Tabs,
    List { ordered: bool },
    Item,
    Table { columns: &'a [String] },
    Row { cells: usize },
    Cell { heading: bool },
    Form { submit: &'a str },
}

/// What neighbouring operations share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    /// Nothing: each stands for itself.
    Apart,
    /// A line of text, names, links.
    Line,
    /// A list of facts.
    Facts,
    /// Buttons side by side.
    Actions,
}

/// A page being drawn.
pub(crate) struct Draw<'a> {
    /// The document so far.
    pub(crate) out: String,
    pub(crate) names: &'a Names,
    pub(crate) frame: &'a Frame<'a>,
    /// In an iframe: links open apart.
    pub(crate) widget: bool,
    open: Vec<Open<'a>>,
    run: Run,
    /// The last inline thing ended with a visible edge, so that a space belongs before the next.
    edge: bool,
    serial: u64,
}

impl<'a> Draw<'a> {
    /// Goes on writing after what `out` holds.
    pub(crate) fn new(out: String, names: &'a Names, frame: &'a Frame<'a>, widget: bool) -> Self {
        Self { out, names, frame, widget, open: Vec::new(), run: Run::Apart, edge: false, serial: 0 }
    }

    /// A number for the next host id; host ids begin with `_`, which no id of a plugin does.
    pub(crate) fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// The level of a heading at this depth, at most 6.
    pub(crate) fn level(&self) -> usize {
        (2 + self.open.iter().filter(|o| matches!(o, Open::Section { .. })).count()).min(6)
    }

    /// The way back.
    pub(crate) fn trail(&mut self, trail: &'a [(String, String)]) {
        if trail.is_empty() {
            return;
        }
        self.out.push_str("<nav class=\"trail\"");
        attribute(&mut self.out, "aria-label", &words().trail);
        self.out.push_str("><ol>");
        for (text, route) in trail {
            self.out.push_str("<li>");
            inline::link(self, text, route);
            self.out.push_str("</li>");
        }
        self.out.push_str("</ol></nav>");
    }

    /// The content; gives the document back.
    pub(crate) fn page(mut self, page: &'a Page) -> String {
        for (at, op) in page.ops.iter().enumerate() {
            self.enter(run_of(op), page.ops.get(at..).unwrap_or_default());
            match run_of(op) {
                Run::Line => self.inline(op),
                Run::Facts | Run::Actions => self.grouped(op),
                Run::Apart => self.block(op, page.ops.get(at + 1..).unwrap_or_default()),
            }
        }
        self.enter(Run::Apart, &[]);
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    /// Ends the present run and begins `wanted`, unless it is the same; `from` begins with what is drawn next.
    fn enter(&mut self, wanted: Run, from: &[Op]) {
        let boxed = matches!(self.open.last(), Some(Open::Item | Open::Cell { .. }));
        if self.run != wanted {
            if !(boxed && self.run == Run::Line) {
                self.out.push_str(match self.run {
                    Run::Apart => "",
                    Run::Line => "</p>",
                    Run::Facts => "</dl>",
                    Run::Actions => "</div>",
                });
            }
            if !(boxed && wanted == Run::Line) {
                self.out.push_str(match wanted {
                    Run::Apart => "",
                    // A line of nothing but links is where one goes on: they are drawn as such.
                    Run::Line if only_links(from) => "<p class=\"ways\">",
                    Run::Line => "<p>",
                    Run::Facts => "<dl class=\"facts\">",
                    Run::Actions => "<div class=\"actions\">",
                });
            }
            self.run = wanted;
            self.edge = false;
        }
    }

    fn inline(&mut self, op: &'a Op) {
        let words_only = matches!(op, Op::Text(_) | Op::Strong(_));
        if self.edge && !words_only {
            self.out.push(' ');
        }
        self.edge = !words_only;
        inline::draw(self, op);
    }

    fn grouped(&mut self, op: &'a Op) {
        match op {
            Op::Fact { label, text } => {
                self.out.push_str("<div><dt>");
                push(&mut self.out, label);
                self.out.push_str("</dt><dd>");
                push(&mut self.out, text);
                self.out.push_str("</dd></div>");
            }
            Op::Action { text, route, tone } => self.action(text, route, *tone),
            _ => {}
        }
    }

    fn block(&mut self, op: &'a Op, rest: &'a [Op]) {
        match op {
            Op::Paragraph(text) => {
                self.out.push_str("<p>");
                push(&mut self.out, text);
                self.out.push_str("</p>");
            }
            Op::Markdown(text) => {
                let level = self.level();
                markdown::draw(&mut self.out, text, level, self.frame.link_origins);
            }
            Op::Notice(tone, text) => inline::notice(&mut self.out, *tone, text, false),
            Op::Progress { label, done, total } => self.progress(label, *done, *total),
            Op::Table { caption, columns, cells } => table::whole(self, caption, columns, cells),
            Op::Image(file, alternative) => inline::image(self, *file, alternative),
            Op::PageBreak => self.out.push_str("<hr class=\"page\"/>"),
            Op::Field(field) => field::draw(self, field),
            Op::EntryGrid(entry) => grid::draw(self, entry),
            Op::Gallery { people, columns } => inline::gallery(self, people, *columns),
            Op::Bars { title, series } => crate::bars::draw(self, title, series),
            Op::Close => self.close(),
            _ => self.begin(op, rest),
        }
    }

    fn begin(&mut self, op: &'a Op, rest: &'a [Op]) {
        match op {
            Op::OpenSection { id, title } => self.section(id, title),
            Op::OpenColumns => self.push_open("<div class=\"columns\">", Open::Columns),
            Op::OpenTabs => self.push_open("<div class=\"tabs\" data-tabs=\"\">", Open::Tabs),
            Op::OpenList { ordered } => {
                let ordered = *ordered;
                self.push_open(if ordered { "<ol>" } else { "<ul>" }, Open::List { ordered });
            }
            Op::OpenItem => self.push_open("<li>", Open::Item),
            Op::OpenTable { caption, columns } => {
                table::head(self, caption, columns, |_| false);
                self.open.push(Open::Table { columns });
            }
            Op::OpenRow => self.push_open("<tr>", Open::Row { cells: 0 }),
            Op::OpenCell => self.cell(),
            Op::OpenForm { route, submit } => {
                self.form(route, rest);
                self.open.push(Open::Form { submit });
            }
            _ => {}
        }
    }

    fn push_open(&mut self, tag: &str, open: Open<'a>) {
        self.out.push_str(tag);
        self.open.push(open);
    }

    fn cell(&mut self) {
        let at = match self.open.last_mut() {
            Some(Open::Row { cells }) => {
                *cells += 1;
                *cells - 1
            }
            _ => usize::MAX,
        };
        let heading = at == 0;
        self.out.push_str(if heading { "<th scope=\"row\"" } else { "<td" });
        let table = self.open.iter().rev().find_map(|o| if let Open::Table { columns } = o { Some(*columns) } else { None });
        if let Some(label) = table.and_then(|columns| table::label(columns, at)) {
            attribute(&mut self.out, "data-label", label);
        }
        self.push_open(">", Open::Cell { heading });
    }

    /// Whether the heading just written says the same.
    pub(crate) fn just_titled(&self, text: &str) -> bool {
        matches!(self.open.last(), Some(Open::Section { title, from }) if *title == text && *from == self.out.len())
    }

    fn section(&mut self, id: &str, title: &'a str) {
        let level = self.level();
        self.out.push_str("<section id=\"");
        self.out.extend(id.chars().filter(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')));
        self.out.push_str("\">");
        heading(&mut self.out, level, title);
        self.open.push(Open::Section { title, from: self.out.len() });
    }

    /// The head of a form; with a file among its fields up to the matching close, it is sent in parts.
    fn form(&mut self, route: &str, rest: &[Op]) {
        let mut depth = 1_usize;
        let parts = rest
            .iter()
            .take_while(|op| still_inside(op, &mut depth))
            .any(|op| matches!(op, Op::Field(field) if matches!(field.kind, preau_domain::page::FieldKind::File { .. })));
        self.form_tag(route, if parts { " class=\"form\" enctype=\"multipart/form-data\"" } else { " class=\"form\"" });
    }

    /// `<form …>` with the hat in it. A route that leads nowhere gives a form without action, which posts to the page itself.
    pub(crate) fn form_tag(&mut self, route: &str, attributes: &str) {
        self.out.push_str("<form method=\"post\"");
        self.out.push_str(attributes);
        if let Some(address) = route::href(self.frame.route_base, route) {
            attribute(&mut self.out, "action", &address);
        }
        if self.widget {
            self.out.push_str(" target=\"_blank\"");
        }
        self.out.push('>');
        hidden(&mut self.out, "hat", self.frame.hat);
    }

    fn action(&mut self, text: &str, route: &str, tone: Tone) {
        if route::href(self.frame.route_base, route).is_none() {
            self.out.push_str("<span>");
            push(&mut self.out, text);
            self.out.push_str("</span>");
            return;
        }
        self.form_tag(route, " class=\"action\"");
        self.out.push_str("<button type=\"submit\" class=\"");
        self.out.push_str(inline::tone_class(tone));
        self.out.push_str("\">");
        push(&mut self.out, text);
        self.out.push_str("</button></form>");
    }

    fn progress(&mut self, label: &str, done: u32, total: u32) {
        let serial = self.next_serial();
        self.out.push_str("<p class=\"progress\"><span id=\"_p");
        number(&mut self.out, serial);
        self.out.push_str("\">");
        push(&mut self.out, label);
        self.out.push_str("</span> <progress aria-labelledby=\"_p");
        number(&mut self.out, serial);
        self.out.push_str("\" max=\"");
        number(&mut self.out, u64::from(total.max(1)));
        self.out.push_str("\" value=\"");
        number(&mut self.out, u64::from(done.min(total)));
        self.out.push_str("\"></progress> <b>");
        // Of a hundred: that is a percentage.
        let said = if total == 100 {
            text!("render-percent", done = done)
        } else {
            text!("render-progress", done = done, total = total)
        };
        push(&mut self.out, &said.to_string());
        self.out.push_str("</b></p>");
    }

    fn close(&mut self) {
        let end = match self.open.pop() {
            None => "",
            Some(Open::Section { .. }) => "</section>",
            Some(Open::Columns | Open::Tabs) => "</div>",
            Some(Open::List { ordered: true }) => "</ol>",
            Some(Open::List { ordered: false }) => "</ul>",
            Some(Open::Item) => "</li>",
            Some(Open::Table { .. }) => "</tbody></table></div>",
            Some(Open::Row { .. }) => "</tr>",
            Some(Open::Cell { heading: true }) => "</th>",
            Some(Open::Cell { heading: false }) => "</td>",
            Some(Open::Form { submit }) => {
                self.out.push_str("<div class=\"actions\"><button type=\"submit\" class=\"main\">");
                push(&mut self.out, submit);
                "</button></div></form>"
            }
        };
        self.out.push_str(end);
    }
}

/// `<h{level}>…`.
pub(crate) fn heading(out: &mut String, level: usize, text: &str) {
    let digit = match level {
        2 => "2>",
        3 => "3>",
        4 => "4>",
        5 => "5>",
        _ => "6>",
    };
    out.push_str("<h");
    out.push_str(digit);
    push(out, text);
    out.push_str("</h");
    out.push_str(digit);
}

fn run_of(op: &Op) -> Run {
    match op {
        Op::Text(_)
        | Op::Strong(_)
        | Op::Badge(..)
        | Op::Date(_)
        | Op::Moment(_)
        | Op::PersonName(_)
        | Op::PersonPhoto(_)
        | Op::Prose(_)
        | Op::GroupName(_)
        | Op::Attachment(_)
        | Op::Link { .. }
        | Op::PersonLink { .. }
        | Op::Outside { .. } => Run::Line,
        Op::Fact { .. } => Run::Facts,
        Op::Action { .. } => Run::Actions,
        _ => Run::Apart,
    }
}

/// Whether the line that begins here holds links only.
fn only_links(from: &[Op]) -> bool {
    from.iter().take_while(|op| run_of(op) == Run::Line).all(|op| matches!(op, Op::Link { .. }))
}

/// Whether `op` lies before the close that brings `depth` to zero.
fn still_inside(op: &Op, depth: &mut usize) -> bool {
    match op {
        Op::Close => *depth -= 1,
        Op::OpenSection { .. }
        | Op::OpenColumns
        | Op::OpenTabs
        | Op::OpenList { .. }
        | Op::OpenItem
        | Op::OpenTable { .. }
        | Op::OpenRow
        | Op::OpenCell
        | Op::OpenForm { .. } => *depth += 1,
        _ => {}
    }
    *depth > 0
}
