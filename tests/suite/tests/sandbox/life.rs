//! The life of a compiled plugin: kept, found again after a restart, forgotten; and the plugin of the house in it.

use std::sync::Arc;

use preau_domain::manifest::Manifest;
use preau_domain::page::Answer;
use preau_sandbox::{Artefacts, Limits, Request, Sandbox, digest};
use preau_suite::TestHouse;
use preau_suite::guests::{Stage, hostile, hostile_manifest, limits, manifest, package, sandbox};

fn open(folder: &std::path::Path, limits: Limits) -> Sandbox {
    Sandbox::open(limits, Some(Artefacts::open(folder, [9; 32]).unwrap())).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn compiled_code_outlives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let (id, parsed) = (digest(hostile()), Manifest::parse(hostile_manifest()).unwrap());
    let first = open(folder.path(), limits());
    assert!(first.find(&id, &parsed).unwrap().is_none());
    first.add(&id, &parsed, hostile().to_vec()).await.unwrap();
    assert!(first.find(&id, &parsed).unwrap().is_some());

    let second = open(folder.path(), limits());
    assert!(second.find(&id, &parsed).unwrap().is_some(), "found after a restart, without the package");
    second.forget(&id);
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    assert!(second.find(&id, &parsed).unwrap().is_none(), "changed code is not loaded");
    second.add(&id, &parsed, hostile().to_vec()).await.unwrap();
    second.forget(&id);
    assert!(second.find(&id, &parsed).unwrap().is_some(), "it was compiled and written anew");
}

/// A new version is used beside the old one, without a restart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn versions_live_side_by_side() {
    let stage = Stage::with(limits()).await;
    let newer = hostile_manifest().replace("1.0.0", "1.0.1");
    let packed = {
        let component = preau_sandbox::componentize(&preau_suite::guests::core("tests/guests/hostile")).unwrap();
        preau_sandbox::with_manifest(&component, &newer).unwrap()
    };
    assert_ne!(digest(&packed), digest(hostile()));
    let admitted = stage.sandbox.admit(&packed).await.unwrap();
    assert_eq!(admitted.package.manifest.plugin.version, "1.0.1");
    let next = stage.sandbox.add(&admitted.package.digest, &admitted.package.manifest, packed).await.unwrap();
    for guest in [&stage.guest, &next, &stage.guest] {
        let ran = stage.sandbox.run(guest, stage.call("durand", false).await, Arc::new(Request::get("/"))).await;
        assert!(matches!(ran.result, Ok(Answer::Page(_))));
    }
}

/// The plugin of this house is admitted as it is built, and answers in the sandbox for each role.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_evaluation_plugin_is_admitted_and_answers() {
    let (house, sandbox, packed) = (TestHouse::sqlite().await, sandbox(limits()), package("plugins/evaluation"));
    let admitted = sandbox.admit(&packed).await.unwrap_or_else(|faults| panic!("{faults:?}"));
    assert!(admitted.memory <= 4 << 20, "{} bytes to begin with", admitted.memory);
    let parsed = &admitted.package.manifest;
    let guest = sandbox.add(&admitted.package.digest, parsed, packed).await.unwrap();
    for who in ["durand", "zoe", "mere-zoe", "directrice"] {
        let call = house.call(who, &manifest("plugins/evaluation"), false).await;
        let ran = sandbox.run(&guest, call, Arc::new(Request::get("/"))).await;
        assert!(matches!(&ran.result, Ok(Answer::Page(page)) if !page.title.is_empty()), "{who}: {:?} {:?}", ran.result, ran.log);
    }
}
