//! What is refused: bad files, other hats, a plan made before the directory changed, a plan of another school.

use preau_domain::role::Role;
use preau_policy::PolicyError;
use preau_policy::people::{NewPerson, add_staff};
use preau_policy::roster::{By, apply, history, prepare};
use preau_roster::Settled;

use super::files::Files;
use super::school::{Fresh, dump, each};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_files_are_refused_with_every_fault_and_write_nothing() {
    each(async |_, fresh| {
        let mut files = Files::new();
        files.pupil("P02").birth = "31/02/2015".into();
        files.pupil("P04").birth = "hier".into();
        let before = dump(&fresh.raw).await;
        let refused = prepare(fresh.operator(), files.all(), &Settled::nothing(), &mut |_| {}).await;
        let Err(error @ PolicyError::Faults(_)) = refused else { panic!("{refused:?}") };
        let words = error.to_string();
        assert!(
            words.starts_with("eleves.xml") && words.contains("31/02/2015") && words.ends_with("(et une autre erreur)"),
            "{words}"
        );
        assert!(dump(&fresh.raw).await == before);
    })
    .await;
}

/// SAC-35: imports carry identifiers, which administrateurs alone see.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sac_35_imports_are_for_administrateurs() {
    each(async |house, _| {
        let settled = Settled::nothing();
        for who in ["durand", "directrice", "cpe", "zoe", "mere-zoe"] {
            let scope = house.scope(who).await;
            let refused = prepare(By::Person(&scope), Files::new().all(), &settled, &mut |_| {}).await;
            assert!(matches!(&refused, Err(PolicyError::Refused(t)) if t.key() == "policy-roster-administrateur"), "{who}");
            assert!(matches!(history(&scope).await, Err(PolicyError::Refused(_))), "{who}");
        }
        let admin = house.scope("admin").await;
        // he is let in, and his own school is not the one of the files
        let refused = prepare(By::Person(&admin), Files::new().all(), &settled, &mut |_| {}).await;
        let Err(PolicyError::Faults(faults)) = refused else { panic!("{refused:?}") };
        assert!(faults.iter().all(|f| f.text.key() == "roster-other-uai") && faults.len() == 3, "{faults:?}");
        assert!(history(&admin).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_holds_only_for_the_directory_it_was_made_on() {
    each(async |_, fresh| {
        let (one, two) = (fresh.plan(Files::new().all()).await, fresh.plan(Files::new().all()).await);
        assert_eq!(one.base, two.base);
        let system = preau_policy::system::SystemScope::enter(&fresh.door, "test").await.unwrap();
        let by = By::Operator(&system);
        // both at once: one is written, the other is told
        let (mut none, mut nobody) = (|_| {}, |_| {});
        let (a, b) = tokio::join!(apply(fresh.operator(), one, false, &mut none), apply(by, two, false, &mut nobody));
        let refused: Vec<_> = [&a, &b].into_iter().filter_map(|r| r.as_ref().err()).collect();
        assert!(matches!(refused.as_slice(), [PolicyError::Refused(t)] if t.key() == "policy-roster-outdated"), "{a:?} {b:?}");
        assert_eq!(fresh.number("SELECT count(*) FROM person WHERE kind = 'pupil'").await, 20);
        // somebody is added by hand between the look and the writing
        let prepared = fresh.plan(Files::new().without(1).all()).await;
        let new = NewPerson { last_name: "Nom".into(), first_name: "Prénom".into(), role: Role::Personnel, ent: None };
        add_staff(&fresh.system, new).await.unwrap();
        let before = dump(&fresh.raw).await;
        assert_eq!(fresh.refusal(prepared).await, "policy-roster-outdated");
        assert!(dump(&fresh.raw).await == before);
        assert_eq!(fresh.import(Files::new().without(1).all()).await.summary.pupils.left, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_of_another_school_is_refused() {
    each(async |house, fresh| {
        let other = Fresh::create(house, "0750681H").await;
        let prepared = fresh.plan(Files::new().all()).await;
        let before = (dump(&fresh.raw).await, dump(&other.raw).await);
        assert_eq!(other.refusal(prepared.clone()).await, "policy-roster-other-school");
        // an administrateur of another school, even with a plan in hand
        let admin = house.scope("admin").await;
        let refused = apply(By::Person(&admin), prepared.clone(), true, &mut |_| {}).await;
        assert!(matches!(&refused, Err(PolicyError::Refused(t)) if t.key() == "policy-roster-other-school"), "{refused:?}");
        let teacher = house.scope("durand").await;
        let refused = apply(By::Person(&teacher), prepared, true, &mut |_| {}).await;
        assert!(matches!(&refused, Err(PolicyError::Refused(t)) if t.key() == "policy-roster-administrateur"), "{refused:?}");
        assert!((dump(&fresh.raw).await, dump(&other.raw).await) == before);
    })
    .await;
}
