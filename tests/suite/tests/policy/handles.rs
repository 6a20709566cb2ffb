//! A handle opens in its own plugin and school alone; anything else is refused, and told apart from nothing.

use preau_domain::handle::{Handle, Kind};
use preau_domain::value::Value;
use preau_policy::Call;
use preau_policy::drafts::Draft;
use preau_suite::Engines;
use preau_suite::manifests::{EVALUATION, other};

use super::{denied, evaluation};

/// Every way to hand a group's and a person's handle to the host.
async fn refused_everywhere(call: &mut Call, person: Handle, group: Handle, draft: &Draft) {
    assert_eq!((call.person(person), call.group(group)), (None, None));
    for (name, handle) in [("person", person), ("group", group)] {
        let args = [(name.to_owned(), Value::Handle(handle))];
        denied(call.read_view("pupils", &args, None).await);
    }
    denied(call.put(Draft { references: vec![("groupe".into(), group)], ..draft.clone() }).await);
    let mut references = draft.references.clone();
    references.push(("élève".into(), person));
    denied(call.put(Draft { references, ..draft.clone() }).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_or_forged_handle_is_refused() {
    Engines::each(async |house| {
        let mut call = house.call("durand", EVALUATION, true).await;
        let draft = evaluation(&call, &house.a, "e", "5B");
        let (zoe, class) = (house.a.person("zoe").0, house.a.group("5B").0);
        let (person, group) = (call.handle(Kind::Person, zoe), call.handle(Kind::Group, class));
        // of this plugin in this school they work
        assert_eq!((call.person(person), call.group(group)), (Some(house.a.person("zoe")), Some(house.a.group("5B"))));
        call.put(draft.clone()).await.unwrap();

        // the same numbers in the other school, and for the other plugin
        let south = house.call_in(&house.b, "durand", None, EVALUATION, true).await;
        refused_everywhere(&mut call, south.handle(Kind::Person, zoe), south.handle(Kind::Group, class), &draft).await;
        let beside = house.call("durand", &other(), true).await;
        refused_everywhere(&mut call, beside.handle(Kind::Person, zoe), beside.handle(Kind::Group, class), &draft).await;
        // guessed, altered, of the other kind, none
        refused_everywhere(&mut call, Handle::from_bits(u128::from(zoe.unsigned_abs())), Handle::from_bits(1), &draft).await;
        for bit in [0, 7, 55, 56, 63, 64, 100, 127] {
            let altered = |h: Handle| Handle::from_bits(h.bits() ^ (1 << bit));
            refused_everywhere(&mut call, altered(person), altered(group), &draft).await;
        }
        assert_eq!((call.person(group), call.group(person)), (None, None));
        refused_everywhere(&mut call, Handle::NONE, Handle::NONE, &draft).await;
    })
    .await;
}

/// The same person is another pseudonym for each plugin and each school, the same one each day.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pseudonyms_are_pairwise_and_stable() {
    Engines::each(async |house| {
        let handle = async |who: &str, manifest: &str| {
            let call = house.call(who, manifest, false).await;
            assert_eq!(call.actor(), house.a.handle(&call, who));
            house.a.handle(&call, "zoe")
        };
        let first = handle("durand", EVALUATION).await;
        assert_eq!(handle("directrice", EVALUATION).await, first);
        assert_ne!(handle("durand", &other()).await, first);
        let south = house.call_in(&house.b, "durand", None, EVALUATION, false).await;
        assert_ne!(house.b.handle(&south, "zoe"), first);
        house.later(86_400_000);
        assert_eq!(handle("durand", EVALUATION).await, first);
    })
    .await;
}

/// Random bytes depend on the request alone: a rerun draws the same, another request does not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_bytes_are_the_requests() {
    Engines::each(async |house| {
        let mut call = house.call("durand", EVALUATION, true).await;
        let first = (call.random(16).unwrap(), call.random(16).unwrap());
        assert_ne!(first.0, first.1);
        let mut again = house.call("durand", EVALUATION, true).await;
        assert_eq!((again.random(16).unwrap(), again.random(16).unwrap()), first);
        let mut other = house.call("petit", EVALUATION, true).await;
        assert_ne!(other.random(16).unwrap(), first.0);
        house.later(1);
        assert_ne!(house.call("durand", EVALUATION, true).await.random(16).unwrap(), first.0);
        assert_eq!(call.random(0).unwrap(), [0; 0]);
        assert_eq!(call.random(4096).unwrap().len(), 4096);
        assert!(matches!(call.random(4097), Err(preau_domain::failure::Failure::Quota(_))));
    })
    .await;
}
