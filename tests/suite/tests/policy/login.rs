//! The login gate: who is found, what a ticket and a session are worth, and for how long.

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_policy::gate::{self, ABSOLUTE, IDLE, Identity, Login};
use preau_policy::linking;
use preau_suite::house::{PROVIDER, ticket};
use preau_suite::{Engines, TestHouse, TestSchool};

async fn login(school: &TestSchool, identity: Identity, ticket: &str, old: Option<&str>) -> Login {
    gate::login(&school.door, identity, ticket, "Firefox", old).await.unwrap()
}

async fn actor(school: &TestSchool, secret: &str) -> Option<PersonId> {
    gate::enter(&school.door, secret).await.unwrap().map(|(scope, _)| scope.actor())
}

fn with_key(school: &TestSchool, ent_id: &str, kind: &str, value: &str) -> Identity {
    Identity { ent_id: ent_id.into(), keys: vec![(kind.into(), value.into())], ..school.identity("") }
}

async fn waiting(house: &TestHouse) -> Vec<String> {
    let mut ids: Vec<_> = linking::waiting(&house.scope("admin").await).await.unwrap().into_iter().map(|u| u.ent_id).collect();
    ids.sort();
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ticket_counts_once() {
    Engines::each(async |house| {
        let one = ticket();
        let tries: Vec<_> = (0..6)
            .map(|_| {
                let (door, identity, one) = (house.a.door.clone(), house.a.identity("zoe"), one.clone());
                tokio::spawn(async move { gate::login(&door, identity, &one, "Firefox", None).await.unwrap() })
            })
            .collect();
        let mut open = 0;
        for one in tries {
            match one.await.unwrap() {
                Login::Open { .. } => open += 1,
                Login::Replayed => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(open, 1);
        assert_eq!(login(&house.a, house.a.identity("durand"), &one, None).await, Login::Replayed, "nor for somebody else");
        // of another provider it is another ticket, and the other school knows nothing of it
        let other = Identity { provider: "autre".into(), ..house.a.identity("zoe") };
        assert_eq!(login(&house.a, other, &one, None).await, Login::Unknown);
        assert!(matches!(login(&house.b, house.b.identity("zoe"), &one, None).await, Login::Open { .. }));
        assert_eq!(house.peek("SELECT count(*) FROM session").await, ["1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_person_waits_at_the_desk() {
    Engines::each(async |house| {
        let stranger =
            Identity { attributes: "{\"nom\":\"X\"}".into(), ..with_key(&house.a, "ent-x", "siecle.eleve", "no such") };
        assert_eq!(login(&house.a, stranger.clone(), &ticket(), None).await, Login::Unknown);
        assert_eq!(login(&house.a, stranger, &ticket(), None).await, Login::Unknown);
        assert_eq!(waiting(&house).await, ["ent-x"], "once, however often he comes");
        let south = house.b.enter("admin", None).await.0;
        assert_eq!(linking::waiting(&south).await.unwrap(), []);
        // never by a name, an e-mail or another kind of key
        for (kind, value) in [("last_name", "Lefèvre Nord"), ("email", "1@ecole.example"), ("ine", "ELEVE0001")] {
            assert_eq!(login(&house.a, with_key(&house.a, "ent-y", kind, value), &ticket(), None).await, Login::Unknown);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_join_key_links_once() {
    Engines::each(async |house| {
        let karl = house.a.person("karl");
        let key = format!("ELEVE{:04}", karl.0);
        house.tamper(&format!("DELETE FROM person_key WHERE person = {} AND kind = 'ent.{PROVIDER}'", karl.0)).await;
        let first = login(&house.a, with_key(&house.a, "new-karl", "siecle.eleve", &key), &ticket(), None).await;
        assert!(matches!(first, Login::Open { person, .. } if person == karl), "{first:?}");
        // from then on the ENT id is enough
        let known = Identity { ent_id: "new-karl".into(), ..house.a.identity("") };
        assert!(matches!(login(&house.a, known, &ticket(), None).await, Login::Open { person, .. } if person == karl));
        // and a second id with the same key is not silently his
        let second = with_key(&house.a, "other-karl", "siecle.eleve", &key);
        assert_eq!(login(&house.a, second, &ticket(), None).await, Login::Unknown);
        assert_eq!(waiting(&house).await, ["other-karl"]);
        let ids = house.peek(&format!("SELECT value FROM person_key WHERE person = {} AND kind = 'ent.{PROVIDER}'", karl.0)).await;
        assert_eq!(ids, ["new-karl"]);
        // nor does a key take somebody's id away
        let stolen = with_key(&house.a, "ent-zoe", "siecle.eleve", &key);
        assert!(matches!(login(&house.a, stolen, &ticket(), None).await, Login::Open { person, .. } if person == house.a.person("zoe")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_renews_the_session() {
    Engines::each(async |house| {
        let old = house.a.secret("zoe").await;
        let Login::Open { secret: new, .. } = login(&house.a, house.a.identity("durand"), &ticket(), Some(&old)).await else {
            panic!()
        };
        assert_ne!(old, new);
        assert!(new.len() >= 43);
        assert_eq!(actor(&house.a, &old).await, None, "the session of before is over");
        assert_eq!(actor(&house.a, &new).await, Some(house.a.person("durand")));
        // a secret that nobody was given opens nothing, in any school
        for secret in ["", "x", &new[1..], &format!("{new}A")] {
            assert_eq!(actor(&house.a, secret).await, None);
        }
        assert_eq!(actor(&house.b, &new).await, None);
        gate::logout(&gate::enter(&house.a.door, &new).await.unwrap().unwrap().0).await.unwrap();
        assert_eq!(actor(&house.a, &new).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_when_idle_and_at_its_end() {
    Engines::each(async |house| {
        let idle = house.a.secret("zoe").await;
        house.later(IDLE - 1);
        let secret = house.a.secret("durand").await;
        assert!(actor(&house.a, &idle).await.is_some(), "a millisecond before");
        house.later(IDLE - 1);
        assert!(actor(&house.a, &idle).await.is_some(), "a request counts as use");
        house.later(1);
        assert_eq!(actor(&house.a, &secret).await, None, "idle for exactly the limit");
        // used all day, a session still ends: its absolute end counts from the login
        let secret = house.a.secret("durand").await;
        let begun = house.clock.now().0;
        while house.clock.now().0 < begun + ABSOLUTE - IDLE {
            house.later(IDLE / 2);
            let (scope, _) = gate::enter(&house.a.door, &secret).await.unwrap().expect("in use");
            assert_eq!(scope.ends().0, (house.clock.now().0 + IDLE).min(begun + ABSOLUTE));
        }
        house.later(IDLE / 2);
        assert!(actor(&house.a, &secret).await.is_some());
        house.later(begun + ABSOLUTE - house.clock.now().0 - 1);
        assert!(actor(&house.a, &secret).await.is_some(), "a millisecond before its end");
        house.later(1);
        assert_eq!(actor(&house.a, &secret).await, None, "at its end");
        house.later(1);
        gate::sweep(&house.a.door).await.unwrap();
        assert_eq!(house.peek("SELECT count(*) FROM session").await, ["0"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hat_is_worn_only_when_held() {
    Engines::each(async |house| {
        let secret = house.a.secret("double").await;
        let scope = async || gate::enter(&house.a.door, &secret).await.unwrap().unwrap().0;
        assert_eq!(scope().await.roles(), [Role::Professeur, Role::Responsable]);
        assert_eq!(scope().await.role(), Role::Professeur, "the first of those held");
        for role in [Role::Directeur, Role::Administrateur, Role::Eleve, Role::Personnel] {
            assert!(!gate::wear(&scope().await, role).await.unwrap(), "{role}");
        }
        assert_eq!(scope().await.role(), Role::Professeur);
        assert!(gate::wear(&scope().await, Role::Responsable).await.unwrap());
        assert_eq!(scope().await.role(), Role::Responsable);
        assert!(gate::wear(&scope().await, Role::Professeur).await.unwrap());
        // a hat taken away ends the session that wears it
        house
            .tamper(&format!("DELETE FROM person_role WHERE person = {} AND role = 'professeur'", house.a.person("double").0))
            .await;
        assert!(gate::enter(&house.a.door, &secret).await.unwrap().is_none());
        house.tamper(&format!("DELETE FROM person_role WHERE person = {}", house.a.person("martin").0)).await;
        assert_eq!(house.a.login("martin").await, Login::NoRole);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_single_logout_ends_the_sessions_of_its_ticket() {
    Engines::each(async |house| {
        let mut secrets = Vec::new();
        for (who, ticket) in [("zoe", "ST-1"), ("zoe", "ST-2"), ("durand", "ST-3")] {
            let Login::Open { secret, .. } = login(&house.a, house.a.identity(who), ticket, None).await else { panic!() };
            secrets.push(secret);
        }
        let Login::Open { secret: south, .. } = login(&house.b, house.b.identity("zoe"), "ST-1", None).await else { panic!() };
        for (provider, ticket) in [("autre", "ST-1"), (PROVIDER, "ST-9"), (PROVIDER, ""), (PROVIDER, "ST-"), ("", "ST-1")] {
            assert_eq!(gate::single_logout(&house.a.door, provider, ticket).await.unwrap(), 0, "{provider} {ticket}");
        }
        assert_eq!(gate::single_logout(&house.a.door, PROVIDER, "ST-1").await.unwrap(), 1);
        assert_eq!(gate::single_logout(&house.a.door, PROVIDER, "ST-1").await.unwrap(), 0);
        let mut alive = Vec::new();
        for secret in &secrets {
            alive.push(actor(&house.a, secret).await.is_some());
        }
        assert_eq!(alive, [false, true, true]);
        assert!(actor(&house.b, &south).await.is_some(), "the other school's session goes on");
    })
    .await;
}

/// Many people come back at once after a pause: each entry writes while it holds its snapshot.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_entries_at_once_do_not_wait_for_each_other() {
    Engines::each(async |house| {
        let mut secrets = Vec::new();
        for _ in 0..60 {
            secrets.push(house.a.secret("durand").await);
        }
        house.later(120_000);
        let entries: Vec<_> = secrets
            .into_iter()
            .map(|secret| {
                let door = house.a.door.clone();
                tokio::spawn(async move { gate::enter(&door, &secret).await.map(|found| found.is_some()) })
            })
            .collect();
        for entry in entries {
            assert!(entry.await.unwrap().unwrap());
        }
    })
    .await;
}
