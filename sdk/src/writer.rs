//! Saying a page. The host escapes, numbers headings and checks nesting while the plugin writes; names, theme and
//! protection of forms come in afterwards.

use crate::{Call, Conflict, Day, EntryGrid, Group, Instant, Person, Texts, Tone, sys};

/// Where a plugin says its page.
///
/// Containers take a closure, so that what is opened is closed; the closure's value comes back, so that `?` works in it:
///
/// ```
/// # use preau_sdk::{Result, Tone, Writer};
/// fn page(out: &mut Writer) -> Result {
///     out.title("Sorties");
///     out.section("prochaine", "Prochaine sortie", |out| {
///         out.paragraph("Musée des sciences");
///         out.badge(Tone::Info, "12 places");
///     });
///     out.form("/inscription", "S’inscrire", |out| out.text_field("motif", "Motif", "", true, 200));
///     Ok(())
/// }
/// ```
///
/// Misuse (a row outside of a table, a handle of another plugin, too much) spoils the page: the call ends as a fault of
/// the plugin, named in the school's log.
pub struct Writer<'a> {
    raw: sys::RawWriter<'a>,
}

impl<'a> Writer<'a> {
    pub(crate) fn of(raw: sys::RawWriter<'a>) -> Self {
        Self { raw }
    }

    /// Says one thing as a value; the methods below are this with names.
    #[inline]
    pub fn say(&mut self, call: Call<'_>) {
        sys::write(self.raw, call);
    }

    fn within<R>(&mut self, open: Call<'_>, content: impl FnOnce(&mut Self) -> R) -> R {
        self.say(open);
        let answer = content(self);
        self.say(Call::Close);
        answer
    }

    /// The page's title.
    pub fn title(&mut self, text: &str) {
        self.say(Call::Title { text });
    }

    /// A step of the way back.
    pub fn trail(&mut self, text: &str, route: &str) {
        self.say(Call::Trail { text, route });
    }

    /// Instead of a page: go there and show the message.
    pub fn redirect(&mut self, route: &str, message: Option<&str>) {
        self.say(Call::Redirect { route, message });
    }

    /// Instead of a page: a file, of an allowed media type. Its content follows with [`Writer::bytes`].
    pub fn download(&mut self, name: &str, media_type: &str) {
        self.say(Call::Download { name, media_type });
    }

    /// More bytes of the download.
    pub fn bytes(&mut self, chunk: &[u8]) {
        self.say(Call::Bytes { chunk });
    }

