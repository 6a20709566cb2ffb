//! A guest that asks for the environment, as most toolchains make it do: it must be refused.

wit_bindgen::generate!({
    inline: "
        package preau:test;
        world with-environment {
            import wasi:cli/environment@0.2.6;
            include preau:plugin/page-plugin@0.1.0;
        }
        package wasi:cli@0.2.6 {
            interface environment {
                get-environment: func() -> list<tuple<string, string>>;
            }
        }
    ",
    path: "../../../wit",
    world: "preau:test/with-environment",
    generate_all,
});

use exports::preau::plugin::pages::Guest;
use preau::plugin::ui::{Request, Writer};
use preau::plugin::values::Failure;

struct Curious;
export!(Curious);

impl Guest for Curious {
    fn handle(_: &Request, out: &Writer) -> Result<(), Failure> {
        wasi::cli::environment::get_environment().iter().for_each(|(name, value)| out.fact(name, value));
        Ok(())
    }
}
