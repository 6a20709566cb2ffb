//! Everything read or written is written down, and each may read what is his to read.

use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_policy::commit::Ended;
use preau_policy::journal::{self, Seen};
use preau_policy::records::Asked;
use preau_policy::{PolicyError, Scope};
use preau_storage::journal::Line;
use preau_suite::manifests::EVALUATION;
use preau_suite::{Engines, TestHouse};

use super::{done, marked, rules, scan};

async fn lines(house: &TestHouse, action: &str) -> Vec<Line> {
    let mut snapshot = house.raw().await.read().await.unwrap();
    let all = preau_storage::journal::latest(&mut snapshot, None, 500).await.unwrap();
    all.into_iter().map(|(_, l)| l).filter(|l| l.action == action).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_read_is_written_down_however_the_call_ends() {
    Engines::each(async |house| {
        marked(&house, None).await;
        for (ended, detail) in [(Ended::Ok, ""), (Ended::Refused, ""), (Ended::Faulted, "fault")] {
            for writes in [false, true] {
                let before = lines(&house, "view").await.len();
                let mut call = house.call("durand", EVALUATION, writes).await;
                scan(&mut call, "resultats", Asked::Persons(vec![house.a.person("zoe")])).await.unwrap();
                call.read_view("pupil-names", &[], None).await.unwrap();
                if writes {
                    call.put(super::result(&house.a, "ev-5B", "zoe")).await.unwrap();
                }
                call.finish(ended, None).await.unwrap();
                let after = lines(&house, "view").await;
                assert_eq!(after.len(), before + 1, "{ended:?}");
                let line = &after[0];
                let mut subjects: Vec<i64> = ["zoe", "adam", "lina", "noe"].map(|p| house.a.person(p).0).to_vec();
                subjects.sort_unstable();
                assert_eq!(line.subjects, subjects, "{ended:?}");
                assert_eq!((line.actor, line.role.as_str()), (house.a.person("durand").0, "professeur"));
                assert_eq!((line.plugin.as_str(), line.kinds.as_str()), ("fr.preau.essai@1.2.3", "pupil:identity,resultats"));
                assert_eq!(line.detail, detail, "{ended:?}");
            }
        }
        assert_eq!(lines(&house, "write").await.len(), 2 + 1, "only the call that answered wrote");
    })
    .await;
}

/// SAC-24: what is written has its line, with whose; what is deleted is listed apart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_and_deletions_have_their_lines() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let written = lines(&house, "write").await;
        assert_eq!(written.len(), 2);
        assert_eq!(written[0].kinds, "evaluations,resultats");
        assert_eq!(written[0].subjects, ["hugo", "ines", "jade", "karl"].map(|p| house.a.person(p).0));
        assert!(written.iter().all(|l| !l.sensitive && l.detail.is_empty()));
        let mut call = house.call("durand", EVALUATION, true).await;
        call.delete("evaluations", None, "ev-5B", 1).await.unwrap();
        done(call).await;
        let line = lines(&house, "write").await.remove(0);
        assert!(line.sensitive);
        assert_eq!((line.detail.as_str(), line.actor), ("delete", house.a.person("durand").0));
    })
    .await;
}

/// A name drawn is data seen; a name refused is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_drawn_are_data_seen() {
    Engines::each(async |house| {
        let mut call = house.call("durand", EVALUATION, false).await;
        let asked = ["zoe", "hugo"].map(|p| house.a.person(p));
        call.names(&preau_domain::page::Page::default(), &asked).await.unwrap();
        done(call).await;
        let line = lines(&house, "view").await.remove(0);
        assert_eq!((line.kinds.as_str(), line.subjects), ("name", vec![house.a.person("zoe").0]));
    })
    .await;
}

async fn saw(scope: &Scope, about: PersonId) -> Option<Vec<Seen>> {
    match journal::who_saw(scope, about, None).await {
        Ok(seen) => Some(seen),
        Err(PolicyError::Refused(_)) => None,
        Err(error) => panic!("{error}"),
    }
}

