//! The way to the host: bindings in a guest, the installed [`Backend`](crate::native::Backend) natively.
//! Both sides have the same functions, so that nothing above knows which one it is.

#[cfg(target_arch = "wasm32")]
mod guest;
#[cfg(target_arch = "wasm32")]
pub(crate) use guest::*;

#[cfg(not(target_arch = "wasm32"))]
mod local;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use local::*;
