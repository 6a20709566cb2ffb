//! An import is whole or nothing, whatever happens while it is written.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use preau_policy::PolicyError;
use preau_policy::roster::{Progress, apply};
use preau_suite::house::run;
use tokio::sync::Notify;

use super::files::Files;
use super::school::{dump, each};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_of_the_database_leaves_nothing() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let mut files = Files::new().without(1);
        files.add_family(21);
        files.member("5").function = "EDU";
        // each table that an import writes, missing: the first one, those in the middle, the very last one
        for (away, back) in [
            ("ALTER TABLE person_key RENAME TO away", "ALTER TABLE away RENAME TO person_key"),
            ("ALTER TABLE membership RENAME TO away", "ALTER TABLE away RENAME TO membership"),
            ("ALTER TABLE session RENAME TO away", "ALTER TABLE away RENAME TO session"),
            ("ALTER TABLE import_run RENAME TO away", "ALTER TABLE away RENAME TO import_run"),
        ] {
            let (before, prepared) = (dump(&fresh.raw).await, fresh.plan(files.all()).await);
            run(&fresh.raw, away).await;
            let steps = Arc::new(AtomicUsize::new(0));
            let refused = apply(fresh.operator(), prepared, false, &mut |at| {
                if let Progress::Applying { done, .. } = at {
                    steps.store(done, Ordering::Relaxed);
                }
            })
            .await;
            assert!(matches!(refused, Err(PolicyError::Storage(_))), "{away}: {refused:?}");
            run(&fresh.raw, back).await;
            assert!(dump(&fresh.raw).await == before, "{away}: something stayed after step {}", steps.load(Ordering::Relaxed));
        }
        let done = fresh.import(files.all()).await.summary;
        assert_eq!((done.pupils.new, done.pupils.left, done.staff.changed), (1, 1, 1));
        assert!(matches!(fresh.raw.verify_journal().await.unwrap(), preau_storage::journal::Verdict::Sound { .. }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_goes_away_leaves_it_whole_or_not_begun() {
    each(async |_, fresh| {
        let before = dump(&fresh.raw).await;
        let prepared = fresh.plan(Files::new().all()).await;
        drop(apply(fresh.operator(), prepared.clone(), false, &mut |_| {}));
        // whatever the writer had to do is done when it answers
        fresh.raw.note(vec![]).await.unwrap();
        assert!(dump(&fresh.raw).await == before, "never polled, never begun");

        let middle = Arc::new(Notify::new());
        let tell = middle.clone();
        let mut progress = move |at: Progress| {
            if matches!(at, Progress::Applying { done: 1, .. }) {
                tell.notify_one();
            }
        };
        tokio::select! {
            biased;
            () = middle.notified() => {}
            done = apply(fresh.operator(), prepared, false, &mut progress) => assert!(done.is_ok(), "{done:?}"),
        }
        // the writer answers in order
        let flush = fresh.raw.write(|_| Box::pin(async { Ok(preau_storage::Step::Keep((), vec![])) }));
        flush.await.unwrap();
        assert_eq!(fresh.number("SELECT count(*) FROM import_run").await, 1);
        assert_eq!(fresh.number("SELECT count(*) FROM person").await, 20 + 21 + 12, "what was begun was finished");
        assert!(fresh.plan(Files::new().all()).await.plan.is_empty());
    })
    .await;
}