/// « Qui a vu mes données » : each hat × each person of the school.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_saw_is_for_oneself_the_guardian_and_the_head() {
    Engines::each(async |house| {
        for (who, hat) in rules::actors() {
            let scope = house.scope_as(who, hat).await;
            for (other, id) in house.a.everybody() {
                let child = hat == Role::Responsable && rules::reaches(who, hat, other);
                let expected = who == other || child || hat == Role::Directeur;
                assert_eq!(saw(&scope, id).await.is_some(), expected, "{who} as {hat} asks who saw {other}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_family_sees_functions_and_not_what_the_family_read() {
    Engines::each(async |house| {
        marked(&house, None).await;
        for who in ["durand", "mere-zoe", "pere-zoe", "zoe"] {
            let mut call = house.call(who, EVALUATION, false).await;
            scan(&mut call, "resultats", Asked::Persons(vec![house.a.person("zoe")])).await.unwrap();
            done(call).await;
        }
        let zoe = house.a.person("zoe");
        let ticket = "ST-of-zoe";
        preau_policy::gate::login(&house.a.door, house.a.identity("zoe"), ticket, "Firefox", None).await.unwrap();
        preau_policy::gate::single_logout(&house.a.door, preau_suite::house::PROVIDER, ticket).await.unwrap();
        for (who, own) in [("mere-zoe", "responsable"), ("pere-zoe", "responsable"), ("zoe", "eleve")] {
            let seen = saw(&house.scope(who).await, zoe).await.unwrap();
            assert!(seen.iter().all(|s| s.by.is_none() && s.about.is_empty()), "{who} gets a name");
            let views: Vec<&str> = seen.iter().filter(|s| s.action == "view").map(|s| s.role.as_str()).collect();
            assert_eq!(views.len(), 2, "{who}: the teacher's reading and one's own");
            assert!(views.contains(&own) && views.contains(&"professeur"), "{who}: {views:?}");
            let logins = seen.iter().filter(|s| s.action.contains("log")).count();
            assert_eq!(logins > 0, who == "zoe", "{who}: what zoe does at the ENT is hers");
            assert!(seen.iter().any(|s| s.action == "write" && s.plugin == "fr.preau.essai@1.2.3"));
        }
        let head = house.scope("directrice").await;
        let seen = saw(&head, zoe).await.unwrap();
        let by: Vec<&str> = seen.iter().filter(|s| s.action == "view").filter_map(|s| s.by).map(|p| house.a.who(p)).collect();
        assert_eq!(by, ["zoe", "pere-zoe", "mere-zoe", "durand"], "newest first");
        // and that she read it is written down, for zoe and her parents to see
        let line = lines(&house, "view").await.remove(0);
        assert_eq!((line.kinds.as_str(), line.sensitive, line.subjects), ("journal", true, vec![zoe.0]));
        let seen = saw(&house.scope("mere-zoe").await, zoe).await.unwrap();
        assert!(seen.iter().any(|s| s.kinds == "journal" && s.role == "directeur" && s.by.is_none()));
    })
    .await;
}

/// A guardian under a court's decision and a contact read nothing, not even who read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_journal_is_the_heads() {
    Engines::each(async |house| {
        marked(&house, None).await;
        for (who, hat) in rules::actors() {
            let latest = journal::latest(&house.scope_as(who, hat).await, None).await;
            assert_eq!(latest.is_ok(), hat == Role::Directeur, "{who} as {hat}");
        }
        let seen = journal::latest(&house.scope("directrice").await, None).await.unwrap();
        assert!(seen.iter().any(|s| s.action == "write" && s.by == Some(house.a.person("petit")) && s.about.len() == 4));
        // the cursor goes on where the page ended
        let last = seen.last().unwrap().segment;
        let older = journal::latest(&house.scope("directrice").await, Some(last)).await.unwrap();
        assert!(older.iter().all(|s| s.segment < last));
    })
    .await;
}
