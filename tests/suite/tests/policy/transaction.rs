//! A request is a transaction: it sees its own writes, commits together or not at all, and is run again on a conflict.

use preau_domain::failure::Failure;
use preau_policy::Call;
use preau_policy::commit::{Committed, Ended, Remembered, answered};
use preau_policy::drafts::Draft;
use preau_policy::records::Asked;
use preau_suite::manifests::EVALUATION;
use preau_suite::{Engines, TestHouse};

use super::{done, evaluation, keys, marked, put, result, scan};

fn free(house: &TestHouse, key: &str, pupil: &str, value: &str) -> Draft {
    Draft { under: None, value: value.into(), ..result(&house.a, key, pupil) }
}

async fn again(call: Call) -> Call {
    match call.finish(Ended::Ok, None).await.unwrap() {
        Committed::Again(call) => *call,
        other => panic!("not run again: {other:?}"),
    }
}

async fn values(house: &TestHouse, key: &str) -> Vec<(String, i64)> {
    let mut call = house.call("durand", EVALUATION, false).await;
    let rows = call.scan("resultats", &Asked::Anyone, key, 2000, None).await.unwrap();
    rows.found.into_iter().map(|f| (f.value, f.version)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_see_the_calls_own_writes() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let mut call = house.call("durand", EVALUATION, true).await;
        call.put(Draft { value: "9".into(), ..result(&house.a, "ev-5B", "adam") }).await.unwrap();
        call.put(free(&house, "a-new", "zoe", "1")).await.unwrap();
        call.put(evaluation(&call, &house.a, "ev-new", "5B")).await.unwrap();
        call.delete("resultats", Some(house.a.person("lina")), "ev-5B", 1).await.unwrap();
        let rows = scan(&mut call, "resultats", Asked::Anyone).await.unwrap();
        let seen: Vec<_> =
            rows.found.iter().map(|f| (f.key.as_str(), house.a.who(preau_domain::ids::PersonId(f.subject)))).collect();
        assert_eq!(seen, [("a-new", "zoe"), ("ev-5B", "zoe"), ("ev-5B", "adam"), ("ev-5B", "noe")]);
        assert_eq!((rows.found[2].value.as_str(), rows.found[2].version), ("9", 2));
        let rows = scan(&mut call, "evaluations", Asked::NoOne).await.unwrap();
        assert_eq!(keys(&rows), ["ev-5B", "ev-new"]);
        let groups = call.references(&rows, "groupe").await.unwrap();
        assert!(groups.iter().all(|g| call.group(*g) == Some(house.a.group("5B"))));
        // nobody else sees them before the commit
        assert_eq!(values(&house, "a-").await, []);
        // what one has just written has the version one sees
        call.put(Draft { expect: Some(2), value: "10".into(), ..result(&house.a, "ev-5B", "adam") }).await.unwrap();
        assert_eq!(
            call.put(Draft { expect: Some(1), ..result(&house.a, "ev-5B", "adam") }).await,
            Err(Failure::Conflict("ev-5B".into()))
        );
        done(call).await;
        assert_eq!(values(&house, "a-").await, [("1".to_owned(), 1)]);
        assert!(values(&house, "ev-5B").await.contains(&("10".to_owned(), 2)));
    })
    .await;
}

/// Pages of a call that writes cover stored and own records once each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_over_own_writes_cover_everything_once() {
    Engines::each(async |house| {
        put(&house, "durand", |_| (0..10).map(|n| free(&house, &format!("k{n}0"), "zoe", "0")).collect()).await.unwrap();
        for limit in [1, 2, 3, 5, 7, 2000] {
            let mut call = house.call("durand", EVALUATION, true).await;
            for key in ["k05", "k10", "k55", "k56", "k57", "k95", "a", "z"] {
                call.put(free(&house, key, "zoe", "1")).await.unwrap();
            }
            call.delete("resultats", Some(house.a.person("zoe")), "k90", 1).await.unwrap();
            let (mut found, mut cursor) = (Vec::new(), None);
            loop {
                let rows = call.scan("resultats", &Asked::Anyone, "k", limit, cursor.as_deref()).await.unwrap();
                assert!(rows.found.len() <= usize::try_from(limit).unwrap());
                found.extend(rows.found.into_iter().map(|f| f.key));
                cursor = rows.next;
                if cursor.is_none() {
                    break;
                }
            }
            let expected = ["k00", "k05", "k10", "k20", "k30", "k40", "k50", "k55", "k56", "k57", "k60", "k70", "k80", "k95"];
            assert_eq!(found, expected, "pages of {limit}");
        }
    })
    .await;
}

