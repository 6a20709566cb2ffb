//! A collège enters, comes back as an empty plan, and the report says what the database holds.

use preau_domain::time::SchoolYear;
use preau_domain::uai::Uai;
use preau_policy::roster::{By, Progress, apply, history, prepare};
use preau_roster::Settled;
use preau_synth::School;

use super::files::Files;
use super::school::{Fresh, UAI, directory, each};

/// Counts of the report beside counts of the database.
async fn assert_counts(fresh: &Fresh, summary: &preau_roster::report::Summary) {
    let held = [
        fresh.number("SELECT count(*) FROM person WHERE kind = 'pupil'").await,
        fresh.number("SELECT count(*) FROM person WHERE kind = 'guardian'").await,
        fresh.number("SELECT count(*) FROM person WHERE kind = 'staff'").await,
        fresh.number("SELECT count(*) FROM school_group").await,
        fresh.number("SELECT count(*) FROM subject").await,
        fresh.number("SELECT count(*) FROM membership").await,
        fresh.number("SELECT count(*) FROM guardianship").await,
        fresh.number("SELECT count(*) FROM teaching WHERE origin = 'import'").await,
        fresh.number("SELECT count(*) FROM function_held").await,
    ];
    let said = [
        summary.pupils.new,
        summary.guardians.new,
        summary.staff.new,
        summary.groups.new,
        summary.subjects.new,
        summary.memberships.added,
        summary.links.added,
        summary.services.added,
        summary.head_teachers.added,
    ];
    assert_eq!(held, said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_college_enters_whole_and_comes_back_as_an_empty_plan() {
    each(async |house, fresh| {
        let college = School::generate(7, SchoolYear(2026), &Uai::parse(UAI).unwrap());
        let others = (directory(&house.raw_of(&house.a).await).await, directory(&house.raw_of(&house.b).await).await);
        let (mut read, mut applied) = (0, 0);
        let prepared = prepare(fresh.operator(), college.files(), &Settled::nothing(), &mut |at| {
            read += u32::from(matches!(at, Progress::Reading { .. }));
        })
        .await
        .unwrap();
        let done = apply(fresh.operator(), prepared, false, &mut |at| {
            applied += u32::from(matches!(at, Progress::Applying { .. }));
        })
        .await
        .unwrap();
        assert!(read > 20 && applied == 9, "progress was told: {read} {applied}");
        assert_eq!((done.summary.pupils.new, done.summary.guardians.new), (620, 1000));
        assert_counts(fresh, &done.summary).await;
        assert_eq!(fresh.number("SELECT count(*) FROM person_role WHERE role = 'eleve'").await, 620);
        let legal = fresh.number("SELECT count(DISTINCT guardian) FROM guardianship WHERE level = 1").await;
        assert_eq!(fresh.number("SELECT count(*) FROM person_role WHERE role = 'responsable'").await, legal);
        assert!(legal < 1000, "some guardians are contacts only");
        assert_eq!(fresh.number("SELECT count(*) FROM person_role WHERE role = 'directeur'").await, 1);
        assert_eq!(fresh.number("SELECT count(*) FROM person_key WHERE kind = 'siecle.eleve'").await, 620);
        assert_eq!(fresh.number("SELECT count(*) FROM person_key WHERE kind = 'siecle.personne'").await, 1000);
        let before = directory(&fresh.raw).await;
        let again = fresh.plan(college.files()).await;
        assert!(again.plan.is_empty(), "{:#?}", again.report.summary);
        let again = fresh.apply(again).await;
        assert_eq!((again.summary.pupils.unchanged, again.summary.guardians.unchanged), (620, 1000));
        assert!(directory(&fresh.raw).await == before, "an import that changes nothing changed something");
        let after = (directory(&house.raw_of(&house.a).await).await, directory(&house.raw_of(&house.b).await).await);
        assert!(others == after, "another school was touched");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_gets_the_roles_of_his_function() {
    each(async |_, fresh| {
        fresh.import(Files::new().all()).await;
        for (kind, key, roles) in [
            ("siecle.eleve", "P01", &["eleve import"][..]),
            ("siecle.personne", "M01", &["responsable import"]),
            ("siecle.personne", "O01", &[]),
            ("sts", "epp:1", &["directeur import"]),
            ("sts", "epp:2", &["personnel import"]),
            ("sts", "epp:3", &["personnel import", "professeur import"]),
            ("sts", "epp:4", &["professeur import"]),
        ] {
            let id = fresh.person(kind, key).await;
            assert!(id > 0 && fresh.roles(id).await == roles, "{key}: {:?}", fresh.roles(id).await);
        }
        let head = fresh.person("sts", "epp:4").await.to_string();
        assert_eq!(fresh.ask("SELECT person FROM function_held WHERE function = 'professeur-principal'").await, [head]);
        // what the files give besides keys: any of these finds the pupil once
        let zoe = fresh.person("siecle.eleve", "P01").await;
        assert_eq!((fresh.person("ine", "070100001AA").await, fresh.person("elenoet", "NP01").await), (zoe, zoe));
    })
    .await;
}

/// SAC-25: each import names who ran it and says on whose approval; SAC-2: fields outside the schema are set aside and named.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sac_25_an_import_names_who_ran_it_and_on_whose_approval() {
    each(async |_, fresh| {
        let admin = fresh.administrateur().await;
        let by = By::Person(&admin);
        let prepared = prepare(by, Files::new().all(), &Settled::nothing(), &mut |_| {}).await.unwrap();
        let done = apply(by, prepared, false, &mut |_| {}).await.unwrap();
        fresh.import(Files::new().sts()).await;
        let runs = history(&admin).await.unwrap();
        let [operator, person] = runs.as_slice() else { panic!("{runs:?}") };
        assert_eq!((person.by, operator.by), (Some(admin.actor()), None));
        assert_eq!((person.at, person.report.summary), (done.at, done.summary));
        assert_eq!(person.files, ["eleves.xml", "responsables.xml", "sts.xml"]);
        assert!(person.report.approval.contains("sous la responsabilité du chef d'établissement"));
        assert!(person.report.remarks.iter().any(|r| r.contains("GROUPE_SANGUIN")), "{:?}", person.report.remarks);
        let stored = fresh.ask("SELECT report || files FROM import_run").await.concat();
        assert!(
            !stored.contains("ELEVE A") && !stored.contains("MERE"),
            "a report that outlives accounts names nobody: {stored}"
        );

        let lines = preau_storage::journal::latest(&mut fresh.raw.read().await.unwrap(), None, 500).await.unwrap();
        let imports: Vec<_> = lines.iter().map(|(_, l)| l).filter(|l| l.action == "import").collect();
        let [second, first] = imports.as_slice() else { panic!("{imports:?}") };
        assert_eq!((first.actor, first.role.as_str(), first.sensitive), (admin.actor().0, "administrateur", true));
        assert_eq!(first.subjects.len(), 20 + 21 + 12, "everybody who entered");
        assert!(second.subjects.is_empty() && second.actor == 0 && second.detail.starts_with("test"), "{second:?}");
        let looks: Vec<_> = lines.iter().filter(|(_, l)| l.action == "import-prepared").collect();
        assert_eq!(looks.len(), 2, "comparing with the directory is journaled");
    })
    .await;
}
