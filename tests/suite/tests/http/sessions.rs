//! How sessions end: idle, after ten hours, at logout, with the person; and the hats in between.

use preau_domain::role::Role;
use preau_policy::gate::{ABSOLUTE, IDLE};
use preau_suite::served::Yard;

#[tokio::test]
async fn an_idle_session_ends_and_a_used_one_goes_on() {
    let yard = Yard::open().await;
    let mut browser = yard.login("durand").await;
    yard.house.clock.advance(IDLE - 1);
    assert_eq!(browser.get(&yard.at("/")).await.status, 200, "the last moment");
    yard.house.clock.advance(IDLE - 1);
    assert_eq!(browser.get(&yard.at("/")).await.status, 200, "each use begins it anew");
    yard.house.clock.advance(IDLE);
    let seen = browser.get(&yard.at("/qui-a-vu")).await;
    assert_eq!((seen.status, seen.location()), (303, yard.at("/connexion?vers=%2Fe%2F0750001a%2Fqui-a-vu").as_str()));
}

#[tokio::test]
async fn no_session_lasts_longer_than_ten_hours() {
    let yard = Yard::open().await;
    let mut browser = yard.login("durand").await;
    let step = IDLE / 2;
    for _ in 0..(ABSOLUTE / step - 1) {
        yard.house.clock.advance(step);
        assert_eq!(browser.get(&yard.at("/")).await.status, 200);
    }
    yard.house.clock.advance(step);
    assert_eq!(browser.get(&yard.at("/")).await.status, 303);
}

/// SAC-58: the time left is on every page, and is the time that is really left.
#[tokio::test]
async fn sac_58_the_countdown_tells_the_truth() {
    let yard = Yard::open().await;
    let mut browser = yard.login("durand").await;
    let idle = |body: &str| body.split("data-idle=\"").nth(1).and_then(|r| r.split('"').next()).unwrap().parse::<i64>().unwrap();
    assert_eq!(idle(&browser.get(&yard.at("/")).await.body), IDLE / 1000);
    yard.house.clock.advance(ABSOLUTE - 50 * 60_000);
    yard.house.tamper(&format!("UPDATE session SET seen = {}", yard.house.clock.now().0)).await;
    let body = browser.get(&yard.at("/")).await.body;
    assert_eq!(idle(&body), 50 * 60, "ten hours are nearer than one hour without use");
}

#[tokio::test]
async fn logging_out_ends_it_here_and_clears_what_the_browser_keeps() {
    let yard = Yard::open().await;
    let mut browser = yard.login("durand").await;
    let before = browser.clone();
    let form = browser.get(&yard.at("/")).await.form("/deconnexion");
    let seen = browser.post(&form.action, &form.fields).await;
    assert_eq!((seen.status, seen.location()), (303, yard.at("/connexion?fini=1").as_str()));
    assert!(seen.header("clear-site-data").contains("storage"), "{:?}", seen.headers);
    assert_eq!((browser.cookies(), yard.sessions().await), (0, 0));
    let page = browser.get(seen.location()).await;
    assert!(page.status == 200 && page.words().contains("Vous êtes déconnecté"), "{}", page.words());
    assert_eq!(before.clone().get(&yard.at("/")).await.status, 303, "the old cookie is worth nothing");
    assert!(yard.last_lines().await.contains("logout"));
    // again, and by nobody: the same page
    let seen = before.clone().post(&yard.at("/deconnexion"), &[("hat", "")]).await;
    assert_eq!(seen.location(), yard.at("/connexion?fini=1"));
}

/// SAC-41: who was deactivated is out at once, in the middle of a session too.
#[tokio::test]
async fn sac_41_a_leaver_is_out_at_once() {
    let yard = Yard::open().await;
    let mut browser = yard.login("zoe").await;
    yard.house.tamper(&format!("UPDATE person SET active = 0 WHERE id = {}", yard.house.a.person("zoe"))).await;
    assert_eq!(browser.get(&yard.at("/")).await.status, 303);
    // whom the school does not know any more is not logged in again
    let mut again = yard.browser();
    let seen = yard.enter(&mut again, &yard.house.a, "ent", "ent-parti", "").await;
    assert_eq!((seen.status, again.cookie("preau_session")), (403, None), "{}", seen.words());
}

#[tokio::test]
async fn hats_are_changed_and_a_lost_role_ends_the_session() {
    let yard = Yard::open().await;
    let mut browser = yard.login("double").await;
    let menu = |body: &str| preau_suite::markup::words(body);
    let seen = browser.get(&yard.at("/")).await;
    assert!(menu(&seen.body).contains("Professeur, Collège Nord"), "{}", seen.words());
    let home = browser.submit(&seen.form("/profil").with("hat", "responsable")).await;
    assert!(menu(&home.body).contains("Responsable, Collège Nord"), "{}", home.words());
    yard.wear(&mut browser, Role::Professeur).await;
    let id = yard.house.a.person("double");
    yard.house.tamper(&format!("DELETE FROM person_role WHERE person = {id} AND role = 'professeur'")).await;
    assert_eq!(browser.get(&yard.at("/")).await.status, 303, "a hat that was taken away is worn no longer");
}

/// A session opened inside a frame of the ENT shows widgets and nothing else, and the ENT's word ends it too.
#[tokio::test]
async fn a_framed_session_shows_widgets_only() {
    let yard = Yard::with_plugin().await;
    let widget = yard.at("/w/fr.preau.evaluation/widget");
    let mut browser = yard.browser();
    let asked = browser.get(&widget).await;
    let to = browser.get(asked.location()).await;
    assert!(to.location().contains("gateway=true"), "no password is asked for in a frame: {}", to.location());
    yard.forge.vouch("ST-frame", "ent-zoe", &[]);
    let back = browser.get(&yard.at("/auth/ent/callback?ticket=ST-frame")).await;
    assert!(back.location().starts_with(&widget), "{}", back.location());
    assert_eq!(browser.get(back.location()).await.status, 200);
    assert_eq!(browser.cookie("preau_session"), None);
    for path in ["/", "/qui-a-vu", "/p/fr.preau.evaluation/"] {
        assert_eq!(browser.get(&yard.at(path)).await.status, 303, "{path}: the cookie does not travel there");
    }
    let body = "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"><samlp:SessionIndex>ST-frame</samlp:SessionIndex></samlp:LogoutRequest>";
    browser.send(reqwest::Method::POST, &yard.at("/auth/ent/callback"), &[], body.into()).await;
    assert_eq!(browser.get(&widget).await.status, 303, "ended by the ENT");
    // without a session at the ENT it comes back without a ticket, once, and shows the way out of the frame
    let mut nobody = yard.browser();
    let asked = nobody.get(&widget).await;
    nobody.get(asked.location()).await;
    let back = nobody.get(&yard.at("/auth/ent/callback")).await;
    let shown = nobody.get(back.location()).await;
    assert!(shown.status == 200 && shown.words().contains("Ouvrez la page dans un onglet"), "{} {}", shown.status, shown.words());
}
