//! The guest of `tests/guests/glass`, and whoever runs it: each call leaves the guest's whole memory behind.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use preau_domain::manifest::Manifest;
use preau_policy::Call;
use preau_policy::plugins::Granted;
use preau_sandbox::{Limits, Loaded, LogLine, Request, Sandbox};
use preau_server::plugin::build::{componentize, with_manifest};
use preau_suite::guests;
use preau_web::guests::{Guests, Running};

/// How each line begins in which the guest shows its memory.
const SHOWN: &str = "glass ";

/// The component, without manifest.
fn component() -> &'static [u8] {
    static BUILT: OnceLock<Vec<u8>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let root = guests::root();
        // apart from the plugin's own build, whose files have the same names
        let built = Command::new("sh")
            .arg(root.join("scripts/build-guest.sh"))
            .arg(root.join("tests/guests/glass"))
            .env("CARGO_TARGET_DIR", root.join("plugins/target/glass"))
            .stderr(Stdio::inherit())
            .output()
            .expect("sh");
        assert!(built.status.success(), "the guest does not build");
        let core = std::fs::read(String::from_utf8_lossy(&built.stdout).trim()).expect("core module");
        componentize(&core).expect("component")
    })
}

/// The package of the guest with a manifest.
pub(super) fn package(manifest: &str) -> Vec<u8> {
    with_manifest(component(), manifest).expect("package")
}

/// The linear memory of a guest at the end of a call, from address 0 on.
pub(super) struct Memory {
    pub(super) bytes: Vec<u8>,
    /// The path that the call was asked for.
    pub(super) path: String,
    /// All that it was asked, as text.
    pub(super) request: String,
}

impl Memory {
    /// Puts the lines of log together again; other lines stay.
    fn read(log: &mut Vec<LogLine>, request: &Request) -> Self {
        let mut bytes = Vec::new();
        let mut whole = false;
        log.retain(|line| {
            let Some((place, content)) = line.message.strip_prefix(SHOWN).and_then(|shown| shown.split_once(':')) else {
                return true;
            };
            if place == "end" {
                bytes.resize(content.parse().expect("size"), 0);
                whole = true;
                return false;
            }
            let start: usize = place.parse().expect("address");
            bytes.resize(start, 0);
            bytes.extend(content.chars().map(|c| u8::try_from(u32::from(c) - 0x100).expect("a byte")));
            false
        });
        assert!(whole, "the guest did not show its whole memory: {log:?}");
        Self { bytes, path: request.path.clone(), request: format!("{request:?}") }
    }
}

/// Runs the guest for whatever plugin is asked for, in a sandbox that lets it show its memory.
pub(super) struct Glass {
    sandbox: Sandbox,
    guest: Arc<Loaded>,
    seen: Mutex<Vec<Memory>>,
}

/// The limits of tests, with room for showing: some thousand lines of log a call.
fn limits() -> Limits {
    Limits {
        log_lines: 100_000,
        host_calls: 1_000_000,
        cpu: Duration::from_secs(60),
        wall: Duration::from_secs(60),
        memory: 64 << 20,
        ..guests::limits()
    }
}

impl Glass {
    /// Admits the package as a server would, and has it ready. Gives its digest too.
    pub(super) async fn open(package: &[u8], manifest: &str) -> (Arc<Self>, String) {
        let sandbox = guests::sandbox(limits());
        let admitted = sandbox.admit(package).await.unwrap_or_else(|faults| panic!("{faults:?}"));
        let parsed = Manifest::parse(manifest).unwrap_or_else(|faults| panic!("{faults:?}"));
        let digest = admitted.package.digest;
        let guest = sandbox.add(&digest, &parsed, package.to_vec()).await.expect("guest");
        (Arc::new(Self { sandbox, guest, seen: Mutex::default() }), digest)
    }

    /// The memories of the calls since the last time.
    pub(super) fn take(&self) -> Vec<Memory> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Guests for Glass {
    fn run<'a>(&'a self, _: Arc<Granted>, call: Call, request: Arc<Request>) -> Running<'a> {
        Box::pin(async move {
            let mut ran = self.sandbox.run(&self.guest, call, request.clone()).await;
            let memory = Memory::read(&mut ran.log, &request);
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
            ran
        })
    }
}
