//! Guests that take more than they are given: each ends in a named fault, and the next call is answered.

use std::sync::Arc;
use std::time::Duration;

use preau_domain::page::Answer;
use preau_sandbox::{Ended, Fault, Limits, Request};
use preau_suite::guests::{Stage, fault, limits};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_excess_ends_in_its_own_fault() {
    let stage = Stage::with(limits()).await;
    for (route, expected) in [
        ("/loop", "cpu"),
        ("/calls", "host-calls"),
        ("/memory", "memory"),
        ("/recursion", "stack"),
        ("/random", "misuse"),
        ("/drafts", "handles"),
        ("/held", "memory"),
        ("/giant-page", "page-size"),
        ("/giant-text", "transfer"),
        ("/giant-download", "download-size"),
    ] {
        let result = stage.post(route, None).await;
        let fault = fault(&result);
        assert_eq!(fault.name(), expected, "{route}: {fault:?}");
        let said = fault.text().to_string();
        assert!(said.contains("module") && !said.starts_with('['), "{route}: {said}");
        let after = stage.get("/").await;
        assert!(matches!(after.result, Ok(Answer::Page(_))), "after {route}: {:?}", after.result);
    }
    assert_eq!(stage.records().await, "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manifest_that_asks_for_less_gets_less() {
    let less = format!("{}\n[limits]\npage = \"1KiB\"\nmemory = \"128KiB\"\n", preau_suite::guests::hostile_manifest());
    let package = preau_suite::guests::hostile();
    let stage = Stage::of(limits(), package, &less).await;
    assert_eq!(fault(&stage.get("/giant-page").await.result), &Fault::Memory, "it does not even start with so little");
    let page = less.replace("128KiB", "8MiB");
    let stage = Stage::of(limits(), package, &page).await;
    assert_eq!(fault(&stage.get("/giant-page").await.result), &Fault::PageSize);
    assert_eq!(fault(&stage.get("/giant-text").await.result), &Fault::Memory, "8 MiB of text do not fit into 8 MiB");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wall_clock_ends_what_the_cpu_budget_would_allow() {
    let stage = Stage::with(Limits { cpu: Duration::from_secs(600), wall: Duration::from_millis(100), ..limits() }).await;
    let ran = stage.get("/loop").await;
    assert_eq!(fault(&ran.result), &Fault::WallClock);
    assert!(matches!(stage.get("/").await.result, Ok(Answer::Page(_))));
}

/// A loop yields at each tick: on a single thread, a request that came later is answered before the loop is ended.
#[tokio::test(flavor = "current_thread")]
async fn a_loop_does_not_hold_its_thread() {
    let stage = Stage::with(Limits { cpu: Duration::from_millis(300), ..limits() }).await;
    let order = std::sync::Mutex::new(Vec::new());
    let (slow, quick) = (stage.call("durand", false).await, stage.call("petit", false).await);
    let looping = async {
        let ran = stage.sandbox.run(&stage.guest, slow, Arc::new(Request::get("/loop"))).await;
        order.lock().unwrap().push(fault(&ran.result).name());
    };
    let honest = async {
        let ran = stage.sandbox.run(&stage.guest, quick, Arc::new(Request::get("/"))).await;
        assert!(matches!(ran.result, Ok(Answer::Page(_))));
        order.lock().unwrap().push("page");
    };
    tokio::join!(looping, honest);
    assert_eq!(*order.lock().unwrap(), ["page", "cpu"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_pool_says_that_it_is_busy() {
    let tight = Limits { pool: 1, wait: Duration::from_millis(20), cpu: Duration::from_millis(500), ..limits() };
    let stage = Stage::with(tight).await;
    let (first, second) = (stage.call("durand", false).await, stage.call("petit", false).await);
    let request = Arc::new(Request::get("/loop"));
    let (one, two) = tokio::join!(
        stage.sandbox.run(&stage.guest, first, request.clone()),
        stage.sandbox.run(&stage.guest, second, request.clone()),
    );
    let mut names = [fault(&one.result).name(), fault(&two.result).name()];
    names.sort_unstable();
    assert_eq!(names, ["busy", "cpu"]);
}

/// One plugin may not take the whole pool: another one still finds a place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plugin_keeps_to_its_share() {
    let shares = Limits { pool: 2, per_plugin: 1, wait: Duration::from_millis(20), cpu: Duration::from_secs(1), ..limits() };
    let stage = Stage::with(shares).await;
    let manifest = preau_domain::manifest::Manifest::parse(preau_suite::guests::hostile_manifest()).unwrap();
    let other = stage.sandbox.add(&"0".repeat(64), &manifest, preau_suite::guests::hostile().to_vec()).await.unwrap();
    let (a, b, c) = (stage.call("durand", false).await, stage.call("petit", false).await, stage.call("martin", false).await);
    let request = Arc::new(Request::get("/loop"));
    let looping = stage.sandbox.run(&stage.guest, a, request.clone());
    let others = async {
        tokio::task::yield_now().await;
        let same = stage.sandbox.run(&stage.guest, b, Arc::new(Request::get("/"))).await;
        let beside = stage.sandbox.run(&other, c, Arc::new(Request::get("/"))).await;
        (same.result, beside.result)
    };
    let (looped, (same, beside)) = tokio::join!(looping, others);
    assert_eq!(fault(&looped.result), &Fault::Cpu);
    assert_eq!(same, Err(Ended::Fault(Fault::Busy)));
    assert!(matches!(beside, Ok(Answer::Page(_))));
}

/// After five faults in a row the plugin rests in that school, and only there; later one call tries again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plugin_that_keeps_failing_rests() {
    let stage = Stage::with(limits()).await;
    for _ in 0..5 {
        assert_eq!(fault(&stage.get("/calls").await.result), &Fault::HostCalls);
    }
    assert_eq!(fault(&stage.get("/").await.result), &Fault::Resting);
    let there = stage.house.call_in(&stage.house.b, "durand", None, preau_suite::guests::hostile_manifest(), false).await;
    let there = stage.sandbox.run(&stage.guest, there, Arc::new(Request::get("/"))).await;
    assert!(matches!(there.result, Ok(Answer::Page(_))), "another school is not touched");
    stage.house.later(31_000);
    assert!(matches!(stage.get("/").await.result, Ok(Answer::Page(_))));
    assert!(matches!(stage.get("/").await.result, Ok(Answer::Page(_))));
}

/// A forged address makes misuse, never rest: nobody can switch a plugin off for others that way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forged_addresses_do_not_make_it_rest() {
    let stage = Stage::with(limits()).await;
    for _ in 0..8 {
        assert_eq!(fault(&stage.get("/person").await.result).name(), "misuse");
    }
    assert!(matches!(stage.get("/").await.result, Ok(Answer::Page(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_is_bounded_and_on_single_lines() {
    let stage = Stage::with(limits()).await;
    let ran = stage.get("/log").await;
    assert_eq!(ran.log.len(), stage.sandbox.limits().log_lines);
    assert!(ran.log.iter().all(|l| l.message.chars().count() == 1000 && !l.message.contains('\n')));
}
