//! Sessions, tickets and answers kept: each counts once.

use preau_storage::session::{self, NewSession};
use preau_suite::Engines;

use super::write;

fn new(id: u8, person: i64, ticket: &str) -> NewSession {
    NewSession {
        id: vec![id; 32],
        person,
        hat: "eleve".into(),
        provider: "ent".into(),
        ticket: Some(ticket.as_bytes().to_vec()),
        agent: "Firefox".into(),
        created: 1_000,
        until: 9_000,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_found_changed_and_ended() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let person = house.a.person("double").0;
        let session = new(1, person, "t1");
        write(&school, move |db| Box::pin(async move { session::add(db, &session).await })).await;
        let found = session::find(&mut school.read().await.unwrap(), &[1; 32]).await.unwrap().unwrap();
        assert_eq!((found.person, found.hat.as_str(), found.seen, found.until), (person, "eleve", 1_000, 9_000));
        assert_eq!((found.last_name.as_str(), found.function.as_str()), ("Duval Nord", "ENS"));
        let mut roles = found.roles;
        roles.sort();
        assert_eq!(roles, ["professeur", "responsable"]);

        write(&school, |db| Box::pin(async move { session::touch(db, &[1; 32], 5_000).await })).await;
        write(&school, |db| Box::pin(async move { session::touch(db, &[1; 32], 2_000).await })).await;
        assert!(write(&school, |db| Box::pin(async move { session::wear(db, &[1; 32], "professeur").await })).await);
        assert!(!write(&school, |db| Box::pin(async move { session::wear(db, &[9; 32], "professeur").await })).await);
        let found = session::find(&mut school.read().await.unwrap(), &[1; 32]).await.unwrap().unwrap();
        assert_eq!((found.hat.as_str(), found.seen), ("professeur", 5_000));

        assert_eq!(write(&school, |db| Box::pin(async move { session::end(db, &[1; 32]).await })).await, Some(person));
        assert_eq!(write(&school, |db| Box::pin(async move { session::end(db, &[1; 32]).await })).await, None);
        assert_eq!(session::find(&mut school.read().await.unwrap(), &[1; 32]).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_and_an_answer_count_once() {
    Engines::each(async |house| {
        let school = house.raw().await;
        for (provider, ticket, first) in [("ent", "a", true), ("ent", "a", false), ("autre", "a", true), ("ent", "b", true)] {
            let used =
                write(&school, move |db| Box::pin(async move { session::use_ticket(db, provider, ticket.as_bytes(), 1).await }));
            assert_eq!(used.await, first, "{provider} {ticket}");
        }
        for (person, request, answer, first) in [(1, "r", "un", true), (1, "r", "deux", false), (2, "r", "trois", true)] {
            let kept =
                write(&school, move |db| Box::pin(async move { session::keep_answer(db, person, request, 1, answer).await }));
            assert_eq!(kept.await, first, "{person} {request}");
        }
        let mut db = school.read().await.unwrap();
        assert_eq!(session::answered(&mut db, 1, "r").await.unwrap().as_deref(), Some("un"));
        assert_eq!(session::answered(&mut db, 2, "r").await.unwrap().as_deref(), Some("trois"));
        assert_eq!(session::answered(&mut db, 1, "s").await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sweep_ends_what_is_over_and_nothing_else() {
    Engines::each(async |house| {
        let school = house.raw().await;
        let day = 86_400_000;
        write(&school, move |db| {
            Box::pin(async move {
                for (id, created, until) in [(1, day, 3 * day), (2, day, 2 * day - 1), (3, day - 1, 3 * day)] {
                    session::add(db, &NewSession { created, until, ..new(id, 1, "t") }).await?;
                }
                session::use_ticket(db, "ent", b"old", day - 1).await?;
                session::use_ticket(db, "ent", b"new", day).await?;
                session::sweep(db, 2 * day, day).await
            })
        })
        .await;
        let mut db = school.read().await.unwrap();
        let mut alive = Vec::new();
        for id in 1..=3_u8 {
            alive.push(session::find(&mut db, &[id; 32]).await.unwrap().is_some());
        }
        assert_eq!(alive, [true, false, false]);
        assert_eq!(house.peek("SELECT count(*) FROM used_ticket").await, ["1"]);
    })
    .await;
}
