//! Policies: who sees what, who writes what, on both engines where data matter.

mod accounts;
mod desk;
mod embargo;
mod grants;
mod handles;
mod journal;
mod login;
mod marks;
mod names;
pub(crate) mod rules;
mod shell;
mod transaction;
mod views;
mod writes;

use preau_domain::failure::Failure;
use preau_domain::handle::Kind;
use preau_domain::time::Instant;
use preau_policy::Call;
use preau_policy::commit::{Committed, Ended};
use preau_policy::drafts::Draft;
use preau_policy::records::{Asked, Rows};
use preau_suite::manifests::EVALUATION;
use preau_suite::{TestHouse, TestSchool};

/// An evaluation of a class.
pub fn evaluation(call: &Call, school: &TestSchool, key: &str, class: &str) -> Draft {
    Draft {
        collection: "evaluations".into(),
        key: key.into(),
        value: format!("{{\"titre\":\"{key}\"}}"),
        references: vec![("groupe".into(), call.handle(Kind::Group, school.group(class).0))],
        ..Draft::default()
    }
}

/// Results of a pupil in an evaluation.
pub fn result(school: &TestSchool, evaluation: &str, pupil: &str) -> Draft {
    Draft {
        collection: "resultats".into(),
        subject: Some(school.person(pupil)),
        key: evaluation.into(),
        value: "{\"items\":[1,2,4]}".into(),
        under: Some(("evaluations".into(), evaluation.into())),
        ..Draft::default()
    }
}

/// Writes what `build` gives as somebody of the first school, in one call.
pub async fn put(house: &TestHouse, who: &str, build: impl FnOnce(&Call) -> Vec<Draft>) -> Result<(), Failure> {
    let mut call = house.call(who, EVALUATION, true).await;
    for draft in build(&call) {
        call.put(draft).await?;
    }
    done(call).await;
    Ok(())
}

/// Ends a call well; it must be done at the first try.
pub async fn done(call: Call) {
    let committed = call.finish(Ended::Ok, None).await.expect("commit");
    assert!(matches!(committed, Committed::Done), "{committed:?}");
}

/// Mme Durand's evaluation of 5B and M. Petit's of 5C, each with results for everybody of the class.
pub async fn marked(house: &TestHouse, embargo: Option<Instant>) {
    for (teacher, class, pupils) in
        [("durand", "5B", ["zoe", "adam", "lina", "noe"]), ("petit", "5C", ["hugo", "ines", "jade", "karl"])]
    {
        put(house, teacher, |call| {
            let key = format!("ev-{class}");
            let mut drafts = vec![Draft { embargo, ..evaluation(call, &house.a, &key, class) }];
            drafts.extend(pupils.map(|pupil| result(&house.a, &key, pupil)));
            drafts
        })
        .await
        .expect("marks");
    }
}

/// Whose records a scan gave, by short name, in alphabetical order.
pub fn subjects(school: &TestSchool, rows: &Rows) -> Vec<&'static str> {
    let mut who: Vec<_> = rows.found.iter().map(|f| school.who(preau_domain::ids::PersonId(f.subject))).collect();
    who.sort_unstable();
    who
}

/// The keys that a scan gave.
pub fn keys(rows: &Rows) -> Vec<&str> {
    rows.found.iter().map(|f| f.key.as_str()).collect()
}

/// Scans everything of a collection.
pub async fn scan(call: &mut Call, collection: &str, asked: Asked) -> Result<Rows, Failure> {
    call.scan(collection, &asked, "", 2000, None).await
}

/// The text of a refusal.
pub fn denied<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Denied(text)) => text,
        other => panic!("not refused: {other:?}"),
    }
}

/// The text of what is malformed.
pub fn invalid<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Invalid(text)) => text,
        other => panic!("not found malformed: {other:?}"),
    }
}
