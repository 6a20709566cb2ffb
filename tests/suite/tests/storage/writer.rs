//! The grouping writer: what groups keep, undo, and say when they fail.

use preau_storage::journal::{self, Line, Verdict};
use preau_storage::{School, Step, StorageError, args};
use preau_suite::Engines;
use tokio::sync::oneshot;

pub(super) fn line(action: &str) -> Line {
    Line {
        at: 1,
        actor: 2,
        role: "professeur".into(),
        plugin: "fr.preau.essai@1.2.3".into(),
        action: action.into(),
        kinds: "resultats".into(),
        subjects: vec![1, 3],
        sensitive: false,
        detail: "détail".into(),
    }
}

/// Holds the writer inside a job until the sender is used, so that what is handed in meanwhile forms one group.
async fn hold(school: &School) -> (oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let (go, wait) = oneshot::channel::<()>();
    let (begun, inside) = oneshot::channel::<()>();
    let school = school.clone();
    let job = tokio::spawn(async move {
        let done = school.write(|_| {
            Box::pin(async move {
                begun.send(()).unwrap();
                wait.await.unwrap();
                Ok(Step::Keep((), vec![]))
            })
        });
        done.await.unwrap();
    });
    inside.await.unwrap();
    (go, job)
}

async fn insert(school: School, name: String, lines: Vec<Line>) -> preau_storage::Result<()> {
    school
        .write(move |db| {
            Box::pin(async move {
                db.run("INSERT INTO meta (name, value) VALUES ($1, '')", args![name]).await?;
                Ok(Step::Keep((), lines))
            })
        })
        .await
}

async fn metas(school: &School) -> Vec<String> {
    let rows = school.read().await.unwrap().rows("SELECT name FROM meta ORDER BY name", vec![]).await.unwrap();
    rows.iter().map(|r| r.text(0).to_owned()).collect()
}

async fn last_seq(school: &School) -> i64 {
    journal::head(&mut school.read().await.unwrap()).await.unwrap().seq
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_writers_share_commits_and_lose_nothing() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let before = last_seq(&school).await;
        let (go, held) = hold(&school).await;
        let jobs: Vec<_> =
            (0..100).map(|n| tokio::spawn(insert(school.clone(), format!("m{n:03}"), vec![line(&format!("w{n:03}"))]))).collect();
        go.send(()).unwrap();
        held.await.unwrap();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        assert_eq!(metas(&school).await, (0..100).map(|n| format!("m{n:03}")).collect::<Vec<_>>());
        let segments = last_seq(&school).await - before;
        assert!((1..100).contains(&segments), "{segments} segments for 100 writes");
        let lines = journal::latest(&mut school.read().await.unwrap(), None, 200).await.unwrap();
        let mut actions: Vec<String> = lines.into_iter().map(|(_, l)| l.action).filter(|a| a.starts_with('w')).collect();
        actions.sort();
        assert_eq!(actions, (0..100).map(|n| format!("w{n:03}")).collect::<Vec<_>>());
        assert!(matches!(school.verify_journal().await.unwrap(), Verdict::Sound { .. }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_undone_and_a_failed_job_leave_the_group_alone() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let before = last_seq(&school).await;
        let (go, held) = hold(&school).await;
        let first = tokio::spawn(insert(school.clone(), "first".into(), vec![line("first")]));
        let undone = {
            let school = school.clone();
            tokio::spawn(async move {
                let job = school.write(|db| {
                    Box::pin(async move {
                        db.run("INSERT INTO meta (name, value) VALUES ('undone', '')", vec![]).await?;
                        Ok(Step::Undo("answer", vec![line("undone")]))
                    })
                });
                job.await
            })
        };
        let failed = {
            let school = school.clone();
            tokio::spawn(async move {
                let job = school.write(|db| {
                    Box::pin(async move {
                        db.run("INSERT INTO meta (name, value) VALUES ('failed', '')", vec![]).await?;
                        db.run("INSERT INTO no_such_table VALUES (1)", vec![]).await?;
                        Ok(Step::Keep((), vec![line("failed")]))
                    })
                });
                job.await
            })
        };
        let last = tokio::spawn(insert(school.clone(), "last".into(), vec![line("last")]));
        // all four wait before the group begins
        while school.waiting() < 4 {
            tokio::task::yield_now().await;
        }
        go.send(()).unwrap();
        held.await.unwrap();
        first.await.unwrap().unwrap();
        assert_eq!(undone.await.unwrap().unwrap(), "answer");
        assert!(matches!(failed.await.unwrap(), Err(StorageError::Database(_))));
        last.await.unwrap().unwrap();
        assert_eq!(metas(&school).await, ["first", "last"]);
        let lines = journal::latest(&mut school.read().await.unwrap(), None, 50).await.unwrap();
        let mut ours: Vec<_> = lines.iter().filter(|(s, _)| *s > before).map(|(_, l)| l.action.as_str()).collect();
        ours.sort_unstable();
        assert_eq!(ours, ["first", "last", "undone"]);
        assert_eq!(last_seq(&school).await, before + 1, "one group, one segment");
    })
    .await;
}

