//! The next files of the same school: what changes is written, what was made by hand stays.

use preau_domain::time::{Day, SchoolYear};
use preau_domain::uai::Uai;
use preau_policy::gate::{self, Login};
use preau_storage::person;
use preau_storage::writer::Step;
use preau_synth::{School, Size};

use super::files::Files;
use super::school::{Fresh, UAI, directory, each};

/// The rows of these persons, whoever they are.
async fn rows(fresh: &Fresh, sql: &'static str) -> Vec<String> {
    fresh.raw.read().await.unwrap().rows(sql, vec![]).await.unwrap().iter().map(|r| format!("{r:?}")).collect()
}

/// SAC-40, SAC-42: who left is deactivated with his data, and is himself again when he comes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sac_40_sac_42_the_next_month_leaves_and_returns() {
    each(async |_, fresh| {
        let size = Size { pupils: 200, guardians: 330, classes_per_level: 2, teachers: 20, departed: 2 };
        let school = School::sized(7, SchoolYear(2026), &Uai::parse(UAI).unwrap(), size);
        let later = school.next_month(Day::parse_iso("2026-10-05").unwrap());
        fresh.import(school.files()).await;
        let entered = directory(&fresh.raw).await;
        let highest = fresh.number("SELECT max(id) FROM person").await;
        let done = fresh.import(later.files()).await.summary;
        assert!(done.pupils.left == 2 && done.pupils.new == 2 && done.pupils.changed > 0, "{done:?}");
        assert_eq!((done.staff.left, done.staff.new), (1, 1));
        assert!(done.services.added > 0 && done.services.removed == 0, "a leaver's services rest with him: {:?}", done.services);
        let gone = fresh.number("SELECT count(*) FROM person WHERE active = 0 AND left_on = 20731").await;
        assert_eq!(gone, done.pupils.left + done.guardians.left + done.staff.left, "left on 5 October 2026");
        let new = fresh.number("SELECT count(*) FROM person WHERE active = 1").await;
        assert_eq!(new, 200 + done.guardians.new + done.guardians.unchanged + done.guardians.changed + 24);
        assert!(fresh.plan(later.files()).await.plan.is_empty());

        let back = fresh.import(school.files()).await.summary;
        assert_eq!((back.pupils.returned, back.pupils.new, back.staff.returned, back.staff.new), (2, 0, 1, 0));
        assert_eq!(back.guardians.returned, done.guardians.left);
        let old = |rows: &[String]| rows.iter().take(highest).cloned().collect::<Vec<_>>();
        assert!(old(&directory(&fresh.raw).await["person"]) == old(&entered["person"]), "somebody did not return as he was");
        let (teaching, now) = (&entered["teaching"], &directory(&fresh.raw).await["teaching"]);
        assert!(teaching.iter().all(|row| now.contains(row)));
        assert!(fresh.plan(school.files()).await.plan.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_are_never_given_again() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let last = fresh.number("SELECT max(id) FROM person").await;
        // the last comers are erased altogether, as by the purge of old accounts
        for sql in ["DELETE FROM membership", "DELETE FROM guardianship", "DELETE FROM teaching", "DELETE FROM function_held"] {
            preau_suite::house::run(&fresh.raw, sql).await;
        }
        for sql in ["DELETE FROM person_role", "DELETE FROM person_key", "DELETE FROM person"] {
            preau_suite::house::run(&fresh.raw, sql).await;
        }
        fresh.import(Files::new().all()).await;
        assert_eq!(fresh.number("SELECT min(id) FROM person").await, last + 1);
    })
    .await;
}

