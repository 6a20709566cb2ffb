//! Reading the views that the manifest declares. [`manifest!`](crate::manifest) wraps each in a typed function; this is
//! what those functions stand on, and what a view not known when compiling needs.

use crate::{Day, Failure, Group, Handle, Instant, Person, Result, Subject, Texts, sys};

/// One argument of a view.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Cell<'a> {
    /// No value.
    Absent,
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(&'a str),
    /// A day.
    Date(Day),
    /// A moment.
    Moment(Instant),
    /// A person, group or other thing.
    Handle(Handle),
}

/// Some rows of a view, column by column.
pub struct Page(sys::Page);

/// Reads one page of a view by its name.
///
/// # Errors
/// `Denied` when the view is not declared or not granted, `Invalid` for wrong arguments.
pub fn read(view: &str, args: &[(&str, Cell<'_>)], cursor: Option<&str>) -> Result<Page> {
    sys::read(view, args, cursor).map(Page)
}

/// Reads a view to its end, one page after the other.
///
/// # Errors
/// Those of [`read`] and of `each`.
pub fn read_all(view: &str, args: &[(&str, Cell<'_>)], mut each: impl FnMut(&Page) -> Result) -> Result {
    let mut cursor = None;
    loop {
        let page = read(view, args, cursor.as_deref())?;
        each(&page)?;
        cursor = page.next();
        if cursor.is_none() {
            return Ok(());
        }
    }
}

impl Page {
    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.0.rows()
    }

    /// The columns, as the manifest names them.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        self.0.columns()
    }

    /// Which rows hold a value.
    ///
    /// # Errors
    /// `Invalid` when there is no such column.
    pub fn present(&self, column: &str) -> Result<Vec<bool>> {
        self.0.present(column)
    }

    /// A column of handles, [`Handle::NONE`] where there is none.
    ///
    /// # Errors
    /// `Invalid` when there is no such column or it has another type.
    pub fn handles(&self, column: &str) -> Result<Vec<Handle>> {
        self.0.handles(column)
    }

    /// A column of whole numbers or days, 0 where there is none.
    ///
    /// # Errors
    /// `Invalid` when there is no such column or it has another type.
    pub fn integers(&self, column: &str) -> Result<Vec<i64>> {
        self.0.integers(column)
    }

    /// A column of texts, empty where there is none.
    ///
    /// # Errors
    /// `Invalid` when there is no such column or it has another type.
    pub fn texts(&self, column: &str) -> Result<Texts> {
        self.0.texts(column)
    }

    /// The cursor of the next page, if there is one.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        self.0.next()
    }
}

/// A field of the structs that `manifest!` makes: it grows by one page's column.
pub trait ColumnOf: Default {
    /// Adds the column `name` of `page`.
    ///
    /// # Errors
    /// `Invalid` when there is no such column or it has another type.
    fn append(&mut self, page: &Page, name: &str) -> Result;
}

fn extend<T>(all: &mut Vec<T>, more: Vec<T>) {
    if all.is_empty() { *all = more } else { all.extend(more) }
}

macro_rules! handles {
    ($($name:ident),+) => {$(
        impl ColumnOf for Vec<$name> {
            fn append(&mut self, page: &Page, name: &str) -> Result {
                // The same layout: the vector is taken over, not copied.
                extend(self, page.handles(name)?.into_iter().map($name).collect());
                Ok(())
            }
        }
    )+};
}

handles!(Person, Group, Subject);

impl ColumnOf for Vec<i64> {
    fn append(&mut self, page: &Page, name: &str) -> Result {
        extend(self, page.integers(name)?);
        Ok(())
    }
}

impl ColumnOf for Vec<Option<Day>> {
    fn append(&mut self, page: &Page, name: &str) -> Result {
        let days = page.integers(name)?.into_iter().zip(page.present(name)?);
        for (day, present) in days {
            let day = i32::try_from(day).map_err(|_| Failure::Other(String::from("day out of range")))?;
            self.push(present.then_some(Day(day)));
        }
        Ok(())
    }
}

impl ColumnOf for Texts {
    fn append(&mut self, page: &Page, name: &str) -> Result {
        let more = page.texts(name)?;
        if self.is_empty() {
            *self = more
        } else {
            Self::append(self, &more)
        }
        Ok(())
    }
}
