//! The page model: what a writer records and `preau-render` draws, for plugins and for the host's own pages alike.
//!
//! A recording is a flat list of [`Op`]s whose opens and closes match; the recorder (sandbox, or a host page) has
//! checked nesting, sizes and handles, so that drawing cannot fail. Routes are relative to who recorded them: a
//! plugin's to itself, a host page's to the school's root.

mod grid;

pub use grid::{CellConflict, Code, EntryGrid, GridColumn, GridReport, SavedCell};

use crate::ids::{FileId, GroupId, PersonId, ProseId};
use crate::time::{Day, Instant};
use crate::value::Texts;

/// How a notice, badge or action is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// Good to know.
    Info,
    /// It went well.
    Success,
    /// Take care.
    Warning,
    /// It went wrong, or cannot be undone.
    Danger,
}

/// What a call answers.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// A page to draw.
    Page(Page),
    /// Go to a route of the same plugin, with a message to show there.
    Redirect {
        /// Relative to the plugin.
        route: String,
        /// Shown once on the page one arrives at.
        message: Option<String>,
    },
    /// What became of the cells of an entry grid, drawn as JSON for the host's script and as a page without it.
    Grid(GridReport),
    /// A file to save.
    Download {
        /// Its name; cleaned by the host.
        name: String,
        /// From the list of allowed media types.
        media_type: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// One recorded page.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Page {
    /// The heading of level one and the document's title.
    pub title: String,
    /// The way back: (text, route).
    pub trail: Vec<(String, String)>,
    /// The content.
    pub ops: Vec<Op>,
}

/// One thing the writer said.
#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    /// A titled section; its heading level follows from nesting.
    OpenSection {
        /// An anchor, `[a-z0-9-]+`, unique in the page.
        id: String,
        /// The heading.
        title: String,
    },
    /// Blocks side by side where there is room.
    OpenColumns,
    /// Sections shown one at a time; without script, one after the other.
    OpenTabs,
    /// A list.
    OpenList {
        /// Numbered.
        ordered: bool,
    },
    /// An item of a list.
    OpenItem,
    /// A table with a caption and column headings.
    OpenTable {
        /// What it shows.
        caption: String,
        /// The headings.
        columns: Vec<String>,
    },
    /// A row of a table; its first cell is the row's heading.
    OpenRow,
    /// A cell of a row.
    OpenCell,
    /// A form that posts to a route.
    OpenForm {
        /// Where to.
        route: String,
        /// What its button says.
        submit: String,
    },
    /// Ends the innermost open thing.
    Close,
    /// A whole table of plain text, row-major.
    Table {
        /// What it shows.
        caption: String,
        /// The headings.
        columns: Vec<String>,
        /// `rows × columns` texts.
        cells: Texts,
    },
    /// A paragraph.
    Paragraph(String),
    /// Text within the current block.
    Text(String),
    /// The same, stressed.
    Strong(String),
    /// Markdown without HTML; links only to allowed origins.
    Markdown(String),
    /// A boxed message.
    Notice(Tone, String),
    /// A small label.
    Badge(Tone, String),
    /// A day.
    Date(Day),
    /// A moment.
    Moment(Instant),
    /// A label and its text.
    Fact {
        /// What it is.
        label: String,
        /// What it says.
        text: String,
    },
    /// So much is done.
    Progress {
        /// Of what.
        label: String,
        /// So many.
        done: u32,
        /// Of so many.
        total: u32,
    },
    /// The name of a person, put in while drawing if the actor may see it, « — » otherwise.
    PersonName(PersonId),
    /// The photo of a person, or initials.
    PersonPhoto(PersonId),
    /// Free text about somebody.
    Prose(ProseId),
    /// The name of a class or group.
    GroupName(GroupId),
    /// A stored picture with its alternative.
    Image(FileId, String),
    /// A stored file to fetch.
    Attachment(FileId),
    /// A way on: text, route.
    Link {
        /// What it says.
        text: String,
        /// Where to.
        route: String,
    },
    /// A link whose text is a person's name.
    PersonLink {
        /// Whose name.
        who: PersonId,
        /// Where to.
        route: String,
    },
    /// A way out of the portal: marked, opened apart, without referrer.
    Outside {
        /// What it says.
        text: String,
        /// An `https` address.
        address: String,
    },
    /// A button that posts to a route.
    Action {
        /// What it says.
        text: String,
        /// Where to.
        route: String,
        /// How it is meant.
        tone: Tone,
    },
    /// Print goes on on a new page.
    PageBreak,
    /// One field of the open form.
    Field(Box<Field>),
    /// A grid of codes, one row a person.
    EntryGrid(Box<EntryGrid>),
    /// Photos with names under them.
    Gallery {
        /// Who.
        people: Vec<PersonId>,
        /// How many in a row on a wide screen.
        columns: u32,
    },
    /// A bar of several parts per line, such as states of acquisition: (label, parts).
    Bars {
        /// What it shows.
        title: String,
        /// Each line: its label and its parts (label, amount).
        series: Vec<(String, Vec<(String, f64)>)>,
    },
}

/// A field of a form.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    /// The name it posts under, `[a-z0-9-]+`.
    pub name: String,
    /// What it asks.
    pub label: String,
    /// A hint under the label.
    pub hint: String,
    /// Must be filled.
    pub required: bool,
    /// What kind, with its present value.
    pub kind: FieldKind,
}

/// The kinds of fields.
#[derive(Clone, PartialEq, Debug)]
pub enum FieldKind {
    /// One line.
    Line {
        /// Present value.
        value: String,
        /// In characters.
        max_length: u32,
    },
    /// Several lines.
    Area {
        /// Present value.
        value: String,
        /// In characters.
        max_length: u32,
    },
    /// One of several, or several of them.
    Choice {
        /// (value, label).
        options: Vec<(String, String)>,
        /// Values chosen now.
        selected: Vec<String>,
        /// More than one may be chosen.
        multiple: bool,
    },
    /// One of the actor's groups, by their names.
    Group {
        /// Which to offer: (value posted, group).
        options: Vec<(String, GroupId)>,
        /// The one chosen now.
        selected: Option<GroupId>,
    },
    /// Yes or no.
    Check(bool),
    /// A whole number.
    Number {
        /// Present value.
        value: Option<i64>,
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// A day.
    Date(Option<Day>),
    /// Text about a person; a handle reaches the plugin.
    Prose {
        /// Present text.
        value: Option<ProseId>,
        /// In characters.
        max_length: u32,
    },
    /// A file to send.
    File {
        /// Media types or extensions.
        accept: Vec<String>,
        /// More than one.
        multiple: bool,
    },
    /// Sent along unseen.
    Hidden(String),
}

impl Page {
    /// The persons whose names, photos or rows the page shows, in order of appearance and possibly repeated.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        let mut found = Vec::new();
        for op in &self.ops {
            match op {
                Op::PersonName(who) | Op::PersonPhoto(who) | Op::PersonLink { who, .. } => found.push(*who),
                Op::EntryGrid(grid) => found.extend(&grid.rows),
                Op::Gallery { people, .. } => found.extend(people),
                _ => {}
            }
        }
        found
    }

    /// The groups it names.
    #[must_use]
    pub fn groups(&self) -> Vec<GroupId> {
        let mut found = Vec::new();
        for op in &self.ops {
            match op {
                Op::GroupName(group) => found.push(*group),
                Op::Field(field) => {
                    if let FieldKind::Group { options, .. } = &field.kind {
                        found.extend(options.iter().map(|(_, group)| *group));
                    }
                }
                _ => {}
            }
        }
        found
    }
}
