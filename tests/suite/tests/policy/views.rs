//! Views: the directory as far as manifest, grant and actor allow.

use preau_domain::failure::Failure;
use preau_domain::handle::{Handle, Kind};
use preau_domain::ids::PersonId;
use preau_domain::role::Role;
use preau_domain::value::Value;
use preau_policy::Call;
use preau_policy::views::{Column, ViewPage};
use preau_suite::manifests::EVALUATION;
use preau_suite::{Engines, TestSchool};

use super::{denied, invalid, rules};

fn people(school: &TestSchool, call: &Call, page: &ViewPage) -> Vec<&'static str> {
    let Some(Column::Handles(handles)) = page.column("id") else { panic!("no handles") };
    let mut who: Vec<_> = handles.iter().map(|h| school.who(call.person(*h).expect("a person"))).collect();
    who.sort_unstable();
    who
}

fn texts(page: &ViewPage, name: &str) -> Vec<String> {
    let Some(Column::Texts(texts)) = page.column(name) else { panic!("no texts {name}") };
    texts.iter().map(str::to_owned).collect()
}

fn arg(name: &str, handle: Handle) -> [(String, Value); 1] {
    [(name.to_owned(), Value::Handle(handle))]
}

/// SAC-27, SAC-29, SAC-31, SAC-33, SAC-35, SAC-41: the pupils that a view gives, for each actor and hat.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_gives_the_pupils_in_reach() {
    Engines::each(async |house| {
        for (who, hat) in rules::actors() {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, false).await;
            let mut expected: Vec<_> =
                house.a.everybody().map(|(name, _)| name).filter(|other| rules::marks(who, hat, other)).collect();
            expected.sort_unstable();
            for view in ["pupils", "pupil-names"] {
                let page = call.read_view(view, &[], None).await.unwrap();
                assert_eq!(people(&house.a, &call, &page), expected, "{who} as {hat}, view {view}");
            }
            for (other, id) in house.a.everybody() {
                let handle = call.handle(Kind::Person, id.0);
                let page = call.read_view("pupil-names", &arg("person", handle), None).await;
                if !rules::reaches(who, hat, other) {
                    denied(page);
                    continue;
                }
                // in reach, but an adult: no row, for the view is of pupils
                let page = page.unwrap();
                let expected = if rules::is_pupil(other) { vec![other] } else { vec![] };
                assert_eq!(people(&house.a, &call, &page), expected, "{who} as {hat} asks for {other}");
            }
        }
    })
    .await;
}

/// SAC-27, SAC-29, SAC-31, SAC-33: classes, and the pupils of a class.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_class_is_given_to_whom_it_concerns() {
    Engines::each(async |house| {
        let all_5b = ["adam", "lina", "noe", "zoe"].as_slice();
        let cases: [(&str, Role, &[&str], &[&str]); 11] = [
            ("zoe", Role::Eleve, &["5B"], &["zoe"]),
            ("mere-deux", Role::Responsable, &["5B", "5C"], &["adam"]),
            ("pere-adam", Role::Responsable, &[], &[]),
            ("tante-lina", Role::Responsable, &[], &[]),
            ("mere-parti", Role::Responsable, &[], &[]),
            ("durand", Role::Professeur, &["5B"], all_5b),
            ("double", Role::Professeur, &["5C"], &[]),
            ("double", Role::Responsable, &["5B"], &["noe"]),
            ("martin", Role::Professeur, &[], &[]),
            ("cpe", Role::Personnel, &["5B", "5C"], all_5b),
            ("aesh", Role::Personnel, &[], &[]),
        ];
        for (who, hat, classes, in_5b) in cases {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, false).await;
            let page = call.read_view("groups", &[], None).await.unwrap();
            assert_eq!(texts(&page, "label"), classes, "{who} as {hat}");
            let group = call.handle(Kind::Group, house.a.group("5B").0);
            let page = call.read_view("pupils", &arg("group", group), None).await;
            if classes.contains(&"5B") {
                assert_eq!(people(&house.a, &call, &page.unwrap()), in_5b, "{who} as {hat}");
            } else {
                denied(page);
            }
        }
    })
    .await;
}

