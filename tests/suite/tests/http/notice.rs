//! The notice about personal data, and who can be seen to have looked.

use preau_suite::served::Yard;

/// SAC-50: readable without being logged in, from a link on the login page and after a logout. SAC-51: at an address that stays.
/// SAC-52: it names the rights. SAC-53: it names whom to ask.
#[tokio::test]
async fn sac_50_sac_51_sac_52_sac_53_the_notice_is_public_and_names_rights_and_contacts() {
    let yard = Yard::open().await;
    let mut nobody = yard.browser();
    let address = yard.at("/donnees-personnelles");
    for page in ["/connexion", "/connexion?fini=1"] {
        let seen = nobody.get(&yard.at(page)).await;
        let link = format!("<a href=\"{address}\">Données personnelles</a>");
        assert!(seen.body.contains(&link), "{page}: {}", seen.body);
    }
    let notice = nobody.get(&address).await;
    assert_eq!((notice.status, notice.user()), (200, None));
    let words = notice.words();
    for named in [
        "l'accès à vos données",
        "rectification",
        "2016/679",
        "6 janvier 1978",
        "administrateur de l'établissement",
        "chef d'établissement",
        "Collège Nord",
    ] {
        assert!(words.contains(named), "{named}: {words}");
    }
    assert!(nobody.cookies() == 0, "reading it sets nothing");
}

/// SAC-49: it can be read again at any time, from every page.
#[tokio::test]
async fn sac_49_every_page_links_to_the_notice() {
    let yard = Yard::with_plugin().await;
    for who in ["zoe", "mere-zoe", "durand", "directrice", "cpe", "admin"] {
        let mut browser = yard.login(who).await;
        for page in ["/", "/qui-a-vu", "/p/fr.preau.evaluation/", "/administration/modules", "/nowhere"] {
            let seen = browser.get(&yard.at(page)).await;
            let outside = page == "/nowhere";
            assert!(outside || seen.body.contains(&yard.at("/donnees-personnelles")), "{who} {page}");
        }
    }
}

/// Everybody reads who looked at his own data, a guardian at his children's, the head at everybody's and by name.
#[tokio::test]
async fn who_looked_is_told_to_those_concerned() {
    let yard = Yard::open().await;
    let zoe = yard.house.a.person("zoe");
    let mut head = yard.login("directrice").await;
    let search = head.get(&yard.at("/qui-a-vu")).await.form("/qui-a-vu");
    let found = head.submit(&search.with("nom", "lefev")).await;
    assert_eq!(found.status, 200);
    assert!(found.words().contains("LEFÈVRE NORD Zoé") && found.words().contains("1 élève trouvé"), "{}", found.words());
    let link = preau_suite::markup::addresses(&found.body).into_iter().find(|a| a.ends_with(&format!("personne={zoe}"))).unwrap();
    let lines = head.get(&link).await;
    assert!(lines.status == 200 && lines.words().contains("Consultations"), "{}", lines.words());
    let again = head.get(&yard.at("/qui-a-vu")).await.form("/qui-a-vu");
    let none = head.submit(&again.with("nom", "<b>personne")).await;
    assert!(none.words().contains("Personne dont le nom commence par « <b>personne »") && !none.body.contains("<b>personne"));

    let mut mother = yard.login("mere-zoe").await;
    let seen = mother.get(&yard.at(&format!("/qui-a-vu?personne={zoe}"))).await;
    assert!(seen.words().contains("Chef d'établissement a consulté"), "{}", seen.words());
    assert!(!seen.words().contains("Laure"), "families see functions, not names: {}", seen.words());
    // a father under a court's decision reads nothing of his child
    let adam = yard.house.a.person("adam");
    let seen = yard.login("pere-adam").await.get(&yard.at(&format!("/qui-a-vu?personne={adam}"))).await;
    assert_eq!(seen.status, 403);
}
