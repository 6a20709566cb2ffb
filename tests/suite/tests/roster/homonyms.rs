//! A name never decides: who may be somebody known is left out until a person has said who he is.

use preau_roster::{Choice, Population, Settled};

use super::files::Files;
use super::school::{directory, each};

/// The files of a pupil whose number and INE are new, with the names and the birth date of P01.
fn ambiguous() -> Files {
    let mut files = Files::new();
    let pupil = files.pupil("P01");
    (pupil.id, pupil.ine) = ("X01".into(), "079999999ZZ".into());
    for link in files.links.iter_mut().filter(|l| l.0 == "P01") {
        link.0 = "X01".into();
    }
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_homonym_is_neither_created_nor_matched_until_it_is_settled() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let known = fresh.person("siecle.eleve", "P01").await;
        let before = directory(&fresh.raw).await;
        let prepared = fresh.plan(ambiguous().all()).await;
        assert_eq!(prepared.plan.pupils.homonyms[0].candidates, [known]);
        let done = fresh.apply(prepared).await.summary;
        assert_eq!((done.pupils.homonyms, done.pupils.new, done.pupils.left), (1, 0, 0));
        assert!(directory(&fresh.raw).await == before, "who is not settled was touched");
        assert_eq!(fresh.person("siecle.eleve", "X01").await, 0);

        let mut settled = Settled::nothing();
        settled.choose(Population::Pupils, "X01", Choice::Same(known));
        let prepared = fresh.plan_settled(ambiguous().all(), &settled).await;
        assert!(prepared.plan.pupils.homonyms.is_empty());
        fresh.apply(prepared).await;
        assert_eq!((fresh.person("siecle.eleve", "X01").await, fresh.person("siecle.eleve", "P01").await), (known, 0));
        assert!(fresh.plan(ambiguous().all()).await.plan.is_empty(), "settled once, known by key from then on");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_homonym_settled_as_new_is_somebody_else() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let known = fresh.person("siecle.eleve", "P01").await;
        let mut settled = Settled::nothing();
        settled.choose(Population::Pupils, "X01", Choice::New);
        let done = fresh.apply(fresh.plan_settled(ambiguous().all(), &settled).await).await.summary.pupils;
        assert_eq!((done.new, done.left), (1, 1));
        let new = fresh.person("siecle.eleve", "X01").await;
        assert!(new != known && new > known);
        assert_eq!(fresh.ask("SELECT id FROM person WHERE kind = 'pupil' AND active = 0").await, [known.to_string()]);
        assert!(fresh.plan(ambiguous().all()).await.plan.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_given_to_a_stranger_is_asked_about() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let known = fresh.person("siecle.eleve", "P01").await;
        let mut files = Files::new();
        let pupil = files.pupil("P01");
        (pupil.last, pupil.birth, pupil.ine) = ("TOUT AUTRE".into(), "11/11/2014".into(), "078888888ZZ".into());
        // the first name must differ too: rewrite it in the file
        let rewrite = |(name, bytes): (String, Vec<u8>)| {
            let text = String::from_utf8(bytes).unwrap();
            let text = text.replace("TOUT AUTRE</NOM_DE_FAMILLE><PRENOM>Camille", "TOUT AUTRE</NOM_DE_FAMILLE><PRENOM>Sacha");
            (name, text.into_bytes())
        };
        let files: Vec<(String, Vec<u8>)> = files.all().into_iter().map(rewrite).collect();
        let before = directory(&fresh.raw).await;
        let done = fresh.import(files.clone()).await.summary.pupils;
        assert_eq!((done.homonyms, done.changed, done.left), (1, 0, 0));
        assert!(directory(&fresh.raw).await == before);
        let mut settled = Settled::nothing();
        settled.choose(Population::Pupils, "P01", Choice::New);
        fresh.apply(fresh.plan_settled(files.clone(), &settled).await).await;
        let new = fresh.person("siecle.eleve", "P01").await;
        assert!(new > known, "the number is the newcomer's");
        assert_eq!(
            fresh.ask("SELECT last_name FROM person WHERE active = 0").await,
            ["ELEVE AB"],
            "the other keeps his own data"
        );
        assert!(fresh.plan(files).await.plan.is_empty());
    })
    .await;
}
