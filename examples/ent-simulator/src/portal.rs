//! The portal page: tiles to the services of the person who is logged in, and their widgets in frames.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use url::Url;

use crate::state::Ent;
use crate::{html, pages};

/// A way from the portal into a service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tile {
    /// What it says.
    pub title: String,
    /// A second line.
    #[serde(default)]
    pub text: String,
    /// Where it goes.
    pub url: String,
    /// For whom: words as in `Person::profile`; nobody named means everybody.
    #[serde(default)]
    pub profiles: Vec<String>,
    /// Shown in a frame instead of as a tile.
    #[serde(default)]
    pub widget: bool,
}

pub(crate) async fn page(State(ent): State<Arc<Ent>>, headers: HeaderMap) -> Response {
    let Some((_, person)) = ent.logged_in(&headers) else { return Redirect::to("/cas/login").into_response() };
    let own = |tile: &&Tile| tile.profiles.is_empty() || tile.profiles.contains(&person.profile);
    let tiles: Vec<&Tile> = ent.tiles.iter().filter(own).collect();
    let widgets = tiles.iter().filter(|tile| tile.widget);
    let mut frames: Vec<String> =
        widgets.filter_map(|tile| Url::parse(&tile.url).ok()).map(|url| url.origin().ascii_serialization()).collect();
    frames.sort_unstable();
    frames.dedup();
    html(pages::portal(&ent, person, &tiles), &frames)
}
