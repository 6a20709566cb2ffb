//! Memory that is never given back: what the host lowered stays where it was lowered until the call ends.

use std::alloc::{GlobalAlloc, Layout, System};

struct Kept;

#[global_allocator]
static MEMORY: Kept = Kept;

#[expect(unsafe_code, reason = "an allocator is unsafe by its nature; this one hands on to the system's and frees nothing")]
unsafe impl GlobalAlloc for Kept {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
