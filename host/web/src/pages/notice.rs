//! Public pages that every page links to: personal data and accessibility. Readable without being logged in (SAC-50, SAC-51).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use preau_domain::page::{Op, Page};
use preau_domain::text;

use crate::app::App;
use crate::login::bare;
use crate::router::settle;
use crate::visit::door;

fn section(id: &str, title: String, paragraphs: Vec<String>) -> Vec<Op> {
    let mut ops = vec![Op::OpenSection { id: id.to_owned(), title }];
    ops.extend(paragraphs.into_iter().map(Op::Paragraph));
    ops.push(Op::Close);
    ops
}

/// `/e/{tenant}/donnees-personnelles`
pub(crate) async fn personal_data(State(app): State<Arc<App>>, Path(tenant): Path<String>) -> Response {
    let result = async {
        let door = door(&app, &tenant).await?;
        let mut ops = vec![Op::Paragraph(text!("web-notice-intro", school = door.name()).to_string())];
        ops.extend(section(
            "qui",
            text!("web-notice-who-title").to_string(),
            vec![text!("web-notice-who", school = door.name()).to_string()],
        ));
        ops.extend(section(
            "quoi",
            text!("web-notice-what-title").to_string(),
            vec![text!("web-notice-what").to_string(), text!("web-notice-plugins").to_string()],
        ));
        ops.extend(section(
            "droits",
            text!("web-notice-rights-title").to_string(),
            vec![text!("web-notice-rights").to_string(), text!("web-notice-contact").to_string()],
        ));
        ops.extend(section(
            "cookies",
            text!("web-notice-cookies-title").to_string(),
            vec![text!("web-notice-cookies").to_string()],
        ));
        let page = Page { title: text!("web-notice-title").to_string(), ops, ..Page::default() };
        Ok(bare(&app, &door, 200, &page))
    };
    settle(&app, &tenant, false, result.await).await
}

/// `/e/{tenant}/accessibilite`
pub(crate) async fn accessibility(State(app): State<Arc<App>>, Path(tenant): Path<String>) -> Response {
    let result = async {
        let door = door(&app, &tenant).await?;
        let page = Page {
            title: text!("web-accessibility-title").to_string(),
            ops: vec![
                Op::Paragraph(text!("web-accessibility-state").to_string()),
                Op::Paragraph(text!("web-accessibility-contact").to_string()),
            ],
            ..Page::default()
        };
        Ok(bare(&app, &door, 200, &page))
    };
    settle(&app, &tenant, false, result.await).await
}
