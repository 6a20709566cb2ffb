//! `ui`, the asking half: what was asked, and the changed cells of an entry grid.

use preau_domain::handle::Handle;
use preau_domain::value::Texts;
use wasmtime::component::Resource;

use crate::bindings::preau::plugin::ui::{HostGridInput, HostRequest};
use crate::bindings::preau::plugin::values;
use crate::bindings::raw;
use crate::request::{GridCell, Request};
use crate::store::State;

/// The changed cells of the request; there is only one such thing, so it needs no place in the table.
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct GridInput;

impl HostRequest for State {
    fn method(&mut self, _: Resource<Request>) -> wasmtime::Result<String> {
        self.enter()?;
        Ok(self.request.method.clone())
    }

    fn path(&mut self, _: Resource<Request>) -> wasmtime::Result<String> {
        self.enter()?;
        Ok(self.request.path.clone())
    }

    fn query(&mut self, _: Resource<Request>, name: String) -> wasmtime::Result<Option<String>> {
        self.enter()?;
        Ok(first(&self.request.query, &name).cloned())
    }

    fn field(&mut self, _: Resource<Request>, name: String) -> wasmtime::Result<Option<String>> {
        self.enter()?;
        Ok(first(&self.request.fields, &name).cloned())
    }

    fn fields(&mut self, _: Resource<Request>, name: String) -> wasmtime::Result<Vec<String>> {
        self.enter()?;
        Ok(self.request.fields.iter().filter(|(n, _)| *n == name).map(|(_, value)| value.clone()).collect())
    }

    fn chosen(&mut self, _: Resource<Request>, name: String) -> wasmtime::Result<Option<values::Handle>> {
        let request = self.request.clone();
        let call = self.call()?;
        let handle = first(&request.fields, &name).and_then(|text| Handle::parse(text));
        // Somebody may have put anything into the form: only what opens here is handed on.
        Ok(handle.filter(|h| call.person(*h).is_some() || call.group(*h).is_some()).map(raw))
    }

    fn grid(&mut self, _: Resource<Request>) -> wasmtime::Result<Option<Resource<GridInput>>> {
        let request = self.request.clone();
        let call = self.call()?;
        let known = request.grid.as_ref().is_some_and(|cells| cells.iter().all(|cell| call.person(cell.row).is_some()));
        Ok(known.then(|| Resource::new_own(0)))
    }

    fn drop(&mut self, _: Resource<Request>) -> wasmtime::Result<()> {
        Ok(())
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a String> {
    pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value)
}

impl State {
    fn cells(&mut self) -> wasmtime::Result<&[GridCell]> {
        self.enter()?;
        Ok(self.request.grid.as_deref().unwrap_or_default())
    }
}

impl HostGridInput for State {
    fn rows(&mut self, _: Resource<GridInput>) -> wasmtime::Result<Vec<values::Handle>> {
        Ok(self.cells()?.iter().map(|cell| raw(cell.row)).collect())
    }

    fn columns(&mut self, _: Resource<GridInput>) -> wasmtime::Result<values::Texts> {
        Ok(self.cells()?.iter().map(|cell| &cell.column).collect::<Texts>().into())
    }

    fn symbols(&mut self, _: Resource<GridInput>) -> wasmtime::Result<values::Texts> {
        Ok(self.cells()?.iter().map(|cell| &cell.symbol).collect::<Texts>().into())
    }

    fn versions(&mut self, _: Resource<GridInput>) -> wasmtime::Result<Vec<u64>> {
        Ok(self.cells()?.iter().map(|cell| cell.version).collect())
    }

    fn drop(&mut self, _: Resource<GridInput>) -> wasmtime::Result<()> {
        Ok(())
    }
}
