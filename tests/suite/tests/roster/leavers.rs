//! Who is absent leaves only from a population that the files cover, and many leavers only after a person says yes.

use preau_policy::roster::apply;

use super::files::Files;
use super::school::{directory, dump, each};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_leaves_a_population_that_the_files_do_not_cover() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let before = directory(&fresh.raw).await;
        for files in [Files::new().sts(), Files::new().eleves(), [Files::new().eleves(), Files::new().sts()].concat()] {
            let done = fresh.import(files).await.summary;
            assert_eq!((done.pupils.left, done.guardians.left, done.staff.left), (0, 0, 0));
        }
        assert!(directory(&fresh.raw).await == before);
        let mut files = Files::new().without(1);
        files.staff.pop();
        let done = fresh.import(files.sts()).await.summary;
        assert_eq!((done.pupils.left, done.staff.left), (0, 1));
        assert_eq!(fresh.import(files.eleves()).await.summary.pupils.left, 1);
        assert_eq!(fresh.number("SELECT count(*) FROM person WHERE kind = 'guardian' AND active = 1").await, 21);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_a_tenth_must_be_confirmed() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let exactly = Files::new().without(2).without(3);
        assert!(!fresh.plan(exactly.all()).await.report.needs_confirmation, "2 of 20 is a tenth, not more");
        let files = exactly.without(4);
        let prepared = fresh.plan(files.all()).await;
        assert!(prepared.report.needs_confirmation);
        let before = dump(&fresh.raw).await;
        assert_eq!(fresh.refusal(prepared.clone()).await, "policy-roster-confirm");
        assert!(dump(&fresh.raw).await == before, "a refused import wrote something");
        let done = apply(fresh.operator(), prepared, true, &mut |_| {}).await.unwrap();
        assert_eq!((done.summary.pupils.left, done.summary.guardians.left), (3, 3));
        let run = fresh.ask("SELECT report FROM import_run ORDER BY id DESC LIMIT 1").await;
        assert!(run[0].contains("\"confirmed\":true"), "{run:?}");
    })
    .await;
}
