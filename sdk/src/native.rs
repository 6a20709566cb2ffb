//! Running a plugin natively: every import goes to a [`Backend`], which mirrors `wit/plugin.wit` one to one.
//!
//! Tests use [`testing::School`](crate::testing::School); the host's benchmark implements [`Backend`] over the calls
//! that its sandbox makes, so that both sides of a ratio run the same handler against the same data.

use std::cell::Cell as Slot;
use std::ptr::NonNull;

use crate::log::Level;
use crate::sys::RawRequest;
use crate::view::Cell;
use crate::{Call, Day, Draft, Failure, GridInput, Handle, Instant, Person, Request, Result, Texts, Whose, Writer};

/// What the host does for a plugin.
pub trait Backend {
    /// `ambient.actor`.
    fn actor(&mut self) -> Person;
    /// `ambient.role`.
    fn role(&mut self) -> String;
    /// `ambient.functions`.
    fn functions(&mut self) -> Vec<(String, Option<Handle>)>;
    /// `ambient.now`.
    fn now(&mut self) -> Instant;
    /// `ambient.today`.
    fn today(&mut self) -> Day;
    /// `ambient.start-of`.
    fn start_of(&mut self, day: Day) -> Instant;
    /// `ambient.school-year`.
    fn school_year(&mut self) -> String;
    /// `ambient.locale`.
    fn locale(&mut self) -> String;
    /// `ambient.random`.
    fn random(&mut self, length: u32) -> Vec<u8>;
    /// `views.read`.
    ///
    /// # Errors
    /// As the host answers.
    fn read(&mut self, view: &str, args: &[(&str, Cell<'_>)], cursor: Option<&str>) -> Result<Page>;
    /// `records.scan`.
    ///
    /// # Errors
    /// As the host answers.
    fn scan(&mut self, collection: &str, of: Whose<'_>, prefix: &str, limit: u32, cursor: Option<&str>) -> Result<Rows>;
    /// `records.put`; the draft's value is `Ok`.
    ///
    /// # Errors
    /// As the host answers.
    fn put(&mut self, draft: &Draft) -> Result;
    /// `records.delete`.
    ///
    /// # Errors
    /// As the host answers.
    fn delete(&mut self, collection: &str, subject: Option<Person>, key: &str, version: u64) -> Result;
    /// `settings.get`.
    fn setting(&mut self, name: &str) -> Option<String>;
    /// `log.write`.
    fn log(&mut self, level: Level, message: &str);
    /// A method of `ui.writer`.
    fn write(&mut self, call: Call<'_>);
}

/// A request, as data.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RequestData {
    /// `GET` or `POST`.
    pub method: String,
    /// Relative to the plugin.
    pub path: String,
    /// Parameters of the address.
    pub query: Vec<(String, String)>,
    /// Fields of the form.
    pub fields: Vec<(String, String)>,
    /// Fields that hold a person or group chosen in a host widget.
    pub chosen: Vec<(String, Handle)>,
    /// Changed cells.
    pub grid: Option<GridInput>,
}

impl RequestData {
    /// A GET of a route; a query after `?` is taken apart (without percent-decoding).
    #[must_use]
    pub fn get(route: &str) -> Self {
        let (path, query) = route.split_once('?').unwrap_or((route, ""));
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Self {
            method: String::from("GET"),
            path: path.to_owned(),
            query: pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
            ..Self::default()
        }
    }

    /// A POST of a form.
    #[must_use]
    pub fn post(route: &str) -> Self {
        Self { method: String::from("POST"), path: route.to_owned(), ..Self::default() }
    }

    /// With a field of the form.
    #[must_use]
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a person or group chosen in a host widget.
    #[must_use]
    pub fn chosen(mut self, name: &str, handle: impl Into<Handle>) -> Self {
        self.chosen.push((name.to_owned(), handle.into()));
        self
    }

    /// With a changed cell of an entry grid.
    #[must_use]
    pub fn cell(mut self, row: Person, column: &str, symbol: &str, version: u64) -> Self {
        let grid = self.grid.get_or_insert_default();
        grid.rows.push(row);
        grid.columns.push(column);
        grid.symbols.push(symbol);
        grid.versions.push(version);
        self
    }
}

/// A column of a view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ColumnData {
    /// Handles.
    Handles(Vec<Handle>),
    /// Whole numbers or days.
    Integers(Vec<i64>),
    /// Texts.
    Texts(Texts),
}

/// Some rows of a view.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// How many rows.
    pub rows: u32,
    /// Name, values, and which rows hold a value (empty: all do).
    pub columns: Vec<(String, ColumnData, Vec<bool>)>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

fn no_column(name: &str) -> Failure {
    Failure::Invalid(format!("no column {name} of this type"))
}

impl Page {
    pub(crate) fn rows(&self) -> u32 {
        self.rows
    }

    pub(crate) fn columns(&self) -> Vec<String> {
        self.columns.iter().map(|(name, ..)| name.clone()).collect()
    }

    fn column(&self, name: &str) -> Result<&(String, ColumnData, Vec<bool>)> {
        self.columns.iter().find(|(n, ..)| n == name).ok_or_else(|| no_column(name))
    }

    pub(crate) fn present(&self, name: &str) -> Result<Vec<bool>> {
        let (_, _, present) = self.column(name)?;
        Ok(if present.is_empty() { (0..self.rows).map(|_| true).collect() } else { present.clone() })
    }

    pub(crate) fn handles(&self, name: &str) -> Result<Vec<Handle>> {
        let (_, ColumnData::Handles(handles), _) = self.column(name)? else { return Err(no_column(name)) };
        Ok(handles.clone())
    }

    pub(crate) fn integers(&self, name: &str) -> Result<Vec<i64>> {
        let (_, ColumnData::Integers(integers), _) = self.column(name)? else { return Err(no_column(name)) };
        Ok(integers.clone())
    }

    pub(crate) fn texts(&self, name: &str) -> Result<Texts> {
        let (_, ColumnData::Texts(texts), _) = self.column(name)? else { return Err(no_column(name)) };
        Ok(texts.clone())
    }

    pub(crate) fn next(&self) -> Option<String> {
        self.next.clone()
    }
}

/// Records found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rows {
    /// Whom each is about.
    pub subjects: Vec<Person>,
    /// Their keys.
    pub keys: Texts,
    /// Their JSON texts.
    pub values: Texts,
    /// Their versions.
    pub versions: Vec<u64>,
    /// Who wrote each last.
    pub authors: Vec<Person>,
    /// When each was written last.
    pub changed: Vec<Instant>,
    /// Named references, each as long as the rest.
    pub references: Vec<(String, Vec<Handle>)>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

impl Rows {
    pub(crate) fn count(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn subjects(&self) -> Vec<Person> {
        self.subjects.clone()
    }

    pub(crate) fn keys(&self) -> Texts {
        self.keys.clone()
    }

    pub(crate) fn values(&self) -> Texts {
        self.values.clone()
    }

    pub(crate) fn versions(&self) -> Vec<u64> {
        self.versions.clone()
    }

    pub(crate) fn authors(&self) -> Vec<Person> {
        self.authors.clone()
    }

    pub(crate) fn changed(&self) -> Vec<Instant> {
        self.changed.clone()
    }

    pub(crate) fn references(&self, name: &str) -> Vec<Handle> {
        let found = self.references.iter().find(|(n, _)| n == name);
        found.map_or_else(|| vec![Handle::NONE; self.count()], |(_, handles)| handles.clone())
    }

    pub(crate) fn next(&self) -> Option<String> {
        self.next.clone()
    }
}

thread_local! {
    static CURRENT: Slot<Option<NonNull<dyn Backend>>> = const { Slot::new(None) };
}

/// Puts the slot's former content back, also when a handler panics.
struct Restore(Option<NonNull<dyn Backend>>);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// Runs a handler against `backend`. Whether what it wrote is kept is the backend's affair, as it is the host's.
///
/// # Errors
/// What the handler answers.
pub fn run(
    backend: &mut dyn Backend,
    request: &RequestData,
    handler: impl FnOnce(&Request<'_>, &mut Writer<'_>) -> Result,
) -> Result {
    let pointer: NonNull<dyn Backend + '_> = NonNull::from(backend);
    #[expect(unsafe_code, reason = "the lifetime is forgotten for this call only: Restore takes the pointer out before it ends")]
    let pointer = unsafe { std::mem::transmute::<NonNull<dyn Backend + '_>, NonNull<dyn Backend>>(pointer) };
    let _restore = Restore(CURRENT.replace(Some(pointer)));
    handler(&Request::of(RawRequest(request)), &mut Writer::of(std::marker::PhantomData))
}

/// Calls the backend of this call. The slot is empty meanwhile, so that there is never a second way to it.
#[expect(clippy::panic, reason = "calling an import outside of a call is a mistake of the test, not of its data")]
pub(crate) fn with<R>(ask: impl FnOnce(&mut dyn Backend) -> R) -> R {
    let Some(mut pointer) = CURRENT.take() else {
        panic!("a function of preau_sdk that asks the host was called outside of preau_sdk::native::run");
    };
    let _restore = Restore(Some(pointer));
    #[expect(unsafe_code, reason = "the backend is borrowed by `run`, which is further up this very stack; the slot is empty")]
    ask(unsafe { pointer.as_mut() })
}
