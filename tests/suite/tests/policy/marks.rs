//! Whose marks each hat reads: the heart of the confidentiality rules.

use preau_domain::manifest::Manifest;
use preau_domain::role::Role;
use preau_policy::records::Asked;
use preau_suite::Engines;
use preau_suite::manifests::EVALUATION;

use super::{denied, keys, marked, rules, scan, subjects};

/// SAC-27, SAC-29, SAC-31, SAC-33, SAC-41: « anyone » gives the pupils in reach, for each actor and hat.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anyone_is_whom_one_may_see() {
    Engines::each(async |house| {
        marked(&house, None).await;
        for (who, hat) in rules::actors() {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, false).await;
            let rows = scan(&mut call, "resultats", Asked::Anyone).await;
            if hat == Role::Administrateur {
                let text = denied(rows);
                assert!(text.contains("administrateur") && text.contains("resultats"), "{text}");
                continue;
            }
            let mut expected: Vec<_> = house.a.everybody().map(|p| p.0).filter(|p| rules::marks(who, hat, p)).collect();
            expected.retain(|p| *p != "parti");
            expected.sort_unstable();
            assert_eq!(subjects(&house.a, &rows.unwrap()), expected, "{who} as {hat}");
        }
    })
    .await;
}

/// SAC-27, SAC-29, SAC-31, SAC-33: a person asked for by handle, alone or among others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_out_of_reach_is_refused() {
    Engines::each(async |house| {
        marked(&house, None).await;
        for (who, hat) in rules::actors().into_iter().filter(|(_, hat)| *hat != Role::Administrateur) {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, false).await;
            let mine: Vec<_> = house.a.everybody().filter(|(other, _)| rules::marks(who, hat, other)).map(|(_, id)| id).collect();
            for (other, id) in house.a.everybody().filter(|(other, _)| rules::is_pupil(other)) {
                let alone = scan(&mut call, "resultats", Asked::Persons(vec![id])).await;
                let mut with_mine = mine.clone();
                with_mine.push(id);
                let together = scan(&mut call, "resultats", Asked::Persons(with_mine)).await;
                if rules::marks(who, hat, other) {
                    assert_eq!(subjects(&house.a, &alone.unwrap()), [other], "{who} as {hat}");
                    together.unwrap();
                } else {
                    denied(alone);
                    denied(together);
                }
            }
        }
    })
    .await;
}

/// SAC-27, SAC-29, SAC-31: a class asked for gives a family its own pupils, and its teachers all of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_class_gives_the_pupils_in_reach() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let all_5b = ["adam", "lina", "noe", "zoe"].as_slice();
        let cases: [(&str, Role, Option<&[&str]>); 12] = [
            ("zoe", Role::Eleve, Some(&["zoe"])),
            ("hugo", Role::Eleve, None),
            ("mere-zoe", Role::Responsable, Some(&["zoe"])),
            ("mere-deux", Role::Responsable, Some(&["adam"])),
            ("pere-adam", Role::Responsable, None),
            ("tante-lina", Role::Responsable, None),
            ("durand", Role::Professeur, Some(all_5b)),
            ("petit", Role::Professeur, None),
            ("martin", Role::Professeur, None),
            ("double", Role::Professeur, None),
            ("double", Role::Responsable, Some(&["noe"])),
            ("directrice", Role::Directeur, Some(all_5b)),
        ];
        for (who, hat, expected) in cases {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, false).await;
            let rows = scan(&mut call, "resultats", Asked::Group(house.a.group("5B"))).await;
            match expected {
                Some(expected) => assert_eq!(subjects(&house.a, &rows.unwrap()), expected, "{who} as {hat}"),
                None => drop(denied(rows)),
            }
        }
    })
    .await;
}