    /// A titled section; `id` is an anchor of `[a-z0-9-]+`, unique in the page.
    pub fn section<R>(&mut self, id: &str, title: &str, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenSection { id, title }, content)
    }

    /// Blocks side by side where there is room.
    pub fn columns<R>(&mut self, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenColumns, content)
    }

    /// Sections shown one at a time.
    pub fn tabs<R>(&mut self, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenTabs, content)
    }

    /// A list of [`Writer::item`]s.
    pub fn list<R>(&mut self, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenList { ordered: false }, content)
    }

    /// A numbered list of [`Writer::item`]s.
    pub fn numbered<R>(&mut self, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenList { ordered: true }, content)
    }

    /// An item of a list.
    pub fn item<R>(&mut self, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenItem, content)
    }

    /// A table of [`Writer::row`]s. For plain text, [`Writer::table`] is one call.
    pub fn rich_table<R>(&mut self, caption: &str, columns: &[&str], content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenTable { caption, columns }, content)
    }

    /// A row of [`Writer::cell`]s; its first cell is its heading.
    pub fn row<R>(&mut self, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenRow, content)
    }

    /// A cell of a row.
    pub fn cell<R>(&mut self, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenCell, content)
    }

    /// A form that posts to `route`.
    pub fn form<R>(&mut self, route: &str, submit: &str, content: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Call::OpenForm { route, submit }, content)
    }

    /// A whole table of plain text, row-major, in one copy.
    pub fn table(&mut self, caption: &str, columns: &[&str], cells: &Texts) {
        self.say(Call::Table { caption, columns, cells });
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.say(Call::Paragraph { text });
    }

    /// Text within the open block.
    pub fn text(&mut self, text: &str) {
        self.say(Call::Text { text });
    }

    /// The same, stressed.
    pub fn strong(&mut self, text: &str) {
        self.say(Call::Strong { text });
    }

    /// Markdown without HTML; links only to origins that the manifest names.
    pub fn markdown(&mut self, text: &str) {
        self.say(Call::Markdown { text });
    }

    /// A boxed message.
    pub fn notice(&mut self, tone: Tone, text: &str) {
        self.say(Call::Notice { tone, text });
    }

    /// A small label.
    pub fn badge(&mut self, tone: Tone, text: &str) {
        self.say(Call::Badge { tone, text });
    }

    /// A day, as French readers write it.
    pub fn date(&mut self, day: Day) {
        self.say(Call::Date { day });
    }

    /// A moment.
    pub fn moment(&mut self, at: Instant) {
        self.say(Call::Moment { at });
    }

    /// A label and its text.
    pub fn fact(&mut self, label: &str, text: &str) {
        self.say(Call::Fact { label, text });
    }

    /// So much is done.
    pub fn progress(&mut self, label: &str, done: u32, total: u32) {
        self.say(Call::Progress { label, done, total });
    }

    /// A person's name, which the plugin does not know: « — » for a reader who may not see it.
    pub fn person_name(&mut self, who: Person) {
        self.say(Call::PersonName { who });
    }

    /// A link whose text is a person's name.
    pub fn person_link(&mut self, who: Person, route: &str) {
        self.say(Call::PersonLink { who, route });
    }

    /// A group's name, which the plugin does not know.
    pub fn group_name(&mut self, which: Group) {
        self.say(Call::GroupName { which });
    }

    /// A way on.
    pub fn link(&mut self, text: &str, route: &str) {
        self.say(Call::Link { text, route });
    }

    /// A way out of the portal, only to an origin that the manifest names.
    pub fn outside(&mut self, text: &str, address: &str) {
        self.say(Call::Outside { text, address });
    }

    /// A button that posts to `route`.
    pub fn action(&mut self, text: &str, route: &str, tone: Tone) {
        self.say(Call::Action { text, route, tone });
    }

    /// Print goes on on a new page.
    pub fn page_break(&mut self) {
        self.say(Call::PageBreak);
    }

    /// A field of one line; `name` is of `[a-z0-9-]+`, as for all fields.
    pub fn text_field(&mut self, name: &str, label: &str, value: &str, required: bool, max_length: u32) {
        self.say(Call::TextField { name, label, value, required, max_length });
    }

    /// A field of several lines.
    pub fn area_field(&mut self, name: &str, label: &str, value: &str, max_length: u32) {
        self.say(Call::AreaField { name, label, value, max_length });
    }

    /// One of several (value, label).
    pub fn choice(&mut self, name: &str, label: &str, options: &[(&str, &str)], selected: &str) {
        self.say(Call::ChoiceField { name, label, options, selected: &[selected], multiple: false });
    }

    /// Several of several (value, label); [`Request::fields`](crate::Request::fields) gives them.
    pub fn choices(&mut self, name: &str, label: &str, options: &[(&str, &str)], selected: &[&str]) {
        self.say(Call::ChoiceField { name, label, options, selected, multiple: true });
    }

    /// One of these groups, offered by their names; [`Request::group`](crate::Request::group) gives it.
    pub fn group_field(&mut self, name: &str, label: &str, options: &[Group], selected: Option<Group>) {
        self.say(Call::GroupField { name, label, options, selected });
    }

    /// Yes or no.
    pub fn check_field(&mut self, name: &str, label: &str, checked: bool) {
        self.say(Call::CheckField { name, label, checked });
    }

    /// A whole number.
    pub fn number_field(&mut self, name: &str, label: &str, value: Option<i64>, min: i64, max: i64) {
        self.say(Call::NumberField { name, label, value, min, max });
    }

    /// A day; [`Request::day`](crate::Request::day) gives it.
    pub fn date_field(&mut self, name: &str, label: &str, value: Option<Day>) {
        self.say(Call::DateField { name, label, value });
    }

    /// Sent along unseen.
    pub fn hidden(&mut self, name: &str, value: &str) {
        self.say(Call::Hidden { name, value });
    }

    /// A grid of codes, which the host draws, drives by keyboard, and saves through a lost network.
    pub fn entry_grid(&mut self, grid: EntryGrid<'_>) {
        self.say(Call::EntryGrid { grid });
    }

    /// Answers a posted grid: this cell is stored.
    pub fn grid_saved(&mut self, row: Person, column: &str, symbol: &str, version: u64) {
        self.say(Call::GridSaved { row, column, symbol, version });
    }

    /// Answers a posted grid: somebody else changed this cell meanwhile; nothing of it was written.
    pub fn grid_conflict(&mut self, conflict: Conflict<'_>) {
        self.say(Call::GridConflict { conflict });
    }

    /// Answers a posted grid: where the grid is, for a reader without script.
    pub fn grid_back(&mut self, route: &str) {
        self.say(Call::GridBack { route });
    }

    /// A bar of several parts per line: (label, parts (label, amount)).
    pub fn bars(&mut self, title: &str, series: &[(&str, &[(&str, f64)])]) {
        self.say(Call::Bars { title, series });
    }
}
