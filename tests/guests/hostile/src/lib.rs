//! A guest that misbehaves on demand: what it does is its route, on whom is the parameter `h` (a handle's text).

mod burn;
mod data;
mod ui;

mod bindings {
    wit_bindgen::generate!({
        path: "../../../wit",
        world: "page-plugin",
        ownership: Borrowing { duplicate_if_necessary: true },
        generate_all,
    });
}

use bindings::exports::preau::plugin::pages::Guest;
use bindings::preau::plugin::log;
use bindings::preau::plugin::ui::{Request, Writer};
use bindings::preau::plugin::values::{Failure, Handle};

struct Hostile;
bindings::export!(Hostile with_types_in bindings);

type Outcome = Result<(), Failure>;

impl Guest for Hostile {
    fn handle(request: &Request, out: &Writer) -> Outcome {
        std::panic::set_hook(Box::new(|panic| log::write(log::Level::Error, &panic.to_string())));
        let path = request.path();
        let handle = request.query("h").and_then(|text| parse(&text)).unwrap_or(Handle { high: 1, low: 2 });
        if path == "/" {
            out.title("Essai");
            return Ok(());
        }
        burn::act(&path, out)
            .or_else(|| data::act(&path, handle, out))
            .or_else(|| ui::act(&path, handle, request, out))
            .unwrap_or(Err(Failure::NotFound))
    }
}

/// Reads the 26 characters of a handle, without checking them as the SDK would.
fn parse(text: &str) -> Option<Handle> {
    let alphabet = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bits = 0_u128;
    for byte in text.bytes() {
        bits = (bits << 5) | u128::try_from(alphabet.iter().position(|a| *a == byte)?).ok()?;
    }
    Some(Handle { high: (bits >> 64) as u64, low: bits as u64 })
}

/// The text of a handle.
fn write(handle: Handle) -> String {
    let bits = (u128::from(handle.high) << 64) | u128::from(handle.low);
    let digit = |at: u32| char::from(b"0123456789abcdefghjkmnpqrstvwxyz"[((bits >> (5 * at)) & 31) as usize]);
    (0..26).rev().map(digit).collect()
}
