//! Posts that write nothing: without hat, from another hat, from another site, too large, nonsense, too slow.

use preau_domain::role::Role;
use preau_suite::browserless::{Browser, urlencoded};
use preau_suite::served::Yard;
use reqwest::Method;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn writes(yard: &Yard) -> (i64, i64) {
    let state = yard.number("SELECT count(*) FROM plugin_state WHERE state = 'suspended'").await;
    (state, yard.number("SELECT count(*) FROM record").await)
}

fn suspend(yard: &Yard) -> String {
    yard.at("/administration/modules?module=fr.preau.evaluation&etat=suspended")
}

#[tokio::test]
async fn a_form_of_another_hat_gets_its_page_and_writes_nothing() {
    let yard = Yard::with_plugin().await;
    let before = writes(&yard).await;
    let mut head = yard.login("directrice").await;
    for fields in
        [vec![], vec![("hat", "professeur")], vec![("hat", "")], vec![("hat", "Directeur")], vec![("chapeau", "directeur")]]
    {
        let seen = head.post(&suspend(&yard), &fields).await;
        assert_eq!(seen.status, 409, "{fields:?}");
        assert!(
            seen.words().contains("Vous avez changé de profil") && seen.words().contains("Rien n'a été enregistré"),
            "{fields:?}"
        );
    }
    let mut two = yard.login("double").await;
    assert_eq!(two.get(&yard.at("/")).await.form("/profil").options["hat"].len(), 2);
    let page = two.get(&yard.at("/p/fr.preau.evaluation/creer/tous")).await;
    let fields = [("hat", "professeur"), ("titre", "Sans effet")];
    yard.wear(&mut two, Role::Responsable).await;
    let seen = two.post(&yard.at("/p/fr.preau.evaluation/creer/tous"), &fields).await;
    assert_eq!(seen.status, 409, "the other tab: {} {}", page.status, seen.words());
    let headers = [FORM, ("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let address = yard.at("/p/fr.preau.evaluation/e/k/cells");
    let seen = two.send(Method::POST, &address, &headers, urlencoded(&[("hat", "professeur")]).into()).await;
    assert_eq!((seen.status, seen.header("content-type")), (409, "application/json"));
    assert!(seen.body.contains("autre profil"), "{}", seen.body);
    assert_eq!(writes(&yard).await, before);
}

#[tokio::test]
async fn a_hat_that_is_not_ones_own_is_not_put_on() {
    let yard = Yard::open().await;
    let mut pupil = yard.login("zoe").await;
    for hat in ["directeur", "administrateur", "roi", ""] {
        let seen = pupil.post(&yard.at("/profil"), &[("hat", hat)]).await;
        assert_eq!(seen.status, 403, "{hat}");
        assert!(seen.words().contains("Vous n'avez pas ce profil"), "{}", seen.words());
    }
    assert_eq!(pupil.get(&yard.at("/administration/journal")).await.status, 403);
}

#[tokio::test]
async fn another_site_posts_nothing() {
    let yard = Yard::with_plugin().await;
    let before = writes(&yard).await;
    let mut head = yard.login("directrice").await;
    let body = || urlencoded(&[("hat", "directeur")]).into_bytes();
    for from in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![("origin", "http://127.0.0.1:1")],
    ] {
        let headers: Vec<_> = [FORM].into_iter().chain(from.iter().copied()).collect();
        for address in [suspend(&yard), yard.at("/profil"), yard.at("/deconnexion"), yard.at("/p/fr.preau.evaluation/creer/tous")]
        {
            let seen = head.send(Method::POST, &address, &headers, body()).await;
            assert_eq!(seen.status, 403, "{from:?} {address}");
            assert!(seen.words().contains("Accès refusé"), "{from:?}: an honest page: {}", seen.words());
            assert_eq!(seen.header("x-content-type-options"), "nosniff");
        }
    }
    assert_eq!(head.get(&yard.at("/")).await.status, 200, "still logged in");
    assert_eq!(writes(&yard).await, before);
    // the same post from our own page does it
    assert_eq!(head.post(&suspend(&yard), &[("hat", "directeur")]).await.status, 303);
    assert_ne!(writes(&yard).await, before);
}

#[tokio::test]
async fn large_and_senseless_posts_are_named() {
    let yard = Yard::with_plugin().await;
    let mut head = yard.login("directrice").await;
    let mut admin = yard.login("admin").await;
    let large = urlencoded(&[("hat", "directeur"), ("x", &"a".repeat(3 * 1024 * 1024))]);
    for address in [suspend(&yard), yard.at("/profil"), yard.at("/p/fr.preau.evaluation/creer/tous")] {
        let seen = head.send(Method::POST, &address, &[FORM], large.clone().into_bytes()).await;
        assert_eq!(seen.status, 413, "{address}");
        assert!(seen.words().contains("dépasse la taille permise"), "{}", seen.words());
    }
    for media in ["application/json", "text/plain", "multipart/form-data; boundary=b", "application/xml"] {
        let seen =
            head.send(Method::POST, &suspend(&yard), &[("content-type", media)], b"{\"hat\":\"directeur\"}".to_vec()).await;
        assert_eq!(seen.status, 422, "{media}");
        assert!(seen.words().contains("format attendu"), "{media}: {}", seen.words());
    }
    let import = yard.at("/administration/import");
    for (media, body) in [
        ("multipart/form-data; boundary=b", &b"nonsense"[..]),
        ("multipart/form-data", b"--b\r\n\r\n--b--"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\"hat\"\r\n\r\nadminis"),
        ("application/x-www-form-urlencoded", b"hat=administrateur"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--\r\n"),
        ("multipart/form-data; boundary=b", b""),
    ] {
        let seen = admin.send(Method::POST, &import, &[("content-type", media)], body.to_vec()).await;
        assert!(matches!(seen.status, 409 | 422), "{media} {:?}: {}", String::from_utf8_lossy(body), seen.status);
        assert!(seen.words().contains("Recommencez") || seen.words().contains("recommencez"), "{}", seen.words());
    }
    let nothing = admin.upload(&import, &[("hat".into(), "administrateur".into())], &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.words().contains("Choisissez au moins un fichier"), "{}", nothing.words());
}

/// A post whose session has ended gets a page that says so, not a redirect that the browser may not follow from a form.
#[tokio::test]
async fn a_post_without_session_is_told_so() {
    let yard = Yard::with_plugin().await;
    let mut nobody = yard.browser();
    for address in [
        suspend(&yard),
        yard.at("/profil"),
        yard.at("/p/fr.preau.evaluation/e/k/cells"),
        yard.at("/administration/import/appliquer"),
    ] {
        let seen = nobody.post(&address, &[("hat", "directeur")]).await;
        assert_eq!((seen.status, seen.location()), (401, ""), "{address}");
        assert!(seen.words().contains("Votre session est terminée"), "{address}: {}", seen.words());
    }
    let headers = [FORM, ("accept", "application/json")];
    let seen = nobody.send(Method::POST, &yard.at("/p/fr.preau.evaluation/e/k/cells"), &headers, Vec::new()).await;
    assert_eq!((seen.status, seen.header("content-type")), (401, "application/json"));
    // a long upload is read to its end: cut off, a browser would show a broken connection and no page
    let files = [("eleves.xml".to_owned(), vec![b' '; 8 * 1024 * 1024])];
    let seen = nobody.upload(&yard.at("/administration/import"), &[("hat".into(), "administrateur".into())], &files).await;
    assert!(seen.status == 401 && seen.words().contains("Votre session est terminée"), "{}", seen.words());
    assert_eq!(writes(&yard).await, (0, 0));
}

/// Somebody who sends his form byte by byte holds up nobody: no database connection waits for him.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_posts_hold_nothing_up() {
    let yard = Yard::with_plugin().await;
    let pupil = yard.login("zoe").await;
    let mut slow = Vec::new();
    for path in ["/administration/modules", "/p/fr.preau.evaluation/creer/tous", "/profil", "/administration/rattachement"] {
        for _ in 0..3 {
            slow.push(half(&yard, &pupil, &yard.at(path)).await);
        }
    }
    let mut teacher = yard.login("durand").await;
    for _ in 0..4 {
        let seen = teacher.get(&yard.at("/p/fr.preau.evaluation/")).await;
        assert_eq!(seen.status, 200, "{}", seen.words());
    }
    drop(slow);
}

/// A request that holds a snapshot never waits for a second one: with more requests at once than a school has readers, all would.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_do_not_wait_for_each_other() {
    let yard = Yard::with_plugin().await;
    let (teacher, pupil) = (yard.login("durand").await, yard.login("zoe").await);
    let mut asking = tokio::task::JoinSet::new();
    for n in 0..24 {
        let (mut teacher, mut pupil) = (teacher.clone(), pupil.clone());
        let (cells, widget) = (yard.at("/p/fr.preau.evaluation/e/k/cells"), yard.at("/w/fr.preau.evaluation/widget"));
        asking.spawn(async move {
            let body = format!("hat=professeur&preau.grid=live&id=request-{n:04}&cell=");
            let headers = [FORM, ("accept", "application/json"), ("sec-fetch-site", "same-origin")];
            (teacher.send(Method::POST, &cells, &headers, body.into_bytes()).await.status, pupil.get(&widget).await.status)
        });
    }
    while let Some(statuses) = asking.join_next().await {
        assert_eq!(statuses.unwrap(), (404, 200), "there is no such evaluation, and the widget is there");
    }
}

/// A connection on which half a form was sent, and the handler has begun to wait for the rest.
async fn half(yard: &Yard, browser: &Browser, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(yard.served.address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ncookie: preau_session={}\r\ncontent-type: {}\r\ncontent-length: 1000\r\n\r\nhat=",
        browser.cookie("preau_session").unwrap(),
        FORM.1,
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // another request on the same server is answered after this one was begun
    browser.clone().get("/sante").await;
    stream
}
