//! What a writer can say, as one closed value: what a native [`Backend`](crate::Backend) receives.
//! New methods of the WIT's writer become new variants.

use crate::{Day, Group, Instant, Person, Texts};

/// How a notice, badge or action is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Nothing special.
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

/// A column of an entry grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column<'a> {
    /// The name it posts under.
    pub id: &'a str,
    /// The short heading.
    pub short: &'a str,
    /// The whole heading.
    pub long: &'a str,
}

/// A code that may be entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code<'a> {
    /// What is stored and shown, at most 3 characters.
    pub symbol: &'a str,
    /// What it means.
    pub label: &'a str,
    /// The key that enters it, one character.
    pub key: &'a str,
    /// 0 (worst) to 3 (best), 255 for a special code.
    pub shade: u8,
}

/// A grid of codes: persons × columns. `cells` and `versions` are row-major.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryGrid<'a> {
    /// Where changed cells are posted; [`Request::grid`](crate::Request::grid) gives them there.
    pub route: &'a str,
    /// Whose rows, in this order.
    pub rows: &'a [Person],
    /// The columns.
    pub columns: &'a [Column<'a>],
    /// The codes.
    pub codes: &'a [Code<'a>],
    /// Index into `codes`, 255 where nothing is entered.
    pub cells: &'a [u8],
    /// The version of each cell, 0 where there never was one.
    pub versions: &'a [u64],
}

/// A cell that somebody else changed since it was shown; nothing of it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Conflict<'a> {
    /// Whose row.
    pub row: Person,
    /// Which column.
    pub column: &'a str,
    /// The symbol wanted.
    pub mine: &'a str,
    /// The symbol stored.
    pub theirs: &'a str,
    /// The stored version, to post when one insists.
    pub version: u64,
    /// Who stored it.
    pub by: Person,
    /// When.
    pub at: Instant,
}

