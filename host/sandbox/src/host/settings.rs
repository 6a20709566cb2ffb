//! `settings`: what the school has set for this plugin.

use crate::bindings::preau::plugin::settings::Host;
use crate::fault::Fault;
use crate::store::State;

impl Host for State {
    async fn get(&mut self, name: String) -> wasmtime::Result<Option<String>> {
        match self.call()?.setting(&name).await {
            Ok(value) => Ok(value),
            Err(_) => Err(self.stop(Fault::Storage)),
        }
    }
}
