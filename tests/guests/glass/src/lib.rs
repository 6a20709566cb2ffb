//! The evaluation plugin behind glass: its own handler, then a guest that asks for all it can get and shows its memory.
//!
//! * [`kept`]: an allocator that never gives memory back, so that nothing the host ever wrote is written over;
//! * [`curious`]: asks each import for everything, declared or not;
//! * [`shown`]: says the whole linear memory in lines of log, which reach whoever runs the sandbox and no reader.
#![cfg(target_arch = "wasm32")]

mod curious;
mod kept;
mod shown;

use preau_sdk::{Request, Result, Writer};

/// Answers exactly as the plugin does.
///
/// # Errors
/// As the plugin.
pub fn handle(req: &Request<'_>, out: &mut Writer<'_>) -> Result {
    let answer = preau_evaluation::handle(req, out);
    curious::ask(req);
    shown::show();
    answer
}

preau_sdk::export!(handle);
