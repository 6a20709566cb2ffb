//! A court's decision withdraws a guardian's access, and no import gives it back.

use preau_domain::ids::PersonId;
use preau_policy::PolicyError;
use preau_policy::people::children;
use preau_policy::roster::court_decision;

use super::files::{Files, Guardian};
use super::school::{Fresh, dump, each, of};

/// (level, court) of the link between a guardian and a pupil.
async fn link(fresh: &Fresh, guardian: i64, pupil: i64) -> Option<(i64, i64)> {
    let sql = "SELECT level, court FROM guardianship WHERE guardian = $1 AND pupil = $2";
    let row = fresh.raw.read().await.unwrap().row(sql, preau_storage::args![guardian, pupil]).await.unwrap();
    row.map(|r| (r.int(0), r.int(1)))
}

async fn sees(fresh: &Fresh) -> Vec<PersonId> {
    children(&fresh.scope("siecle.personne", "M01").await).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_court_decision_survives_every_import() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let (mother, pupil) = (fresh.person("siecle.personne", "M01").await, fresh.person("siecle.eleve", "P01").await);
        assert_eq!(sees(fresh).await, [of(pupil)]);
        let admin = fresh.administrateur().await;
        court_decision(&admin, of(mother), of(pupil), true).await.unwrap();
        assert_eq!(sees(fresh).await, []);

        let same = fresh.import(Files::new().all()).await.summary;
        assert_eq!(same.links.kept, 1);
        assert_eq!(link(fresh, mother, pupil).await, Some((1, 1)));
        // the files say another level
        let mut other = Files::new();
        other.links[0].2 = "2";
        fresh.import(other.all()).await;
        assert_eq!(link(fresh, mother, pupil).await, Some((1, 1)));
        // the files do not tie them any more, but she has another child here
        let mut absent = Files::new();
        absent.links[0].0 = "P03".into();
        fresh.import(absent.all()).await;
        assert_eq!(link(fresh, mother, pupil).await, Some((1, 1)));
        assert_eq!(sees(fresh).await, [of(fresh.person("siecle.eleve", "P03").await)]);
        // she leaves the files altogether, then returns
        let mut gone = Files::new();
        gone.links.remove(0);
        gone.guardians.remove(0);
        assert_eq!(fresh.import(gone.all()).await.summary.guardians.left, 1);
        assert_eq!(fresh.import(Files::new().all()).await.summary.guardians.returned, 1);
        assert_eq!(link(fresh, mother, pupil).await, Some((1, 1)));
        assert_eq!(sees(fresh).await, []);

        court_decision(&admin, of(mother), of(pupil), false).await.unwrap();
        assert_eq!(sees(fresh).await, [of(pupil)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_guardian_beside_a_court_decision_is_pointed_out() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let admin = fresh.administrateur().await;
        let (mother, pupil) = (fresh.person("siecle.personne", "M01").await, fresh.person("siecle.eleve", "P01").await);
        court_decision(&admin, of(mother), of(pupil), true).await.unwrap();
        let mut files = Files::new();
        files.guardians.push(Guardian { id: "T01".into(), last: "AUTRE".into(), email: String::new() });
        files.links.push(("P02".into(), "T01".into(), "1"));
        let told =
            |prepared: &preau_policy::roster::Prepared| prepared.plan.remarks.iter().any(|r| r.key() == "policy-roster-court");
        assert!(!told(&fresh.plan(files.all()).await), "another pupil");
        files.links.push(("P01".into(), "T01".into(), "1"));
        assert!(told(&fresh.plan(files.all()).await));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_court_decision_is_recorded_by_few_and_about_a_link_that_exists() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let (mother, pupil) = (fresh.person("siecle.personne", "M01").await, fresh.person("siecle.eleve", "P01").await);
        let other = fresh.person("siecle.eleve", "P02").await;
        for (kind, key) in [("siecle.personne", "M01"), ("sts", "epp:4"), ("sts", "epp:2"), ("siecle.eleve", "P01")] {
            let scope = fresh.scope(kind, key).await;
            let before = dump(&fresh.raw).await;
            let refused = court_decision(&scope, of(mother), of(pupil), true).await;
            assert!(matches!(&refused, Err(PolicyError::Refused(t)) if t.key() == "policy-not-yours"), "{key}: {refused:?}");
            assert!(dump(&fresh.raw).await == before);
        }
        let head = fresh.scope("sts", "epp:1").await;
        let refused = court_decision(&head, of(mother), of(other), true).await;
        assert!(matches!(&refused, Err(PolicyError::Refused(t)) if t.key() == "policy-roster-no-link"), "{refused:?}");
        court_decision(&head, of(mother), of(pupil), true).await.unwrap();
        let lines = preau_storage::journal::about(&mut fresh.raw.read().await.unwrap(), mother, None, 10).await.unwrap();
        let line = &lines[0].1;
        assert_eq!((line.action.as_str(), line.kinds.as_str(), line.sensitive), ("court-decision", "withdrawn", true));
        assert_eq!((line.actor, &line.subjects), (head.actor().0, &vec![mother, pupil]));
    })
    .await;
}
