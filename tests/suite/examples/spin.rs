//! How long a call takes: fresh store and instance, handler, drop. `cargo run --release -p preau-suite --example spin`.

use std::sync::Arc;
use std::time::Instant;

use preau_sandbox::{Limits, Request};
use preau_suite::guests::Stage;

/// Calls measured per route.
const CALLS: usize = 5000;
/// Calls before, that warm slots and caches.
const BEFORE: usize = 1000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let stage = Stage::with(Limits { pool: 16, per_plugin: 16, warm: 8, ..Limits::standard() }).await;
    for route in ["/", "/echo", "/none", "/calls-1000", "/table"] {
        let request = Arc::new(Request::get(route));
        let mut call = stage.call("durand", false).await;
        let mut took = Vec::with_capacity(CALLS);
        for turn in 0..BEFORE + CALLS {
            let begun = Instant::now();
            let ran = stage.sandbox.run(&stage.guest, call, request.clone()).await;
            if turn >= BEFORE {
                took.push(begun.elapsed());
            }
            call = ran.call;
        }
        took.sort_unstable();
        let at = |share: usize| took.get(CALLS * share / 100).copied().unwrap_or_default().as_nanos();
        println!("{route:12} median {} ns, p10 {} ns, p99 {} ns", at(50), at(10), at(99));
    }
}