/// SAC-27, SAC-31: evaluations themselves, which are of a class and of nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_evaluation_is_read_by_its_class() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let cases: [(&str, Role, &[&str]); 9] = [
            ("zoe", Role::Eleve, &["ev-5B"]),
            ("hugo", Role::Eleve, &["ev-5C"]),
            ("mere-deux", Role::Responsable, &["ev-5B", "ev-5C"]),
            ("pere-adam", Role::Responsable, &[]),
            ("durand", Role::Professeur, &["ev-5B"]),
            ("martin", Role::Professeur, &[]),
            ("double", Role::Professeur, &["ev-5C"]),
            ("double", Role::Responsable, &["ev-5B"]),
            ("directrice", Role::Directeur, &["ev-5B", "ev-5C"]),
        ];
        for (who, hat, expected) in cases {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, false).await;
            let rows = scan(&mut call, "evaluations", Asked::NoOne).await.unwrap();
            assert_eq!(keys(&rows), expected, "{who} as {hat}");
            let groups = call.references(&rows, "groupe").await.unwrap();
            assert!(groups.iter().all(|g| call.group(*g).is_some()));
        }
    })
    .await;
}

/// Two hats are never merged: what one sees, the other does not, in the same browser on the same day.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hats_are_two_scopes() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let read = async |hat: Role| {
            let mut call = house.call_in(&house.a, "double", Some(hat), EVALUATION, false).await;
            subjects(&house.a, &scan(&mut call, "resultats", Asked::Anyone).await.unwrap())
        };
        assert_eq!(read(Role::Professeur).await, ["hugo", "ines", "jade", "karl"]);
        assert_eq!(read(Role::Responsable).await, ["noe"]);
        for (hat, other) in [(Role::Professeur, "noe"), (Role::Responsable, "hugo")] {
            let mut call = house.call_in(&house.a, "double", Some(hat), EVALUATION, true).await;
            denied(scan(&mut call, "resultats", Asked::Persons(vec![house.a.person(other)])).await);
            denied(call.put(super::result(&house.a, "ev-5C", other)).await);
        }
    })
    .await;
}

/// SAC-35: a manifest cannot even ask for marks on behalf of an administrateur.
#[test]
fn a_manifest_cannot_give_marks_to_the_administrateur() {
    let asked =
        EVALUATION.replace("directeur = \"school\", personnel", "directeur = \"school\", administrateur = \"school\", personnel");
    assert_ne!(asked, EVALUATION);
    let faults = Manifest::parse(&asked).unwrap_err();
    assert!(faults.iter().any(|f| f.to_string().contains("resultats")), "{faults:?}");
    for (family, reach) in [("eleve", "school"), ("eleve", "assigned"), ("responsable", "school"), ("eleve", "children")] {
        let asked = EVALUATION
            .replace("read = { eleve = \"self\", responsable = \"children\"", &format!("read = {{ {family} = \"{reach}\""));
        assert_ne!(asked, EVALUATION);
        assert!(Manifest::parse(&asked).is_err(), "{family} = {reach}");
    }
}

/// A professeur's own notes are his: no colleague, no family reads them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_author_alone_reads() {
    Engines::each(async |house| {
        let note = |key: &str, pupil: &str| preau_policy::drafts::Draft {
            collection: "observations".into(),
            subject: Some(house.a.person(pupil)),
            key: key.into(),
            value: "\"à revoir\"".into(),
            ..Default::default()
        };
        super::put(&house, "petit", |_| vec![note("n1", "hugo")]).await.unwrap();
        let mut call = house.call_in(&house.a, "double", Some(Role::Professeur), EVALUATION, true).await;
        assert_eq!(scan(&mut call, "observations", Asked::Anyone).await.unwrap().found, []);
        // nor does he write over it
        assert!(denied(call.put(note("n1", "hugo")).await).contains("autre personne"));
        denied(call.delete("observations", Some(house.a.person("hugo")), "n1", 1).await);
        call.put(note("n2", "hugo")).await.unwrap();
        super::done(call).await;
        for (who, hat, expected) in [
            ("petit", Role::Professeur, ["n1"].as_slice()),
            ("double", Role::Professeur, &["n2"]),
            ("directrice", Role::Directeur, &["n1", "n2"]),
        ] {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, false).await;
            assert_eq!(keys(&scan(&mut call, "observations", Asked::Anyone).await.unwrap()), expected, "{who}");
        }
        let mut call = house.call("hugo", EVALUATION, false).await;
        denied(scan(&mut call, "observations", Asked::Anyone).await);
    })
    .await;
}
