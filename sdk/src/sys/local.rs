//! The way to the host of a native build: the backend installed for this call.

use crate::log::Level;
use crate::native::{RequestData, with};
use crate::view::Cell;
use crate::{Call, Day, Draft, GridInput, Handle, Instant, Person, Result, Whose};

pub(crate) use crate::native::{Page, Rows};

/// Nothing: what is said goes to the backend.
pub(crate) type RawWriter<'a> = std::marker::PhantomData<&'a ()>;

pub(crate) fn write(_: RawWriter<'_>, call: Call<'_>) {
    with(|host| host.write(call));
}

pub(crate) fn actor() -> Person {
    with(|host| host.actor())
}

pub(crate) fn role() -> String {
    with(|host| host.role())
}

pub(crate) fn functions() -> Vec<(String, Option<Handle>)> {
    with(|host| host.functions())
}

pub(crate) fn now() -> Instant {
    with(|host| host.now())
}

pub(crate) fn today() -> Day {
    with(|host| host.today())
}

pub(crate) fn start_of(day: Day) -> Instant {
    with(|host| host.start_of(day))
}

pub(crate) fn school_year() -> String {
    with(|host| host.school_year())
}

pub(crate) fn locale() -> String {
    with(|host| host.locale())
}

pub(crate) fn random(length: u32) -> Vec<u8> {
    with(|host| host.random(length))
}

pub(crate) fn setting(name: &str) -> Option<String> {
    with(|host| host.setting(name))
}

pub(crate) fn log(level: Level, message: &str) {
    with(|host| host.log(level, message));
}

pub(crate) fn read(view: &str, args: &[(&str, Cell<'_>)], cursor: Option<&str>) -> Result<Page> {
    with(|host| host.read(view, args, cursor))
}

pub(crate) fn scan(collection: &str, of: Whose<'_>, prefix: &str, limit: u32, cursor: Option<&str>) -> Result<Rows> {
    with(|host| host.scan(collection, of, prefix, limit, cursor))
}

pub(crate) fn put(draft: &Draft) -> Result {
    with(|host| host.put(draft))
}

pub(crate) fn delete(collection: &str, subject: Option<Person>, key: &str, version: u64) -> Result {
    with(|host| host.delete(collection, subject, key, version))
}

#[derive(Clone, Copy)]
pub(crate) struct RawRequest<'a>(pub(crate) &'a RequestData);

fn first(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone())
}

impl RawRequest<'_> {
    pub(crate) fn method(&self) -> String {
        self.0.method.clone()
    }

    pub(crate) fn path(&self) -> String {
        self.0.path.clone()
    }

    pub(crate) fn query(&self, name: &str) -> Option<String> {
        first(&self.0.query, name)
    }

    pub(crate) fn field(&self, name: &str) -> Option<String> {
        first(&self.0.fields, name)
    }

    pub(crate) fn fields(&self, name: &str) -> Vec<String> {
        self.0.fields.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone()).collect()
    }

    pub(crate) fn chosen(&self, name: &str) -> Option<Handle> {
        self.0.chosen.iter().find(|(n, _)| n == name).map(|(_, handle)| *handle)
    }

    pub(crate) fn grid(&self) -> Option<GridInput> {
        self.0.grid.clone()
    }
}