/// At most 2,000 records in one page, whatever is asked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_has_at_most_two_thousand_records() {
    Engines::each(async |house| {
        put(&house, "durand", |_| (0..2010).map(|n| free(&house, &format!("k{n:04}"), "zoe", "0")).collect()).await.unwrap();
        let mut call = house.call("durand", EVALUATION, false).await;
        let first = call.scan("resultats", &Asked::Anyone, "k", u32::MAX, None).await.unwrap();
        assert_eq!(first.found.len(), 2000);
        let second = call.scan("resultats", &Asked::Anyone, "k", u32::MAX, first.next.as_deref()).await.unwrap();
        assert_eq!((second.found.len(), second.found[0].key.as_str(), second.next), (10, "k2000", None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_read_and_changed_meanwhile_runs_the_call_again() {
    Engines::each(async |house| {
        put(&house, "durand", |_| vec![free(&house, "k", "zoe", "1")]).await.unwrap();
        let mut call = house.call("durand", EVALUATION, true).await;
        let rows = call.scan("resultats", &Asked::Anyone, "k", 10, None).await.unwrap();
        assert_eq!(rows.found[0].value, "1");
        call.put(free(&house, "sum", "zoe", "11")).await.unwrap();
        put(&house, "directrice", |_| vec![free(&house, "k", "zoe", "2")]).await.unwrap();
        let mut call = again(call).await;
        assert_eq!(values(&house, "sum").await, [], "nothing of the first run is there");
        let rows = call.scan("resultats", &Asked::Anyone, "k", 10, None).await.unwrap();
        assert_eq!(rows.found[0].value, "2");
        call.put(free(&house, "sum", "zoe", "12")).await.unwrap();
        done(call).await;
        assert_eq!(values(&house, "sum").await, [("12".to_owned(), 1)]);
    })
    .await;
}

/// One seat is not sold twice: what appeared, changed or went in a range that was scanned counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phantom_in_a_scanned_range_runs_the_call_again() {
    Engines::each(async |house| {
        put(&house, "durand", |_| vec![free(&house, "seat/1", "zoe", "1")]).await.unwrap();
        let taken = async |call: &mut Call| {
            call.scan("resultats", &Asked::Group(house.a.group("5B")), "seat/", 10, None).await.unwrap().found.len()
        };
        let mut first = house.call("durand", EVALUATION, true).await;
        let mut second = house.call("durand", EVALUATION, true).await;
        assert_eq!((taken(&mut first).await, taken(&mut second).await), (1, 1));
        first.put(free(&house, "seat/2", "adam", "1")).await.unwrap();
        second.put(free(&house, "seat/3", "lina", "1")).await.unwrap();
        done(first).await;
        let mut second = again(second).await;
        assert_eq!(taken(&mut second).await, 2);

        // a removal in the range counts, a change elsewhere does not
        second.put(free(&house, "seat/3", "lina", "1")).await.unwrap();
        let mut call = house.call("durand", EVALUATION, true).await;
        call.delete("resultats", Some(house.a.person("zoe")), "seat/1", 1).await.unwrap();
        done(call).await;
        let mut second = again(second).await;
        assert_eq!(taken(&mut second).await, 1);
        second.put(free(&house, "seat/3", "lina", "1")).await.unwrap();
        put(&house, "petit", |_| vec![free(&house, "seat/9", "hugo", "1")]).await.unwrap();
        put(&house, "durand", |_| vec![free(&house, "table/1", "zoe", "1")]).await.unwrap();
        done(second).await;
        assert_eq!(values(&house, "seat/").await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unread_record_is_written_by_the_last() {
    Engines::each(async |house| {
        let mut first = house.call("durand", EVALUATION, true).await;
        let mut second = house.call("directrice", EVALUATION, true).await;
        first.put(free(&house, "k", "zoe", "1")).await.unwrap();
        second.put(free(&house, "k", "zoe", "2")).await.unwrap();
        done(first).await;
        done(second).await;
        assert_eq!(values(&house, "k").await, [("2".to_owned(), 2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expected_version_is_checked_at_once_and_at_the_commit() {
    Engines::each(async |house| {
        put(&house, "durand", |_| vec![free(&house, "k", "zoe", "1")]).await.unwrap();
        let expecting = |version| Draft { expect: Some(version), ..free(&house, "k", "zoe", "2") };
        for version in [0, 2, u64::MAX] {
            let mut call = house.call("durand", EVALUATION, true).await;
            assert_eq!(call.put(expecting(version)).await, Err(Failure::Conflict("k".into())), "version {version}");
        }
        let mut call = house.call("durand", EVALUATION, true).await;
        let absent = Draft { expect: Some(1), ..free(&house, "absent", "zoe", "2") };
        assert_eq!(call.put(absent.clone()).await, Err(Failure::Conflict("absent".into())));
        call.put(Draft { expect: Some(0), ..absent }).await.unwrap();
        assert!(matches!(call.delete("resultats", Some(house.a.person("zoe")), "k", 7).await, Err(Failure::Conflict(_))));
        // right now, overtaken before the commit: run again, and then it is a conflict that the handler sees
        call.put(expecting(1)).await.unwrap();
        put(&house, "directrice", |_| vec![free(&house, "k", "zoe", "3")]).await.unwrap();
        let mut call = again(call).await;
        assert_eq!(call.put(expecting(1)).await, Err(Failure::Conflict("k".into())));
        call.put(expecting(2)).await.unwrap();
        done(call).await;
        assert_eq!(values(&house, "k").await, [("2".to_owned(), 3)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_refuses_or_faults_writes_nothing() {
    Engines::each(async |house| {
        for ended in [Ended::Refused, Ended::Faulted] {
            let mut call = house.call("durand", EVALUATION, true).await;
            call.put(free(&house, "k", "zoe", "1")).await.unwrap();
            let kept = Remembered { request: "r".into(), answer: "a".into() };
            assert!(matches!(call.finish(ended, Some(kept)).await.unwrap(), Committed::Done));
        }
        assert_eq!(values(&house, "k").await, []);
        assert_eq!(answered(&house.scope("durand").await, "r").await.unwrap(), None);
    })
    .await;
}

/// The same request twice, also at the same time: one write, one answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_is_answered_once() {
    Engines::each(async |house| {
        let kept = |answer: &str| Some(Remembered { request: "r-1".into(), answer: answer.into() });
        let mut calls = Vec::new();
        for n in 0..8 {
            let mut call = house.call("durand", EVALUATION, true).await;
            call.put(free(&house, "k", "zoe", &n.to_string())).await.unwrap();
            let kept = kept(&format!("answer {n}"));
            calls.push(tokio::spawn(async move { call.finish(Ended::Ok, kept).await.unwrap() }));
        }
        let (mut done, mut answers) = (0, Vec::new());
        for call in calls {
            match call.await.unwrap() {
                Committed::Done => done += 1,
                Committed::Answered(answer) => answers.push(answer),
                Committed::Again(_) => panic!("nothing was read"),
            }
        }
        assert_eq!((done, answers.len()), (1, 7));
        let (value, version) = values(&house, "k").await.remove(0);
        assert_eq!(version, 1);
        assert!(answers.iter().all(|a| *a == format!("answer {value}")));
        assert_eq!(answered(&house.scope("durand").await, "r-1").await.unwrap(), Some(format!("answer {value}")));
        // the same id of somebody else is another request
        assert_eq!(answered(&house.scope("directrice").await, "r-1").await.unwrap(), None);
        let mut call = house.call("directrice", EVALUATION, true).await;
        call.put(free(&house, "k", "zoe", "100")).await.unwrap();
        assert!(matches!(call.finish(Ended::Ok, kept("hers")).await.unwrap(), Committed::Done));
        assert_eq!(values(&house, "k").await, [("100".to_owned(), 2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_writes_five_thousand_records_and_no_more() {
    let house = TestHouse::sqlite().await;
    let mut call = house.call("durand", EVALUATION, true).await;
    for n in 0..5000 {
        call.put(free(&house, &format!("k{n}"), "zoe", "0")).await.unwrap();
    }
    assert!(matches!(call.put(free(&house, "one more", "zoe", "0")).await, Err(Failure::Quota(_))));
    // what is there already may still be changed
    call.put(free(&house, "k1", "zoe", "1")).await.unwrap_or_else(|e| panic!("{e:?}"));
    done(call).await;
    assert_eq!(house.peek("SELECT count(*) FROM record").await, ["5000"]);
}
