//! Guests that reach for what is not given: each gets a refusal as a value, and nothing is written.

use std::sync::Arc;

use preau_domain::failure::Failure;
use preau_domain::handle::Handle;
use preau_domain::page::{Answer, Op};
use preau_sandbox::{Ended, Fault, Request};
use preau_suite::guests::{Stage, fault, hostile_manifest, limits, post};

/// The kind of a failure and what it says.
fn failure(result: &Result<Answer, Ended>) -> (&'static str, String) {
    match result {
        Err(Ended::Failure(Failure::Denied(text))) => ("denied", text.clone()),
        Err(Ended::Failure(Failure::Invalid(text))) => ("invalid", text.clone()),
        Err(Ended::Failure(Failure::Quota(text))) => ("quota", text.clone()),
        Err(Ended::Failure(Failure::Conflict(text))) => ("conflict", text.clone()),
        other => panic!("no refusal: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_are_not_declared_are_denied_with_the_line_to_add() {
    let stage = Stage::with(limits()).await;
    let zoe = stage.handle(&stage.house.a, "zoe", hostile_manifest()).await;
    for (route, expected, word) in [
        ("/view", "denied", "[[view]]"),
        ("/view-argument", "invalid", "args"),
        ("/view-column", "invalid", "« id »"),
        ("/scan", "denied", "[[collection]]"),
        ("/put-undeclared", "denied", "[[collection]]"),
        ("/delete-undeclared", "denied", "[[collection]]"),
    ] {
        let (kind, said) = failure(&stage.post(route, Some(zoe)).await);
        assert_eq!(kind, expected, "{route}: {said}");
        assert!(said.contains(word), "{route}: {said}");
    }
    let setting = stage.post("/setting", None).await;
    assert!(matches!(setting, Ok(Answer::Page(page)) if page.title == "a"), "a declared setting, and none for another name");
}

/// A handle that is forged, another plugin's, another school's, or of another kind opens nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handles_from_elsewhere_are_worth_nothing() {
    let stage = Stage::with(limits()).await;
    let other = hostile_manifest().replace("fr.preau.hostile", "fr.preau.autre");
    let elsewhere = [
        ("forged", Handle { high: 0x1234, low: 0x5678 }),
        ("none", Handle::NONE),
        ("of another plugin", stage.handle(&stage.house.a, "zoe", &other).await),
        ("of another school", stage.handle(&stage.house.b, "zoe", hostile_manifest()).await),
    ];
    for (what, handle) in elsewhere {
        for route in ["/view-person", "/view-group", "/scan-person", "/scan-persons", "/scan-group", "/put", "/delete-person"] {
            let (kind, said) = failure(&stage.post(route, Some(handle)).await);
            assert_eq!(kind, "denied", "{route} with a handle {what}: {said}");
        }
        for route in ["/person", "/person-link", "/group", "/group-field", "/grid-person", "/saved-person"] {
            let result = stage.post(route, Some(handle)).await;
            let Fault::Misuse(text) = fault(&result) else { panic!("{route} with a handle {what}: {result:?}") };
            assert!(["sandbox-misuse-person", "sandbox-misuse-group"].contains(&text.key()), "{route}: {text}");
        }
    }
    assert_eq!(stage.records().await, "0");
}

/// SAC-29: a pupil whom the teacher does not teach is a refusal, not an empty list.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sac_29_a_pupil_out_of_reach_is_denied() {
    let stage = Stage::with(limits()).await;
    let other = stage.handle(&stage.house.a, "zoe", hostile_manifest()).await;
    let call = stage.call("petit", true).await;
    let reach = stage.sandbox.run(&stage.guest, call, Arc::new(Request::get("/read"))).await;
    let Ok(Answer::Page(page)) = reach.result else { panic!("{:?}", reach.result) };
    let shown = |who: &str| page.ops.contains(&Op::PersonName(stage.house.a.person(who)));
    assert!(shown("hugo") && !shown("zoe"), "M. Petit teaches 5C, not 5B");
    for route in ["/view-person", "/scan-person", "/put", "/delete-person"] {
        let call = stage.call("petit", true).await;
        let ran = stage.sandbox.run(&stage.guest, call, post(route, Some(other))).await;
        assert_eq!(failure(&stage.end(ran).await).0, "denied", "{route}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_written_is_refused() {
    let stage = Stage::with(limits()).await;
    let zoe = stage.handle(&stage.house.a, "zoe", hostile_manifest()).await;
    for (route, expected, word) in [
        ("/put-key", "invalid", "201"),
        ("/put-value", "quota", "65536"),
        ("/put-json", "invalid", "JSON"),
        ("/put-handle", "invalid", "refer"),
        ("/put-handle-key", "invalid", "refer"),
        ("/put-fail", "invalid", "non"),
    ] {
        let (kind, said) = failure(&stage.post(route, Some(zoe)).await);
        assert_eq!(kind, expected, "{route}: {said}");
        assert!(said.contains(word), "{route}: {said}");
    }
    let get = Request { method: "GET".into(), ..(*post("/put", Some(zoe))).clone() };
    let ran = stage.sandbox.run(&stage.guest, stage.call("durand", false).await, Arc::new(get)).await;
    let (kind, said) = failure(&stage.end(ran).await);
    assert_eq!((kind, said.contains("GET")), ("denied", true), "{said}");
    assert_eq!(stage.records().await, "0");
    assert!(stage.post("/put", Some(zoe)).await.is_ok());
    assert_eq!(stage.records().await, "1", "the same write, allowed, is there");
}

/// Whatever ends a handler after its writes, nothing of them is stored, and the access is journaled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_after_writing_writes_nothing() {
    let stage = Stage::with(limits()).await;
    let zoe = stage.handle(&stage.house.a, "zoe", hostile_manifest()).await;
    for (route, expected) in [("/put-trap", "trap"), ("/put-panic", "panic"), ("/put-loop", "cpu"), ("/put-misuse", "misuse")] {
        let result = stage.post(route, Some(zoe)).await;
        assert_eq!(fault(&result).name(), expected, "{result:?}");
        if let Fault::Panic(said) = fault(&result) {
            assert!(said.contains("perdu après l'écriture"), "{said}");
        }
        assert_eq!(stage.records().await, "0", "{route}");
    }
}

/// What a plugin read is journaled although it failed afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_does_not_hide_what_was_read() {
    let stage = Stage::with(limits()).await;
    let zoe = stage.house.a.person("zoe");
    let sql = format!("SELECT count(*) FROM journal_subject WHERE person = {zoe}");
    let call = stage.call("durand", false).await;
    assert_eq!(stage.house.peek(&sql).await.concat(), "0");
    let ran = stage.sandbox.run(&stage.guest, call, post("/read-trap", None)).await;
    assert_eq!(fault(&stage.end(ran).await).name(), "trap");
    assert_eq!(stage.house.peek(&sql).await.concat(), "1");
}
