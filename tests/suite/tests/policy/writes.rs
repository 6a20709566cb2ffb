//! What may be written: in which request, by whom, about whom, and in which form.

use preau_domain::failure::Failure;
use preau_domain::handle::{Handle, Kind};
use preau_domain::role::Role;
use preau_policy::drafts::{Draft, MAX_KEY, MAX_VALUE};
use preau_policy::records::Asked;
use preau_suite::Engines;
use preau_suite::manifests::EVALUATION;

use super::{denied, done, evaluation, invalid, keys, marked, put, result, rules, scan, subjects};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_get_does_not_write() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let mut call = house.call("durand", EVALUATION, false).await;
        assert!(denied(call.put(result(&house.a, "ev-5B", "zoe")).await).contains("GET"));
        assert!(denied(call.delete("evaluations", None, "ev-5B", 1).await).contains("GET"));
        done(call).await;
        assert_eq!(house.peek("SELECT count(*) FROM record WHERE version <> 1 OR deleted <> 0").await, ["0"]);
    })
    .await;
}

/// SAC-31: each hat × each pupil, as writer of results.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_are_written_about_pupils_in_reach() {
    Engines::each(async |house| {
        for (who, hat) in rules::actors() {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, true).await;
            for (other, _) in house.a.everybody().filter(|(other, _)| rules::is_pupil(other)) {
                let draft = Draft { under: None, ..result(&house.a, "libre", other) };
                let writes = matches!(hat, Role::Eleve | Role::Professeur | Role::Directeur) && rules::marks(who, hat, other);
                match call.put(draft).await {
                    Ok(()) => assert!(writes, "{who} as {hat} wrote about {other}"),
                    Err(Failure::Denied(_)) => assert!(!writes, "{who} as {hat} may write about {other}"),
                    other => panic!("{other:?}"),
                }
            }
        }
    })
    .await;
}

/// SAC-31: an evaluation of a class that one does not teach is neither written, rewritten, removed nor marked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_class_is_out_of_reach() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let mut call = house.call("petit", EVALUATION, true).await;
        denied(call.put(evaluation(&call, &house.a, "new", "5B")).await);
        // rewriting it, even under a class of one's own
        denied(call.put(evaluation(&call, &house.a, "ev-5B", "5C")).await);
        denied(call.put(evaluation(&call, &house.a, "ev-5B", "5B")).await);
        denied(call.delete("evaluations", None, "ev-5B", 1).await);
        // marks under it, for one's own pupil; marks for its pupil
        assert_eq!(call.put(result(&house.a, "ev-5B", "hugo")).await, Err(Failure::NotFound));
        denied(call.put(result(&house.a, "ev-5B", "zoe")).await);
        denied(call.put(result(&house.a, "ev-5C", "zoe")).await);
        // what is his own stays possible in the same call
        call.put(evaluation(&call, &house.a, "ev-5C", "5C")).await.unwrap();
        call.put(result(&house.a, "ev-5C", "hugo")).await.unwrap();
        done(call).await;
        let changed = house.peek("SELECT count(*) FROM record WHERE version = 2").await;
        assert_eq!(changed, ["2"]);
        let mut call = house.call("durand", EVALUATION, false).await;
        let rows = scan(&mut call, "evaluations", Asked::NoOne).await.unwrap();
        assert_eq!((keys(&rows), rows.found[0].version), (vec!["ev-5B"], 1));
    })
    .await;
}

