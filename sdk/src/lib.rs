//! Write plugins for Préau.
//!
//! A plugin answers requests with pages. It knows no name, opens no socket and reads no clock: the host lends it
//! handles ([`Person`], [`Group`]), the columns its manifest declares, and a [`Writer`] to say its page into.
//!
//! ```
//! use preau_sdk::{Failure, Request, Router, Writer};
//!
//! preau_sdk::manifest!("examples/plugin.toml"); // makes `views`, `collections`, `settings` and `MANIFEST`
//!
//! /// The plugin: routes to functions.
//! pub fn handle(req: &Request, out: &mut Writer) -> Result<(), Failure> {
//!     Router::new(req, out).get("/", home).get("/eleve/{who}", pupil).end()
//! }
//!
//! fn home(_: &Request, _: (), out: &mut Writer) -> Result<(), Failure> {
//!     out.title("Mes élèves");
//!     for group in views::my_groups()?.id {
//!         out.section("classe", "Classe", |out| {
//!             out.group_name(group);
//!             out.list(|out| -> Result<(), Failure> {
//!                 for who in views::pupils_of_group(group)?.id {
//!                     out.item(|out| out.person_link(who, &preau_sdk::route!("/eleve/", who)));
//!                 }
//!                 Ok(())
//!             })
//!         })?;
//!     }
//!     Ok(())
//! }
//!
//! fn pupil(_: &Request, who: preau_sdk::Person, out: &mut Writer) -> Result<(), Failure> {
//!     out.title("Élève");
//!     out.person_name(who);
//!     Ok(())
//! }
//!
//! preau_sdk::export!(handle);
//! # fn main() {}
//! ```
//!
//! A name that the manifest does not declare does not compile:
//!
//! ```compile_fail
//! preau_sdk::manifest!("examples/plugin.toml");
//! let _ = collections::MARKS;
//! ```
//!
//! The same crate compiles natively: there every import goes to a [`native::Backend`], so that tests run handlers in
//! process against [`testing::School`], and a benchmark runs them against the host's own calls.
//!
//! # Speed
//! Data crosses the border in columns: one copy for all handles, one for all texts. Do not `format!` in loops
//! ([`route!`] and [`push_number`] are cheaper), parse records into borrowed structs ([`records::Values::read`]), and
//! let the host draw.

// So that code written by `manifest!` finds the crate in the crate's own tests too.
extern crate self as preau_sdk;

pub mod ambient;
mod call;
mod draft;
mod failure;
mod handle;
pub mod log;
mod manifest;
pub mod records;
mod request;
mod router;
mod routes;
pub mod setting;
mod sys;
mod texts;
mod time;
pub mod view;
mod writer;

#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod bindings;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;

pub use call::{Call, Code, Column, Conflict, EntryGrid, Tone};
pub use draft::{Draft, Whose};
pub use failure::Failure;
pub use handle::{Group, Handle, Person, Subject};
pub use manifest::{CollectionInfo, Manifest, PageInfo, SettingInfo, ViewInfo};
#[doc(inline)]
pub use preau_sdk_macros::manifest;
pub use records::{Collection, CollectionName};
pub use request::{GridInput, Request};
pub use router::{FromRoute, FromSegment, Router};
pub use routes::{RoutePart, push_number};
pub use setting::Setting;
pub use texts::Texts;
pub use time::{Day, Instant};
pub use view::Cell;
pub use writer::Writer;

/// What a handler answers.
pub type Result<T = (), E = Failure> = std::result::Result<T, E>;

/// Makes a function `fn(&Request, &mut Writer) -> Result<(), Failure>` the plugin that this crate is. Once per plugin.
///
/// Compiled natively it does nothing: tests and benchmarks call the function themselves.
#[macro_export]
macro_rules! export {
    ($handler:path) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Plugin;
            impl $crate::bindings::exports::preau::plugin::pages::Guest for Plugin {
                fn handle(
                    req: &$crate::bindings::preau::plugin::ui::Request,
                    out: &$crate::bindings::preau::plugin::ui::Writer,
                ) -> ::core::result::Result<(), $crate::bindings::preau::plugin::values::Failure> {
                    $crate::__serve(req, out, $handler)
                }
            }
    $crate::bindings::export!(Plugin with_types_in $crate::bindings);
        };
    };
}

/// One call of a guest: says where it panics, if it does, and answers.
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub fn __serve(
    req: &bindings::preau::plugin::ui::Request,
    out: &bindings::preau::plugin::ui::Writer,
    handler: fn(&Request<'_>, &mut Writer<'_>) -> Result,
) -> std::result::Result<(), bindings::preau::plugin::values::Failure> {
    std::panic::set_hook(Box::new(|panic| {
        let what = panic.payload_as_str().unwrap_or("panic");
        let mut line = String::from(what);
        if let Some(place) = panic.location() {
            line.push_str(" (");
            line.push_str(place.file());
            line.push(':');
            push_number(&mut line, i64::from(place.line()));
            line.push(')');
        }
        log::error(&line);
    }));
    handler(&Request::of(req.into()), &mut Writer::of(out)).map_err(Into::into)
}