/// Makes the commit itself fail, after every statement went well.
fn doomed(sqlite: bool) -> &'static [&'static str] {
    if sqlite {
        &["PRAGMA defer_foreign_keys = ON", "INSERT INTO person_key (kind, value, person) VALUES ('x', 'y', 999999)"]
    } else {
        &[
            "CREATE TABLE doomed (n BIGINT, CONSTRAINT one UNIQUE (n) DEFERRABLE INITIALLY DEFERRED)",
            "INSERT INTO doomed (n) VALUES (1), (1)",
        ]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_commit_that_fails_is_said_to_everybody() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let before = last_seq(&school).await;
        let (go, held) = hold(&school).await;
        let innocent = tokio::spawn(insert(school.clone(), "innocent".into(), vec![line("innocent")]));
        let statements = doomed(house.is_sqlite());
        let guilty = {
            let school = school.clone();
            tokio::spawn(async move {
                let job = school.write(move |db| {
                    Box::pin(async move {
                        for sql in statements {
                            db.run(*sql, vec![]).await?;
                        }
                        Ok(Step::Keep((), vec![line("guilty")]))
                    })
                });
                job.await
            })
        };
        let note = {
            let school = school.clone();
            tokio::spawn(async move { school.note(vec![line("note")]).await })
        };
        while school.waiting() < 3 {
            tokio::task::yield_now().await;
        }
        go.send(()).unwrap();
        held.await.unwrap();
        for answer in [innocent.await.unwrap(), guilty.await.unwrap(), note.await.unwrap()] {
            assert!(matches!(answer, Err(StorageError::Commit(_))), "{answer:?}");
        }
        assert_eq!(metas(&school).await, [""; 0]);
        assert_eq!(last_seq(&school).await, before);
        // and the writer goes on
        insert(school.clone(), "later".into(), vec![line("later")]).await.unwrap();
        assert_eq!(metas(&school).await, ["later"]);
        assert!(matches!(school.verify_journal().await.unwrap(), Verdict::Sound { .. }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counters_never_give_a_number_twice() {
    Engines::each(async |house| {
        let nodes = [house.raw().await, house.reopen_store().await.school(&house.a.slug).await.unwrap()];
        let mut jobs = Vec::new();
        for n in 0..60 {
            let school = nodes[n % 2].clone();
            jobs.push(tokio::spawn(async move {
                let job = school.write(|db| Box::pin(async move { Ok(Step::Keep(db.next("person", 3).await?, vec![])) }));
                job.await.unwrap()
            }));
        }
        let mut given = Vec::new();
        for job in jobs {
            let first = job.await.unwrap();
            given.extend(first..first + 3);
        }
        given.sort_unstable();
        assert_eq!(given, (25..25 + 180).collect::<Vec<i64>>());
        // what is removed does not give its number back
        house.tamper("DELETE FROM person_key WHERE person = 24").await;
        let next = nodes[0].write(|db| Box::pin(async move { Ok(Step::Keep(db.next("person", 1).await?, vec![])) })).await;
        assert_eq!(next.unwrap(), 205);
        let unknown = nodes[0].write(|db| Box::pin(async move { Ok(Step::Keep(db.next("nothing", 1).await?, vec![])) })).await;
        assert!(matches!(unknown, Err(StorageError::Inconsistent(_))));
    })
    .await;
}
