//! Guests that misuse the writer, and markup that must stay text.

use std::sync::Arc;

use preau_domain::handle::Handle;
use preau_domain::page::{Answer, Op, Page};
use preau_domain::time::Zone;
use preau_render::{Frame, Names, html};
use preau_sandbox::{Fault, GridCell, Request};
use preau_suite::guests::{Stage, fault, hostile_manifest, limits};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_misuse_is_named() {
    let stage = Stage::with(limits()).await;
    for (route, key) in [
        ("/nesting", "sandbox-misuse-place"),
        ("/left-open", "sandbox-misuse-left-open"),
        ("/close", "sandbox-misuse-close"),
        ("/ids", "sandbox-misuse-id-twice"),
        ("/html", "sandbox-misuse-media-type"),
        ("/outside", "sandbox-misuse-outside"),
        ("/redirect", "sandbox-misuse-route"),
        ("/redirect-back", "sandbox-misuse-route"),
        ("/texts", "sandbox-misuse-texts"),
        ("/texts-inside", "sandbox-misuse-texts"),
        ("/person", "sandbox-misuse-person"),
    ] {
        let result = stage.post(route, None).await;
        let Fault::Misuse(text) = fault(&result) else { panic!("{route}: {result:?}") };
        assert_eq!(text.key(), key, "{route}: {text}");
        assert!(!text.to_string().starts_with('['), "{route}: {text}");
    }
    assert!(stage.post("/outside-declared", None).await.is_ok());
}

/// Markup, formulas, direction controls and new lines in every text of the writer are drawn as text.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn markup_in_every_text_stays_text() {
    let stage = Stage::with(limits()).await;
    let Ok(Answer::Page(page)) = stage.get("/markup").await.result else { panic!("no page") };
    assert!(page.ops.len() > 25, "{}", page.ops.len());
    let zone = Zone::paris();
    let names = Names { people: [].into(), groups: [].into() };
    let drawn = html(&page, &names, &Frame::new("Collège", "/e/x", &zone, preau_suite::house::beginning()));
    for never in ["<script>alert", "<img src=x", "href=\"javascript", "\u{202e}", "\u{7}"] {
        assert!(!drawn.contains(never), "{never:?} is in the page");
    }
    let shown = drawn.matches("&lt;script&gt;alert(1)").count();
    assert!(shown >= 25, "each text is there, as text: {shown}");
}

async fn echo(stage: &Stage, request: Request) -> Page {
    let call = stage.call("durand", true).await;
    match stage.sandbox.run(&stage.guest, call, Arc::new(request)).await.result {
        Ok(Answer::Page(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn fact<'a>(page: &'a Page, name: &str) -> &'a str {
    let found = page.ops.iter().find_map(|op| match op {
        Op::Fact { label, text } if label == name => Some(text.as_str()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no fact {name}: {:?}", page.ops))
}

/// What a browser sends is handed on only as far as its handles are of this plugin and school.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_hands_on_only_known_handles() {
    let stage = Stage::with(limits()).await;
    let zoe = stage.handle(&stage.house.a, "zoe", hostile_manifest()).await;
    let away = stage.handle(&stage.house.b, "zoe", hostile_manifest()).await;
    let form =
        |who: &str| Request::post("/echo", vec![("x".into(), "1".into()), ("who".into(), who.into()), ("x".into(), "2".into())]);
    let page = echo(&stage, form(&zoe.to_string())).await;
    assert_eq!((page.title.as_str(), fact(&page, "chosen"), fact(&page, "fields")), ("POST", zoe.to_string().as_str(), "1,2"));
    for bad in [away.to_string(), Handle::NONE.to_string(), "zoe".to_owned(), zoe.to_string().to_uppercase()] {
        assert_eq!(fact(&echo(&stage, form(&bad)).await, "chosen"), "-", "{bad}");
    }
    let cell = |row| GridCell { row, column: "c".into(), symbol: "V".into(), version: 0 };
    let grid =
        |rows: &[Handle]| Request { grid: Some(rows.iter().copied().map(cell).collect()), ..Request::post("/echo", vec![]) };
    assert_eq!(fact(&echo(&stage, grid(&[zoe, zoe])).await, "cells"), "2");
    assert_eq!(fact(&echo(&stage, grid(&[zoe, away])).await, "cells"), "0");
}

/// An honest handler reads its pupils; the page names them by their ids, and the title comes from it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_honest_page_comes_through() {
    let stage = Stage::with(limits()).await;
    let Ok(Answer::Page(page)) = stage.get("/read").await.result else { panic!("no page") };
    assert_eq!(page.title, "Lecture");
    assert!(page.people().contains(&stage.house.a.person("zoe")));
    let plain = stage.get("/outside-declared").await;
    assert!(matches!(plain.result, Ok(Answer::Page(page)) if page.title == "Essais"), "the title of its entry");
}
