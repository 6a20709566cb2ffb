//! What wit-bindgen makes of `wit/plugin.wit`. Only `sys/guest.rs` and [`export!`](crate::export) name it.

wit_bindgen::generate!({
    path: "../wit",
    world: "page-plugin",
    ownership: Borrowing { duplicate_if_necessary: true },
    generate_all,
    pub_export_macro: true,
});
