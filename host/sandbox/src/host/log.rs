//! `log`: lines for the tenant's own log; they leave with the outcome of the call, never into the operator's log.

use crate::bindings::preau::plugin::log::{Host, Level as Given};
use crate::store::{Level, State};

impl Host for State {
    fn write(&mut self, level: Given, message: String) -> wasmtime::Result<()> {
        self.enter()?;
        let level = match level {
            Given::Debug => Level::Debug,
            Given::Info => Level::Info,
            Given::Warn => Level::Warn,
            Given::Error => Level::Error,
        };
        self.log(level, &message);
        Ok(())
    }
}
