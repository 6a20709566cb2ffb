//! From an error of wasmtime to a named fault: a limit of ours first, else what the trap says.

use std::collections::BTreeSet;

use wasmtime::{Trap, WasmBacktrace};

use crate::fault::Fault;
use crate::store::{Level, State};

/// How wasmtime says that a call across the border copied too much; it has no type of its own for it.
const TOO_MUCH: &str = "too much data is being copied";
/// How it says that a guest holds too many resources.
const TOO_MANY: &str = "handle limit exceeded";
/// So many functions are named in a trap.
const NAMED: usize = 6;
/// So many innermost calls of so few functions are a recursion without end.
const DEEP: usize = 16;
const FEW: usize = 4;

/// The fault behind an error of a call.
pub(crate) fn fault(error: &wasmtime::Error, state: &State) -> Fault {
    if let Some(over) = &state.over {
        return over.clone();
    }
    let trace = error.downcast_ref::<WasmBacktrace>();
    match error.downcast_ref::<Trap>() {
        Some(Trap::StackOverflow) => return Fault::Stack,
        // A guest keeps a stack of its own in its memory, and this is how that one ends.
        Some(Trap::MemoryOutOfBounds) if trace.is_some_and(recurs) => return Fault::Stack,
        Some(Trap::UnreachableCodeReached) => {
            if let Some(line) = state.log.last().filter(|line| line.level == Level::Error) {
                return Fault::Panic(line.message.clone());
            }
        }
        _ => {}
    }
    let said = error.root_cause().to_string();
    if said.contains(TOO_MUCH) {
        return Fault::Transfer;
    }
    if said.contains(TOO_MANY) {
        return Fault::Handles;
    }
    Fault::Trap(match trace {
        Some(trace) => format!("{said} ({})", functions(trace)),
        None => said,
    })
}

fn recurs(trace: &WasmBacktrace) -> bool {
    let innermost: Vec<u32> = trace.frames().iter().take(DEEP).map(wasmtime::FrameInfo::func_index).collect();
    innermost.len() == DEEP && innermost.iter().collect::<BTreeSet<_>>().len() <= FEW
}

/// The innermost functions, by name where the plugin kept names.
fn functions(trace: &WasmBacktrace) -> String {
    let name = |frame: &wasmtime::FrameInfo| frame.func_name().map_or_else(|| format!("#{}", frame.func_index()), readable);
    trace.frames().iter().take(NAMED).map(name).collect::<Vec<_>>().join(" < ")
}

/// `_ZN5preau4burn6deeper17h0123456789abcdefE` as `preau::burn::deeper`; other names as they are, at most 120 characters.
fn readable(name: &str) -> String {
    let mut parts = Vec::new();
    let mut rest = name.strip_prefix("_ZN").and_then(|n| n.strip_suffix('E')).unwrap_or_default();
    while let Some(end) = rest.find(|c: char| !c.is_ascii_digit())
        && let Some((digits, after)) = rest.split_at_checked(end)
        && let Ok(length) = digits.parse::<usize>()
        && let Some((part, next)) = after.split_at_checked(length)
    {
        parts.push(part);
        rest = next;
    }
    // the last part is a hash
    parts.pop();
    let plain = if parts.is_empty() { name.to_owned() } else { parts.join("::") };
    plain.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn names_of_functions_are_readable() {
        assert_eq!(readable("_ZN13preau_hostile4burn6deeper17hef27cfcf19546fb5E"), "preau_hostile::burn::deeper");
        for plain in ["handle", "_ZN", "_ZN99xE", "_RNvC5preau"] {
            assert_eq!(readable(plain), plain);
        }
        assert_eq!(readable(&"x".repeat(500)).len(), 120);
    }
}
