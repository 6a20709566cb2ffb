//! Says the whole linear memory in lines of log: `glass OFFSET:BYTES`, each byte as the character U+0100 + byte.

use preau_sdk::log;

/// A page of linear memory, bytes.
const PAGE: usize = 64 << 10;
/// Bytes in a line; the host keeps a thousand characters of each.
const BLOCK: usize = 900;

/// Blocks that hold nothing but zeros are left out: none holds a part of a text. The last line is `glass end:SIZE`.
pub(crate) fn show() {
    let size = core::arch::wasm32::memory_size::<0>() * PAGE;
    // one line, written again and again, so that showing fills no memory
    let mut line = String::with_capacity(2 * BLOCK + 64);
    for start in (0..size).step_by(BLOCK) {
        line.clear();
        line.push_str("glass ");
        preau_sdk::push_number(&mut line, i64::try_from(start).unwrap_or(0));
        line.push(':');
        let mut any = 0;
        for at in start..size.min(start + BLOCK) {
            let byte = byte(at);
            any |= byte;
            line.push(char::from_u32(0x100 + u32::from(byte)).unwrap_or('?'));
        }
        if any != 0 {
            log::debug(&line);
        }
    }
    line.clear();
    line.push_str("glass end:");
    preau_sdk::push_number(&mut line, i64::try_from(size).unwrap_or(0));
    log::debug(&line);
}

#[expect(unsafe_code, reason = "every address below memory.size can be read; volatile, so that nothing is assumed about it")]
fn byte(at: usize) -> u8 {
    unsafe { core::ptr::with_exposed_provenance::<u8>(at).read_volatile() }
}
