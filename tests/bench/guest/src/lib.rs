//! The guest of the benchmark: `/` says a title, `/appels/{count}` asks the host for the moment so many times, `/sans-fin` never ends.

use preau_sdk::{Request, Result, Router, Writer, ambient};

/// Answers a request.
///
/// # Errors
/// `NotFound` for another route.
pub fn handle(req: &Request<'_>, out: &mut Writer<'_>) -> Result {
    Router::new(req, out).get("/", nothing).get("/appels/{count}", calls).get("/sans-fin", endless).end()
}

preau_sdk::export!(handle);

fn nothing(_: &Request<'_>, (): (), out: &mut Writer<'_>) -> Result {
    out.title("Rien");
    Ok(())
}

fn calls(_: &Request<'_>, count: String, out: &mut Writer<'_>) -> Result {
    for _ in 0..count.parse::<u32>().unwrap_or(0) {
        std::hint::black_box(ambient::now());
    }
    out.title("Appels");
    Ok(())
}

fn endless(_: &Request<'_>, (): (), _: &mut Writer<'_>) -> Result {
    let mut turns = 0_u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}
