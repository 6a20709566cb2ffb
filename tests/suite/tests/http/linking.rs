//! Somebody the ENT knows and the school does not: an honest page, the desk, and then he is in.

use preau_suite::house::PROVIDER;
use preau_suite::served::Yard;

#[tokio::test]
async fn an_unknown_person_is_told_so_attached_and_then_let_in() {
    let yard = Yard::open().await;
    yard.forget_ent("cpe").await;
    let mut unknown = yard.browser();
    let seen = yard.enter(&mut unknown, &yard.house.a, PROVIDER, "n.vidal<b>", "").await;
    assert_eq!((seen.status, unknown.cookie("preau_session")), (403, None));
    // the answer is no XML: nobody is known by it
    assert!(seen.words().contains("ne se lit pas"), "{}", seen.words());
    let seen = yard.enter(&mut unknown, &yard.house.a, PROVIDER, "n.vidal", "").await;
    assert_eq!((seen.status, unknown.cookie("preau_session")), (403, None));
    let words = seen.words();
    assert!(words.contains("Compte à rattacher") && words.contains("ENT ent vous a bien reconnu"), "{words}");
    assert!(words.contains("Collège Nord ne sait pas encore qui vous êtes"), "{words}");
    assert!(yard.last_lines().await.contains("unknown-person"));

    let mut admin = yard.login("admin").await;
    let desk = admin.get(&yard.at("/administration/rattachement")).await;
    assert!(desk.words().contains("n.vidal (ent)"), "{}", desk.words());
    let search = desk.form("/administration/rattachement");
    let found = admin.submit(&search.clone().with("nom", "vid")).await;
    assert!(found.words().contains("Vidal Nord Nadia") && found.words().contains("1 personne possible"), "{}", found.words());
    let attach = found.form("personne=");
    let done = admin.submit(&attach).await;
    assert_eq!(done.status, 200);
    assert!(done.words().contains("n.vidal est rattaché") && done.words().contains("Personne n'attend"), "{}", done.words());
    assert!(
        yard.house
            .peek("SELECT CAST(lines AS BLOB) FROM journal_segment ORDER BY seq")
            .await
            .iter()
            .any(|l| l.contains("\"link\""))
    );

    let seen = yard.enter(&mut unknown, &yard.house.a, PROVIDER, "n.vidal", "").await;
    assert_eq!(seen.status, 303, "{}", seen.words());
    assert_eq!(unknown.get(&yard.at("/")).await.user().as_deref(), Some("Nadia Vidal Nord"));
    // the same attachment again: nobody waits under this id any more
    let again = admin.post(&attach.action, &attach.fields).await;
    assert_eq!(again.status, 403);
    assert!(again.words().contains("Plus personne n'attend"), "{}", again.words());
}

/// SAC-35: only administrateurs see the ENT's ids and attach them.
#[tokio::test]
async fn sac_35_the_desk_is_for_the_administrateur_alone() {
    let yard = Yard::open().await;
    yard.forget_ent("cpe").await;
    yard.enter(&mut yard.browser(), &yard.house.a, PROVIDER, "secret-ent-id", "").await;
    let cpe = yard.house.a.person("cpe");
    let attach = yard.at(&format!("/administration/rattachement?source=ent&identifiant=secret-ent-id&personne={cpe}"));
    for (who, hat) in [
        ("zoe", "eleve"),
        ("mere-zoe", "responsable"),
        ("durand", "professeur"),
        ("directrice", "directeur"),
        ("aesh", "personnel"),
    ] {
        let mut browser = yard.login(who).await;
        for address in [yard.at("/administration/rattachement"), yard.at("/administration/rattachement?attente=0&nom=V")] {
            let seen = browser.get(&address).await;
            assert_eq!(seen.status, 403, "{who}");
            assert!(!seen.body.contains("secret-ent-id") && !seen.body.contains("Vidal"), "{who}");
        }
        assert_eq!(browser.post(&attach, &[("hat", hat)]).await.status, 403, "{who}");
    }
    assert_eq!(yard.number("SELECT count(*) FROM person_key WHERE value = 'secret-ent-id'").await, 0);
}

/// A name alone never decides, and what is somebody's already is not given to another.
#[tokio::test]
async fn an_id_is_attached_to_one_person_and_a_person_has_one() {
    let yard = Yard::open().await;
    yard.forget_ent("cpe").await;
    for id in ["one", "two"] {
        yard.enter(&mut yard.browser(), &yard.house.a, PROVIDER, id, "").await;
    }
    let mut admin = yard.login("admin").await;
    let to = |id: &str, who: i64| yard.at(&format!("/administration/rattachement?source=ent&identifiant={id}&personne={who}"));
    let (cpe, zoe) = (yard.house.a.person("cpe").0, yard.house.a.person("zoe").0);
    let hat = [("hat", "administrateur")];
    let taken = admin.post(&to("one", zoe), &hat).await;
    assert!(taken.status == 403 && taken.words().contains("a déjà un identifiant"), "{}", taken.words());
    assert_eq!(admin.post(&to("one", cpe), &hat).await.status, 303);
    assert_eq!(admin.post(&to("two", cpe), &hat).await.status, 403, "a second id for the same person");
    assert_eq!(admin.post(&to("one", zoe), &hat).await.status, 403, "the same id for a second person");
    for broken in
        ["source=ent", "source=ent&identifiant=two", "source=ent&identifiant=two&personne=x", "identifiant=two&personne=1"]
    {
        let seen = admin.post(&yard.at(&format!("/administration/rattachement?{broken}")), &hat).await;
        assert!(seen.status == 422 && seen.words().contains("reprenez depuis la liste"), "{broken}: {}", seen.words());
    }
    assert_eq!(admin.post(&to("two", 999_999), &hat).await.status, 403, "nobody");
    assert_eq!(admin.post(&to("two", zoe).replace("source=ent", "source=nowhere"), &hat).await.status, 403);
    let desk = admin.get(&yard.at("/administration/rattachement?attente=0&nom=L")).await;
    assert!(desk.words().contains("two (ent)") && desk.words().contains("déjà rattaché"), "{}", desk.words());
}