/// A colleague who creates the same key between snapshot and commit keeps it: the right is checked again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_is_checked_again_at_the_commit() {
    Engines::each(async |house| {
        let mut late = house.call("petit", EVALUATION, true).await;
        // nothing is read by the guest: only the host's own check looked
        let draft = evaluation(&late, &house.a, "same-key", "5C");
        late.put(draft.clone()).await.unwrap();
        put(&house, "durand", |call| vec![evaluation(call, &house.a, "same-key", "5B")]).await.unwrap();
        let preau_policy::commit::Committed::Again(mut again) = late.finish(preau_policy::commit::Ended::Ok, None).await.unwrap()
        else {
            panic!("written over a colleague's evaluation")
        };
        denied(again.put(draft).await);
        drop(again);
        let mut call = house.call("durand", EVALUATION, false).await;
        let rows = scan(&mut call, "evaluations", Asked::NoOne).await.unwrap();
        assert_eq!((keys(&rows), rows.found[0].version), (vec!["same-key"], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_is_refused() {
    Engines::each(async |house| {
        let mut call = house.call("durand", EVALUATION, true).await;
        let good = Draft { under: None, ..result(&house.a, "k", "zoe") };
        for key in
            [String::new(), "a".repeat(MAX_KEY + 1), "é".repeat(MAX_KEY / 2 + 1), "a\nb".into(), "a\0b".into(), "\u{7f}".into()]
        {
            invalid(call.put(Draft { key, ..good.clone() }).await);
        }
        call.put(Draft { key: "é".repeat(MAX_KEY / 2), ..good.clone() }).await.unwrap();
        let big = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
        call.put(Draft { value: big(MAX_VALUE), ..good.clone() }).await.unwrap();
        let text = match call.put(Draft { value: big(MAX_VALUE + 1), ..good.clone() }).await {
            Err(Failure::Quota(text)) => text,
            other => panic!("{other:?}"),
        };
        assert!(text.contains("65537"), "{text}");
        for value in ["", "{", "é", "{\"a\":1,}", "[1 2]", "nul", "\"a", "1 2", "'a'"] {
            assert!(invalid(call.put(Draft { value: value.into(), ..good.clone() }).await).contains("JSON"), "{value}");
        }
        // a handle in the JSON would hide from erasure
        let handle = house.a.handle(&call, "adam");
        for value in
            [format!("\"{handle}\""), format!("{{\"{handle}\":1}}"), format!("[\"pupil-{handle}\"]"), format!("\"x{handle}y\"")]
        {
            assert!(invalid(call.put(Draft { value: value.clone(), ..good.clone() }).await).contains("refer"), "{value}");
        }
        invalid(call.put(Draft { key: format!("r/{handle}"), ..good.clone() }).await);
        let foreign = Handle::from_bits(handle.bits() ^ 1);
        call.put(Draft { value: format!("\"{foreign}\""), ..good.clone() }).await.unwrap();
        done(call).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn subject_collection_role_and_group_must_be_as_declared() {
    Engines::each(async |house| {
        let mut call = house.call("durand", EVALUATION, true).await;
        let good = Draft { under: None, ..result(&house.a, "k", "zoe") };
        let text = denied(call.put(Draft { collection: "notes".into(), ..good.clone() }).await);
        assert!(text.contains("[[collection]] name = \"notes\""), "{text}");
        invalid(call.put(Draft { subject: None, ..good.clone() }).await);
        let common = evaluation(&call, &house.a, "e", "5B");
        invalid(call.put(Draft { subject: Some(house.a.person("zoe")), ..common.clone() }).await);
        assert!(invalid(call.put(Draft { references: vec![], ..common.clone() }).await).contains("groupe"));
        let person = house.a.handle(&call, "zoe");
        invalid(call.put(Draft { references: vec![("groupe".into(), person)], ..common.clone() }).await);
        denied(call.put(Draft { references: vec![("groupe".into(), Handle::from_bits(7))], ..common.clone() }).await);
        denied(call.put(Draft { references: vec![("groupe".into(), Handle::NONE)], ..common.clone() }).await);
        let mut call = house.call("mere-zoe", EVALUATION, true).await;
        let text = denied(call.put(good.clone()).await);
        assert!(text.contains("write") && text.contains("responsable") && text.contains("resultats"), "{text}");
        let text = denied(scan(&mut call, "observations", Asked::Anyone).await);
        assert!(text.contains("read") && text.contains("responsable"), "{text}");
        denied(scan(&mut call, "notes", Asked::Anyone).await);
        invalid(scan(&mut call, "evaluations", Asked::Anyone).await);
        invalid(call.scan("resultats", &Asked::Anyone, "", 10, Some("no cursor")).await);
    })
    .await;
}

/// A parent is in reach as itself: seen in the same call, in another class, not there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parent_must_be_in_reach() {
    Engines::each(async |house| {
        marked(&house, None).await;
        let mut call = house.call("durand", EVALUATION, true).await;
        call.put(result(&house.a, "ev-5B", "zoe")).await.unwrap();
        assert_eq!(
            call.put(result(&house.a, "ev-5", "zoe")).await,
            Err(Failure::NotFound),
            "the beginning of a key is not a key"
        );
        assert_eq!(call.put(result(&house.a, "not-yet", "zoe")).await, Err(Failure::NotFound));
        let new = evaluation(&call, &house.a, "not-yet", "5B");
        call.put(new).await.unwrap();
        call.put(result(&house.a, "not-yet", "zoe")).await.unwrap();
        let undeclared = Draft { under: Some(("notes".into(), "x".into())), ..result(&house.a, "ev-5B", "zoe") };
        denied(call.put(undeclared).await);
        done(call).await;
    })
    .await;
}

/// A guardian writes about his children, and a hat without children about nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guardian_writes_about_his_children() {
    Engines::each(async |house| {
        let about = |who: &str| Draft {
            collection: "observations".into(),
            subject: Some(house.a.person(who)),
            key: "mot".into(),
            value: "\"bonjour\"".into(),
            ..Draft::default()
        };
        let mut call = house.call("mere-deux", EVALUATION, true).await;
        for child in ["adam", "hugo"] {
            call.put(about(child)).await.unwrap();
        }
        for other in ["zoe", "mere-deux", "pere-adam", "durand"] {
            denied(call.put(about(other)).await);
        }
        done(call).await;
        for (who, child) in [("pere-adam", "adam"), ("tante-lina", "lina"), ("mere-parti", "parti")] {
            denied(house.call(who, EVALUATION, true).await.put(about(child)).await);
        }
        let mut call = house.call("directrice", EVALUATION, false).await;
        assert_eq!(subjects(&house.a, &scan(&mut call, "observations", Asked::Anyone).await.unwrap()), ["adam", "hugo"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_and_functions_are_the_schools() {
    Engines::each(async |house| {
        let mut call = house.call("durand", EVALUATION, false).await;
        assert_eq!(call.setting("methode").await.unwrap().as_deref(), Some("geometrique"));
        assert_eq!(call.setting("autre").await.unwrap(), None);
        assert_eq!(call.functions().await.unwrap(), []);
        let (durand, class) = (house.a.person("durand").0, house.a.group("5B").0);
        house
            .tamper(&format!(
                "INSERT INTO function_held (person, function, grp, from_day, until_day, origin) VALUES ({durand}, 'PP', {class}, 0, 99999, 'hand')"
            ))
            .await;
        house.tamper("INSERT INTO plugin_setting (plugin, name, value) VALUES ('fr.preau.essai', 'methode', 'classique')").await;
        let mut call = house.call("durand", EVALUATION, false).await;
        assert_eq!(call.setting("methode").await.unwrap().as_deref(), Some("classique"));
        let held = call.functions().await.unwrap();
        assert_eq!(held, [("PP".to_owned(), Some(call.handle(Kind::Group, class)))]);
    })
    .await;
}
