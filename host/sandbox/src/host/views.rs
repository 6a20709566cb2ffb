//! `views`: the directory, as far as manifest, grant and actor allow.

use preau_domain::failure::Failure;
use preau_domain::text;
use preau_domain::time::{Day, Instant};
use preau_domain::value::Value;
use preau_policy::views::{Column, ViewPage};
use wasmtime::component::Resource;

use crate::bindings::preau::plugin::values::{self, Cell};
use crate::bindings::preau::plugin::views::{Host, HostPage};
use crate::bindings::{ours, raw};
use crate::store::State;

/// Rows of a view, lent to a guest.
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct Page(ViewPage);

type Answer<T> = wasmtime::Result<Result<T, values::Failure>>;

impl Host for State {
    async fn read(&mut self, view: String, args: Vec<(String, Cell)>, cursor: Option<String>) -> Answer<Resource<Page>> {
        let args: Vec<(String, Value)> = args.into_iter().map(|(name, cell)| (name, value(cell))).collect();
        match self.call()?.read_view(&view, &args, cursor.as_deref()).await {
            Ok(page) => {
                self.hold(weight(&page))?;
                Ok(Ok(self.lend(Page(page))?))
            }
            Err(failure) => Ok(Err(failure.into())),
        }
    }
}

impl HostPage for State {
    fn columns(&mut self, page: Resource<Page>) -> wasmtime::Result<Vec<String>> {
        self.enter()?;
        Ok(self.table.get(&page)?.0.columns.iter().map(|(name, _, _)| name.clone()).collect())
    }

    fn rows(&mut self, page: Resource<Page>) -> wasmtime::Result<u32> {
        self.enter()?;
        Ok(u32::try_from(self.table.get(&page)?.0.rows).unwrap_or(u32::MAX))
    }

    fn present(&mut self, page: Resource<Page>, column: String) -> Answer<Vec<bool>> {
        self.enter()?;
        let found = self.table.get(&page)?.0.columns.iter().find(|(name, _, _)| *name == column);
        Ok(found.map(|(_, _, present)| present.clone()).ok_or_else(|| other_column(&column)))
    }

    fn handles(&mut self, page: Resource<Page>, column: String) -> Answer<Vec<values::Handle>> {
        self.enter()?;
        Ok(match self.table.get(&page)?.0.column(&column) {
            Some(Column::Handles(handles)) => Ok(handles.iter().copied().map(raw).collect()),
            _ => Err(other_column(&column)),
        })
    }

    fn integers(&mut self, page: Resource<Page>, column: String) -> Answer<Vec<i64>> {
        self.enter()?;
        Ok(match self.table.get(&page)?.0.column(&column) {
            Some(Column::Integers(integers)) => Ok(integers.clone()),
            _ => Err(other_column(&column)),
        })
    }

    fn texts(&mut self, page: Resource<Page>, column: String) -> Answer<values::Texts> {
        self.enter()?;
        Ok(match self.table.get(&page)?.0.column(&column) {
            Some(Column::Texts(texts)) => Ok(texts.clone().into()),
            _ => Err(other_column(&column)),
        })
    }

    fn next(&mut self, page: Resource<Page>) -> wasmtime::Result<Option<String>> {
        self.enter()?;
        Ok(self.table.get(&page)?.0.next.clone())
    }

    fn drop(&mut self, page: Resource<Page>) -> wasmtime::Result<()> {
        self.table.delete(page)?;
        Ok(())
    }
}

fn other_column(name: &str) -> values::Failure {
    Failure::Invalid(text!("sandbox-other-column", name = name).to_string()).into()
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Absent => Value::Absent,
        Cell::Boolean(yes) => Value::Boolean(yes),
        Cell::Integer(number) => Value::Integer(number),
        Cell::Text(text) => Value::Text(text),
        Cell::Date(day) => Value::Date(Day(day)),
        Cell::Moment(at) => Value::Moment(Instant(at)),
        Cell::Handle(handle) => Value::Handle(ours(handle)),
    }
}

/// About how many bytes a page holds.
fn weight(page: &ViewPage) -> usize {
    let column = |(_, column, present): &(String, Column, Vec<bool>)| {
        let cells = match column {
            Column::Handles(handles) => handles.len() * 16,
            Column::Integers(integers) => integers.len() * 8,
            Column::Texts(texts) => texts.bytes.len() + texts.ends.len() * 4,
        };
        cells + present.len()
    };
    page.columns.iter().map(column).sum()
}