/// One thing said to the writer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Call<'a> {
    /// The page's title.
    Title {
        /// What it says.
        text: &'a str,
    },
    /// A step of the way back.
    Trail {
        /// What it says.
        text: &'a str,
        /// Relative to the plugin.
        route: &'a str,
    },
    /// Go there instead and show the message.
    Redirect {
        /// Relative to the plugin.
        route: &'a str,
        /// Shown on arrival.
        message: Option<&'a str>,
    },
    /// A file instead of a page.
    Download {
        /// Its name.
        name: &'a str,
        /// From the host's list.
        media_type: &'a str,
    },
    /// More bytes of the download.
    Bytes {
        /// The bytes.
        chunk: &'a [u8],
    },
    /// Begins a titled section.
    OpenSection {
        /// An anchor, `[a-z0-9-]+`.
        id: &'a str,
        /// Its heading.
        title: &'a str,
    },
    /// Begins blocks side by side.
    OpenColumns,
    /// Begins sections shown one at a time.
    OpenTabs,
    /// Begins a list.
    OpenList {
        /// Numbered.
        ordered: bool,
    },
    /// Begins an item.
    OpenItem,
    /// Begins a table, row by row.
    OpenTable {
        /// What it shows.
        caption: &'a str,
        /// The headings.
        columns: &'a [&'a str],
    },
    /// Begins a row.
    OpenRow,
    /// Begins a cell.
    OpenCell,
    /// Begins a form.
    OpenForm {
        /// Relative to the plugin.
        route: &'a str,
        /// What its button says.
        submit: &'a str,
    },
    /// Ends the innermost open thing.
    Close,
    /// A whole table of plain text, row-major.
    Table {
        /// What it shows.
        caption: &'a str,
        /// The headings.
        columns: &'a [&'a str],
        /// `rows × columns` texts.
        cells: &'a Texts,
    },
    /// A paragraph.
    Paragraph {
        /// What it says.
        text: &'a str,
    },
    /// Text within the open block.
    Text {
        /// What it says.
        text: &'a str,
    },
    /// The same, stressed.
    Strong {
        /// What it says.
        text: &'a str,
    },
    /// Markdown without HTML.
    Markdown {
        /// What it says.
        text: &'a str,
    },
    /// A boxed message.
    Notice {
        /// How it is meant.
        tone: Tone,
        /// What it says.
        text: &'a str,
    },
    /// A small label.
    Badge {
        /// How it is meant.
        tone: Tone,
        /// What it says.
        text: &'a str,
    },
    /// A day.
    Date {
        /// Which.
        day: Day,
    },
    /// A moment.
    Moment {
        /// When.
        at: Instant,
    },
    /// A label and its text.
    Fact {
        /// What it asks or is.
        label: &'a str,
        /// What it says.
        text: &'a str,
    },
    /// So much is done.
    Progress {
        /// What it asks or is.
        label: &'a str,
        /// So many.
        done: u32,
        /// Of so many.
        total: u32,
    },
    /// A person's name.
    PersonName {
        /// Whose.
        who: Person,
    },
    /// A link whose text is a person's name.
    PersonLink {
        /// Whose.
        who: Person,
        /// Relative to the plugin.
        route: &'a str,
    },
    /// A group's name.
    GroupName {
        /// Which.
        which: Group,
    },
    /// A way on.
    Link {
        /// What it says.
        text: &'a str,
        /// Relative to the plugin.
        route: &'a str,
    },
    /// A way out.
    Outside {
        /// What it says.
        text: &'a str,
        /// An `https` address.
        address: &'a str,
    },
    /// A button that posts.
    Action {
        /// What it says.
        text: &'a str,
        /// Relative to the plugin.
        route: &'a str,
        /// How it is meant.
        tone: Tone,
    },
    /// Print goes on on a new page.
    PageBreak,
    /// One line.
    TextField {
        /// Its name.
        name: &'a str,
        /// What it asks or is.
        label: &'a str,
        /// Present value.
        value: &'a str,
        /// Must be filled.
        required: bool,
        /// In characters.
        max_length: u32,
    },
    /// Several lines.
    AreaField {
        /// Its name.
        name: &'a str,
        /// What it asks or is.
        label: &'a str,
        /// Present value.
        value: &'a str,
        /// In characters.
        max_length: u32,
    },
    /// One of several, or several of them.
    ChoiceField {
        /// Its name.
        name: &'a str,
        /// What it asks or is.
        label: &'a str,
        /// What may be chosen.
        options: &'a [(&'a str, &'a str)],
        /// What is chosen now.
        selected: &'a [&'a str],
        /// More than one may be chosen.
        multiple: bool,
    },
    /// One of these groups.
    GroupField {
        /// Its name.
        name: &'a str,
        /// What it asks or is.
        label: &'a str,
        /// What may be chosen.
        options: &'a [Group],
        /// What is chosen now.
        selected: Option<Group>,
    },
    /// Yes or no.
    CheckField {
        /// Its name.
        name: &'a str,
        /// What it asks or is.
        label: &'a str,
        /// Yes.
        checked: bool,
    },
    /// A whole number.
    NumberField {
        /// Its name.
        name: &'a str,
        /// What it asks or is.
        label: &'a str,
        /// Present value.
        value: Option<i64>,
        /// Least.
        min: i64,
        /// Most.
        max: i64,
    },
    /// A day.
    DateField {
        /// Its name.
        name: &'a str,
        /// What it asks or is.
        label: &'a str,
        /// Present value.
        value: Option<Day>,
    },
    /// Sent along unseen.
    Hidden {
        /// Its name.
        name: &'a str,
        /// Present value.
        value: &'a str,
    },
    /// A grid of codes.
    EntryGrid {
        /// All of it.
        grid: EntryGrid<'a>,
    },
    /// A posted cell is stored.
    GridSaved {
        /// Whose row.
        row: Person,
        /// Which column.
        column: &'a str,
        /// Its symbol now.
        symbol: &'a str,
        /// Its version now.
        version: u64,
    },
    /// A posted cell was changed by somebody else.
    GridConflict {
        /// Both sides.
        conflict: Conflict<'a>,
    },
    /// Where the grid is.
    GridBack {
        /// Relative to the plugin.
        route: &'a str,
    },
    /// Parts of a whole per line.
    Bars {
        /// Its heading.
        title: &'a str,
        /// (label, parts (label, amount)).
        series: &'a [(&'a str, &'a [(&'a str, f64)])],
    },
}