/// SAC-41: nobody enters the account of who left, and the sessions he had are over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sac_41_the_sessions_of_leavers_end() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let Login::Open { secret: leaves, .. } = fresh.login("siecle.eleve", "P01").await else { panic!() };
        let Login::Open { secret: stays, .. } = fresh.login("siecle.eleve", "P02").await else { panic!() };
        assert_eq!(fresh.import(Files::new().without(1).all()).await.summary.pupils.left, 1);
        assert!(gate::enter(&fresh.door, &leaves).await.unwrap().is_none());
        assert!(gate::enter(&fresh.door, &stays).await.unwrap().is_some());
        assert_eq!(fresh.login("siecle.eleve", "P01").await, Login::Unknown);
        fresh.import(Files::new().all()).await;
        assert!(matches!(fresh.login("siecle.eleve", "P01").await, Login::Open { .. }));
        assert!(gate::enter(&fresh.door, &leaves).await.unwrap().is_none(), "the old session stays ended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_given_by_hand_survives_and_the_others_follow_the_function() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let id = fresh.person("sts", "epp:5").await;
        let given = fresh.raw.write(move |db| {
            Box::pin(async move {
                person::add_role(db, id, "administrateur").await?;
                person::add_key(db, id, "ent.autre", "xyz").await?;
                Ok(Step::Keep((), vec![]))
            })
        });
        given.await.unwrap();
        let mut files = Files::new();
        let member = files.member("5");
        (member.function, member.teaches) = ("DIR", &[]);
        let done = fresh.import(files.all()).await.summary;
        assert_eq!((done.staff.changed, done.services.removed), (1, 1));
        assert_eq!(fresh.roles(id).await, ["administrateur hand", "directeur import"]);
        fresh.import(Files::new().all()).await;
        assert_eq!(fresh.roles(id).await, ["administrateur hand", "professeur import"]);
        assert_eq!(fresh.person("ent.autre", "xyz").await, id, "the ENT still finds him");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn teaching_by_hand_stays_and_becomes_the_files_once_it_is_over() {
    each(async |_, fresh| {
        let mut files = Files::new();
        files.member("4").teaches = &[];
        fresh.import(files.all()).await;
        preau_suite::house::run(
            &fresh.raw,
            "INSERT INTO teaching (person, grp, subject, origin, from_day, until_day)
             SELECT k.person, g.id, s.id, 'hand', 20000, 20731 FROM person_key k, school_group g, subject s
             WHERE k.kind = 'sts' AND k.value IN ('epp:4', 'epp:1') AND g.code = '6A'",
        )
        .await;
        assert_eq!(fresh.plan(files.all()).await.plan.services.kept, 2, "the last day is a day");
        assert!(fresh.plan(Files::new().all()).await.plan.services.add.is_empty(), "already taught by hand");
        preau_suite::house::run(&fresh.raw, "UPDATE teaching SET until_day = 20730 WHERE origin = 'hand'").await;
        assert_eq!(fresh.import(Files::new().all()).await.summary.services.added, 1);
        let now = rows(
            fresh,
            "SELECT t.origin, t.until_day FROM teaching t JOIN person_key k ON k.person = t.person WHERE k.value = 'epp:4'",
        )
        .await;
        assert!(now.len() == 1 && now[0].contains("import") && now[0].contains("999999"), "{now:?}");
        assert_eq!(fresh.number("SELECT count(*) FROM teaching WHERE origin = 'hand'").await, 1, "what no file names stays");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_follow_a_base_made_anew_and_a_shared_number_finds_nobody() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        let (one, two) = (fresh.person("siecle.eleve", "P01").await, fresh.person("siecle.eleve", "P02").await);
        let mut files = Files::new();
        files.pupil("P02").ine = "070100001AA".into();
        fresh.import(files.all()).await;
        assert_eq!(fresh.person("ine", "070100001AA").await, 0, "two pupils carry it");
        assert_eq!(fresh.login("ine", "070100001AA").await, Login::Unknown);
        assert!(fresh.plan(files.all()).await.plan.is_empty(), "both numbers are known all the same");
        // the numbers of the base change: who has the same INE and birth date is the same
        let mut files = Files::new();
        fresh.import(files.all()).await;
        files.pupil("P01").id = "Q01".into();
        files.pupil("P02").id = "Q02".into();
        for link in &mut files.links {
            link.0 = link.0.replace("P01", "Q01").replace("P02", "Q02");
        }
        let done = fresh.import(files.all()).await.summary.pupils;
        assert_eq!((done.new, done.left, done.changed), (0, 0, 2));
        assert_eq!((fresh.person("siecle.eleve", "Q01").await, fresh.person("siecle.eleve", "Q02").await), (one, two));
        assert_eq!(fresh.person("siecle.eleve", "P01").await, 0, "an old key finds nobody");
        assert!(fresh.plan(files.all()).await.plan.is_empty());
    })
    .await;
}
