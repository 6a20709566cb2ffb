//! Guests built from source and a sandbox to run them in, for people of the test schools.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, OnceLock};

use preau_domain::handle::Handle;
use preau_domain::manifest::Manifest;
use preau_domain::page::Answer;
use preau_policy::Call;
use preau_policy::commit::Ended as Ending;
use preau_sandbox::{
    Artefacts, Ended, Fault, Limits, Loaded, Package, Ran, Request, Sandbox, componentize, digest, with_manifest,
};

use crate::{TestHouse, TestSchool};

/// The root of the checkout.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The core module of the guest in a folder below the root, built from source.
#[must_use]
pub fn core(folder: &str) -> Vec<u8> {
    let script = root().join("scripts/build-guest.sh");
    let built = Command::new("sh").arg(script).arg(root().join(folder)).stderr(Stdio::inherit()).output().expect("sh");
    assert!(built.status.success(), "{folder} does not build");
    std::fs::read(String::from_utf8_lossy(&built.stdout).trim()).expect("core module")
}

/// The package of the guest that misbehaves on demand.
#[must_use]
pub fn hostile() -> &'static [u8] {
    static BUILT: OnceLock<Vec<u8>> = OnceLock::new();
    BUILT.get_or_init(|| package("tests/guests/hostile"))
}

/// The manifest of that guest.
#[must_use]
pub fn hostile_manifest() -> &'static str {
    static READ: OnceLock<String> = OnceLock::new();
    READ.get_or_init(|| manifest("tests/guests/hostile"))
}

/// The manifest of the plugin in a folder.
#[must_use]
pub fn manifest(folder: &str) -> String {
    std::fs::read_to_string(root().join(folder).join("plugin.toml")).expect("plugin.toml")
}

/// The package of the plugin in a folder.
#[must_use]
pub fn package(folder: &str) -> Vec<u8> {
    let component = componentize(&core(folder)).expect("component");
    with_manifest(&component, &manifest(folder)).expect("package")
}

/// Limits for tests: a small pool, since each test opens an engine.
#[must_use]
pub fn limits() -> Limits {
    Limits { pool: 4, per_plugin: 2, warm: 2, ..Limits::standard() }
}

/// A sandbox whose compiled code is shared by all tests of this checkout.
#[must_use]
pub fn sandbox(limits: Limits) -> Sandbox {
    let compiled = Artefacts::open(&root().join("target/test-compiled"), [7; 32]).expect("folder");
    Sandbox::open(limits, Some(compiled)).expect("sandbox")
}

/// A deployment with the hostile guest ready in a sandbox.
#[derive(Debug)]
pub struct Stage {
    /// The deployment.
    pub house: TestHouse,
    /// The sandbox.
    pub sandbox: Sandbox,
    /// The guest.
    pub guest: Arc<Loaded>,
}

impl Stage {
    /// With these limits, on SQLite.
    pub async fn with(limits: Limits) -> Self {
        Self::of(limits, hostile(), hostile_manifest()).await
    }

    /// The same with another package.
    pub async fn of(limits: Limits, package: &[u8], manifest: &str) -> Self {
        let (house, sandbox) = (TestHouse::sqlite().await, sandbox(limits));
        let manifest = Manifest::parse(manifest).expect("manifest");
        let guest = sandbox.add(&digest(package), &manifest, package.to_vec()).await.expect("guest");
        Self { house, sandbox, guest }
    }

    /// A call of somebody of the first school.
    pub async fn call(&self, who: &str, writes: bool) -> Call {
        self.house.call(who, hostile_manifest(), writes).await
    }

    /// What Mme Durand gets when she reads a route.
    pub async fn get(&self, route: &str) -> Ran {
        self.sandbox.run(&self.guest, self.call("durand", false).await, Arc::new(Request::get(route))).await
    }

    /// What she gets when she posts to a route about a handle, and the call's end committed as the web floor does it.
    pub async fn post(&self, route: &str, about: Option<Handle>) -> Result<Answer, Ended> {
        self.end(self.sandbox.run(&self.guest, self.call("durand", true).await, post(route, about)).await).await
    }

    /// Ends a call as the web floor does.
    pub async fn end(&self, ran: Ran) -> Result<Answer, Ended> {
        let ending = match &ran.result {
            Ok(_) => Ending::Ok,
            Err(Ended::Failure(_)) => Ending::Refused,
            Err(Ended::Fault(_)) => Ending::Faulted,
        };
        ran.call.finish(ending, None).await.expect("finish");
        ran.result
    }

    /// The handle of somebody of a school, as the plugin of this manifest knows him.
    pub async fn handle(&self, school: &TestSchool, who: &str, manifest: &str) -> Handle {
        let call = self.house.call_in(school, "durand", None, manifest, false).await;
        school.handle(&call, who)
    }

    /// How many records there are.
    pub async fn records(&self) -> String {
        self.house.peek("SELECT count(*) FROM record").await.concat()
    }
}

/// A post to a route about a handle.
#[must_use]
pub fn post(route: &str, about: Option<Handle>) -> Arc<Request> {
    let mut request = Request::post(route, Vec::new());
    request.query.extend(about.map(|handle| ("h".to_owned(), handle.to_string())));
    Arc::new(request)
}

/// The fault in which a call ended.
///
/// # Panics
/// When it ended otherwise.
#[must_use]
pub fn fault(result: &Result<Answer, Ended>) -> &Fault {
    match result {
        Err(Ended::Fault(fault)) => fault,
        other => panic!("no fault: {other:?}"),
    }
}

/// Reads a package.
#[must_use]
pub fn read(package: &[u8]) -> Package {
    Package::read(package, Limits::standard().package).unwrap_or_else(|faults| panic!("{faults:?}"))
}
