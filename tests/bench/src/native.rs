//! The baseline of a ratio: the handler of the evaluation plugin compiled natively, over the very calls that the sandbox makes.
//!
//! A handler is an ordinary function and the policy's calls are async. Nothing is handed to another thread for that: the
//! worker that polls the request polls those calls itself and parks until storage wakes it. With one client that is at
//! least as quick as awaiting them, so the baseline is not handicapped; it would starve others under load, which is why
//! the ratio is taken with one client. The recorder checks nothing, in favour of the baseline too.

mod backend;
mod record;

use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use preau_domain::failure::Failure;
use preau_policy::Call;
use preau_policy::plugins::Granted;
use preau_sandbox::{Ended, Fault, GridCell, Ran, Request};
use preau_sdk::native::{self, RequestData};
use preau_sdk::{GridInput, Handle, Person};
use preau_web::guests::{Guests, Running};

use self::backend::Host;

/// The only plugin that there is natively.
const PLUGIN: &str = "fr.preau.evaluation";

/// Runs the evaluation plugin without a sandbox.
pub(crate) struct NativeGuests;

impl Guests for NativeGuests {
    fn run<'a>(&'a self, plugin: Arc<Granted>, call: Call, request: Arc<Request>) -> Running<'a> {
        Box::pin(async move {
            if plugin.id().as_str() != PLUGIN {
                return Ran { call, result: Err(Ended::Fault(Fault::Trap("not native".to_owned()))), log: Vec::new() };
            }
            // without tokio's budget for cooperation, which only another poll of this task would renew
            tokio::task::unconstrained(async move { natively(call, &request) }).await
        })
    }
}

fn natively(call: Call, request: &Request) -> Ran {
    let data = data(request);
    let mut host = Host::new(call, data.method == "POST");
    let said = native::run(&mut host, &data, preau_evaluation::handle);
    let (call, recorder) = host.end();
    let result = match said {
        Ok(()) => recorder.finish().map_err(Ended::Fault),
        Err(failure) => Err(Ended::Failure(ours(failure))),
    };
    Ran { call, result, log: Vec::new() }
}

fn data(request: &Request) -> RequestData {
    let Request { method, path, query, fields, grid } = request.clone();
    RequestData { method, path, query, fields, chosen: Vec::new(), grid: grid.map(|cells| input(&cells)) }
}

fn input(cells: &[GridCell]) -> GridInput {
    GridInput {
        rows: cells.iter().map(|cell| Person(theirs(cell.row))).collect(),
        columns: cells.iter().map(|cell| cell.column.as_str()).collect(),
        symbols: cells.iter().map(|cell| cell.symbol.as_str()).collect(),
        versions: cells.iter().map(|cell| cell.version).collect(),
    }
}

/// A handle as the SDK has it.
fn theirs(handle: preau_domain::handle::Handle) -> Handle {
    Handle { high: handle.high, low: handle.low }
}

/// A handle as the host has it.
fn mine(handle: Handle) -> preau_domain::handle::Handle {
    preau_domain::handle::Handle { high: handle.high, low: handle.low }
}

fn ours(failure: preau_sdk::Failure) -> Failure {
    use preau_sdk::Failure as Theirs;
    match failure {
        Theirs::Denied(text) => Failure::Denied(text),
        Theirs::NotFound => Failure::NotFound,
        Theirs::Invalid(text) => Failure::Invalid(text),
        Theirs::Conflict(text) => Failure::Conflict(text),
        Theirs::Quota(text) => Failure::Quota(text),
        Theirs::Unavailable(text) => Failure::Unavailable(text),
        Theirs::Other(text) => Failure::Other(text),
    }
}

/// Wakes the thread that waits in [`wait`].
struct Parked(Thread);

impl Wake for Parked {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// A waker for this thread; one serves a whole call.
fn waker() -> Waker {
    Waker::from(Arc::new(Parked(thread::current())))
}

/// Polls a future to its end on this thread.
fn wait<F: Future>(waker: &Waker, future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(waker);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        thread::park();
    }
}
