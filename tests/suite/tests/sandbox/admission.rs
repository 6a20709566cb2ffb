//! Packages that are refused, each with its reason, and one that is not.

use preau_domain::message::Text;
use preau_sandbox::{Limits, Package, Sandbox, componentize, with_manifest};
use preau_suite::guests::{core, hostile, hostile_manifest, limits, sandbox};

async fn refusals(sandbox: &Sandbox, file: &[u8]) -> Vec<&'static str> {
    let faults = sandbox.admit(file).await.map(|a| a.package.digest).expect_err("admitted");
    assert!(faults.iter().all(|text| !text.to_string().starts_with('[')), "{faults:?}");
    faults.iter().map(Text::key).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_package_is_admitted_and_described() {
    let admitted = sandbox(limits()).admit(hostile()).await.unwrap_or_else(|faults| panic!("{faults:?}"));
    let package = &admitted.package;
    assert_eq!((package.manifest.plugin.id.as_str(), package.size), ("fr.preau.hostile", hostile().len()));
    assert!(package.imports.iter().all(|i| i.starts_with("preau:plugin/")), "{:?}", package.imports);
    assert!(package.exports.contains(&"preau:plugin/pages@0.1.0".to_owned()), "{:?}", package.exports);
    assert!(admitted.memory > 0 && admitted.memory <= 4 << 20, "{}", admitted.memory);
    assert_eq!(package.digest.len(), 64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_of_wasi_is_refused_by_name() {
    let component = componentize(&core("tests/guests/wasi")).unwrap();
    let packed = with_manifest(&component, hostile_manifest()).unwrap();
    let faults = sandbox(limits()).admit(&packed).await.map(|a| a.package.digest).expect_err("admitted");
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.iter().map(Text::key).collect::<Vec<_>>(), ["sandbox-import-wasi"], "{said:?}");
    assert!(said[0].contains("wasi:cli/environment@0.2.6") && said[0].contains("preau plugin build"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_broken_is_refused() {
    let sandbox = sandbox(limits());
    let whole = hostile();
    let core_module = core("tests/guests/hostile");
    assert_eq!(refusals(&sandbox, &core_module).await, ["sandbox-package-core"]);
    assert_eq!(refusals(&sandbox, b"plugin.toml").await, ["sandbox-package-other"]);
    let component = componentize(&core_module).unwrap();
    assert_eq!(refusals(&sandbox, &component).await, ["sandbox-package-no-manifest"]);
    let twice = with_manifest(whole, hostile_manifest()).unwrap();
    assert_eq!(refusals(&sandbox, &twice).await, ["sandbox-package-manifests"]);
    for eighth in 1..8 {
        let keys = refusals(&sandbox, &whole[..whole.len() * eighth / 8]).await;
        assert!(matches!(keys[..], ["sandbox-package-truncated" | "sandbox-package-broken"]), "{eighth}/8: {keys:?}");
    }
    let mut malformed = component.clone();
    let at = malformed.len() / 2;
    malformed[at..at + 64].fill(0xff);
    let keys = refusals(&sandbox, &with_manifest(&malformed, hostile_manifest()).unwrap()).await;
    assert_eq!(keys, ["sandbox-package-broken"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_manifest_is_refused_with_all_its_faults() {
    let component = componentize(&core("tests/guests/hostile")).unwrap();
    let bad = hostile_manifest().replace("fr.preau.hostile", "Hostile").replace("pupil\"\nfields", "people\"\nfields");
    let keys = refusals(&sandbox(limits()), &with_manifest(&component, &bad).unwrap()).await;
    assert_eq!(keys, ["manifest-id", "manifest-entity"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_pool_cannot_give_is_refused() {
    let small = Sandbox::open(Limits { memory: 64 << 10, ..limits() }, None).unwrap();
    assert_eq!(refusals(&small, hostile()).await, ["sandbox-package-compile"]);
    let lower = with_manifest(
        &componentize(&core("tests/guests/hostile")).unwrap(),
        &format!("{}\n[limits]\nmemory = \"64KiB\"\n", hostile_manifest()),
    );
    assert_eq!(refusals(&sandbox(limits()), &lower.unwrap()).await, ["sandbox-package-memory"]);
    let most = hostile().len() - 1;
    assert_eq!(refusals(&sandbox(Limits { package: most, ..limits() }), hostile()).await, ["sandbox-package-size"]);
    assert!(Package::read(hostile(), hostile().len()).is_ok());
}