/// SAC-31: what is taught no more, or not yet, gives nothing; nor does it the day after its last.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn teaching_ends_with_its_dates() {
    Engines::each(async |house| {
        let durand = house.a.person("durand").0;
        let today = house.scope("durand").await.today().0;
        for (from, until, seen) in [(today, today, 4), (today - 9, today - 1, 0), (today + 1, today + 9, 0), (0, today, 4)] {
            house.tamper(&format!("UPDATE teaching SET from_day = {from}, until_day = {until} WHERE person = {durand}")).await;
            let mut call = house.call("durand", EVALUATION, true).await;
            assert_eq!(call.read_view("pupils", &[], None).await.unwrap().rows, seen, "from {from} until {until}, today {today}");
            let group = call.handle(Kind::Group, house.a.group("5B").0);
            assert_eq!(call.read_view("pupils", &arg("group", group), None).await.is_ok(), seen > 0);
            let named = call.names(&preau_domain::page::Page::default(), &[house.a.person("zoe")]).await.unwrap();
            assert_eq!(named.people.len(), usize::from(seen > 0));
            let put = call.put(super::result(&house.a, "libre", "zoe")).await;
            assert_eq!(matches!(put, Err(Failure::Denied(_))), seen == 0, "{put:?}");
        }
        // the last day is a day of the school's zone: at 23:30 in Paris it is still that day
        house.tamper(&format!("UPDATE teaching SET from_day = 0, until_day = {today} WHERE person = {durand}")).await;
        house.later(15 * 3_600_000 + 1_800_000);
        let mut call = house.call("durand", EVALUATION, false).await;
        assert_eq!(call.read_view("pupils", &[], None).await.unwrap().rows, 4);
        house.later(1_800_000);
        let mut call = house.call("durand", EVALUATION, false).await;
        assert_eq!(call.read_view("pupils", &[], None).await.unwrap().rows, 0);
    })
    .await;
}

/// SAC-35: identifiers are for the administrateur alone, whatever a manifest declares.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn identifiers_are_for_the_administrateur() {
    Engines::each(async |house| {
        for (who, hat) in rules::actors() {
            let mut call = house.call_in(&house.a, who, Some(hat), EVALUATION, false).await;
            let group = arg("group", call.handle(Kind::Group, house.a.group("5B").0));
            let page = call.read_view("pupil-identifiers", &group, None).await;
            if hat == Role::Administrateur {
                let page = page.unwrap();
                assert_eq!(page.rows, 4);
                assert!(texts(&page, "ine").iter().all(|ine| ine.starts_with("INE")));
                assert!(texts(&page, "eleve-id").iter().all(|id| id.starts_with("ELEVE")));
            } else {
                assert!(denied(page).contains("administrateur"), "{who} as {hat}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_holds_the_declared_fields_in_name_order() {
    Engines::each(async |house| {
        let mut call = house.call("durand", EVALUATION, false).await;
        let page = call.read_view("pupil-names", &[], None).await.unwrap();
        assert_eq!(texts(&page, "last-name"), ["Bernard Nord", "Costa Nord", "Duval Nord", "Lefèvre Nord"]);
        assert_eq!(texts(&page, "initials"), ["AB", "LC", "ND", "ZL"]);
        let Some(Column::Integers(births)) = page.column("birth-date") else { panic!() };
        assert_eq!(births[3], 15_000 + house.a.person("zoe").0);
        let Some(Column::Handles(groups)) = page.column("group") else { panic!() };
        assert!(groups.iter().all(|g| call.group(*g) == Some(house.a.group("5B"))));
        // pseudonyms come in the same order
        let ids = call.read_view("pupils", &[], None).await.unwrap();
        assert_eq!(ids.column("id"), page.column("id"));
        assert_eq!(ids.columns.len(), 1);
        let school = call.read_view("school", &[], None).await.unwrap();
        assert_eq!(
            ["name", "uai", "school-year"].map(|f| texts(&school, f).remove(0)),
            ["Collège Nord", "0750001A", "2026-2027"]
        );
        let staff = call.read_view("staff", &[], None).await.unwrap();
        assert!(!texts(&staff, "last-name").contains(&"Roux Nord".to_owned()), "who has left is not shown");
        assert_eq!(staff.rows, 8);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_declared_is_refused_with_the_line_to_add() {
    Engines::each(async |house| {
        let mut call = house.call("durand", EVALUATION, false).await;
        let text = denied(call.read_view("guardians", &[], None).await);
        assert!(text.contains("[[view]] name = \"guardians\""), "{text}");
        let none = Value::Handle(Handle::NONE);
        let text = invalid(call.read_view("staff", &[("person".into(), none)], None).await);
        assert!(text.contains("person") && text.contains("staff"), "{text}");
        invalid(call.read_view("pupils", &[("group".into(), Value::Integer(1))], None).await);
        invalid(call.read_view("pupils", &[], Some("x")).await);
        let group = call.handle(Kind::Group, house.a.group("5B").0);
        denied(call.read_view("pupils", &arg("person", group), None).await);
        let person = call.handle(Kind::Person, house.a.person("zoe").0);
        denied(call.read_view("pupils", &arg("group", person), None).await);
        let nobody = call.handle(Kind::Person, PersonId(9_999).0);
        denied(call.read_view("pupils", &arg("person", nobody), None).await);
    })
    .await;
}
