//! `ambient`: who asks and when, frozen for the call.

use preau_domain::text;
use preau_domain::time::Day;

use crate::bindings::preau::plugin::ambient::Host;
use crate::bindings::preau::plugin::values;
use crate::bindings::raw;
use crate::fault::Fault;
use crate::store::State;

impl Host for State {
    fn actor(&mut self) -> wasmtime::Result<values::Handle> {
        Ok(raw(self.call()?.actor()))
    }

    fn role(&mut self) -> wasmtime::Result<String> {
        Ok(self.call()?.scope().role().as_str().to_owned())
    }

    async fn functions(&mut self) -> wasmtime::Result<Vec<(String, Option<values::Handle>)>> {
        match self.call()?.functions().await {
            Ok(held) => Ok(held.into_iter().map(|(function, object)| (function, object.map(raw))).collect()),
            Err(_) => Err(self.stop(Fault::Storage)),
        }
    }

    fn now(&mut self) -> wasmtime::Result<i64> {
        Ok(self.call()?.scope().now().0)
    }

    fn today(&mut self) -> wasmtime::Result<i32> {
        Ok(self.call()?.scope().today().0)
    }

    fn start_of(&mut self, day: i32) -> wasmtime::Result<i64> {
        Ok(Day(day).start(self.call()?.scope().door().zone()).0)
    }

    fn school_year(&mut self) -> wasmtime::Result<String> {
        Ok(self.call()?.scope().year().to_string())
    }

    fn locale(&mut self) -> wasmtime::Result<String> {
        self.enter()?;
        Ok("fr".to_owned())
    }

    fn random(&mut self, length: u32) -> wasmtime::Result<Vec<u8>> {
        match self.call()?.random(length) {
            Ok(bytes) => Ok(bytes),
            Err(_) => Err(self.stop(Fault::Misuse(text!("sandbox-misuse-random", length = length)))),
        }
    }
}
