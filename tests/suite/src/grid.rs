//! The entry grid as a script sees it: its rows, columns, cells and versions, and what it posts.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::Value;

use crate::browserless::{Browser, Seen, urlencoded};
use crate::prepared::SLUG;

/// A cell: (row's handle, column's id).
pub type Place = (String, String);
/// What stands in a cell: (symbol, version).
pub type Standing = (String, u64);

/// A grid that was drawn.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Where it posts.
    pub action: String,
    /// Symbols that may be entered.
    pub symbols: Vec<String>,
    /// Every cell.
    pub cells: BTreeMap<Place, Standing>,
}

impl Grid {
    /// Reads it from its page.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn read(page: &Seen) -> Self {
        let form = page.form("/cells");
        let all = |prefix: &str| -> Vec<String> {
            (0..).map_while(|n| form.field(&format!("{prefix}{n}")).map(str::to_owned)).collect()
        };
        let (rows, columns, before) = (all("r."), all("k."), all("o."));
        assert!(!rows.is_empty() && !columns.is_empty(), "an empty grid: {}", page.words());
        let codes = form.field("preau.codes").expect("codes");
        let symbols = codes.split(',').filter_map(|code| code.split(':').nth(1)).map(str::to_owned).collect();
        let mut cells = BTreeMap::new();
        for (row, before) in rows.iter().zip(before) {
            for (column, standing) in columns.iter().zip(before.split(',')) {
                let (symbol, version) = standing.split_once(':').expect("a cell");
                cells.insert((row.clone(), column.clone()), (symbol.to_owned(), version.parse().expect("version")));
            }
        }
        Self { action: form.action, symbols, cells }
    }
}

/// Saves one cell as the script does, under this request id.
///
/// # Errors
/// What the network says, when the server vanishes before it has answered.
pub async fn save(
    browser: &mut Browser,
    action: &str,
    id: &str,
    place: &Place,
    wanted: &Standing,
) -> Result<Seen, reqwest::Error> {
    let cell = format!("{}/{}/{}/{}", place.0, place.1, wanted.0, wanted.1);
    let body = urlencoded(&[("hat", "professeur"), ("preau.grid", "live"), ("id", id), ("cell", &cell)]);
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    browser.try_send(Method::POST, action, &headers, body.into_bytes()).await
}

/// What an answer says was saved: the cell's new version.
///
/// # Panics
/// When it says anything but that this one cell was saved.
#[must_use]
pub fn saved(seen: &Seen, place: &Place, symbol: &str) -> u64 {
    let said: Value = serde_json::from_str(&seen.body).unwrap_or_else(|_| panic!("{} {}", seen.status, seen.body));
    let cell = &said["saved"][0];
    let same = cell[0] == place.0.as_str() && cell[1] == place.1.as_str() && cell[2] == symbol;
    assert!(seen.status == 200 && same && said["conflicts"] == serde_json::json!([]), "{} {}", seen.status, seen.body);
    cell[3].as_u64().expect("version")
}

/// Creates an evaluation of the teacher's first class on every item of a theme or two, and opens its grid.
///
/// # Panics
/// When the plugin refuses.
pub async fn evaluation(browser: &mut Browser) -> (String, Grid) {
    let home = format!("/e/{SLUG}/p/fr.preau.evaluation");
    let choice = browser.get(&format!("{home}/creer")).await;
    let link = crate::markup::addresses(&choice.body)
        .into_iter()
        .find(|a| a.starts_with(&format!("{home}/creer/")))
        .expect("a référentiel");
    let mut form = browser.get(&link).await.form("/creer/").with("titre", "Durée");
    if form.field("classe").is_none_or(str::is_empty) {
        let class = form.options["classe"].iter().find(|c| !c.is_empty()).expect("a class").clone();
        form = form.with("classe", &class);
    }
    let items: Vec<(String, String)> = form
        .options
        .iter()
        .filter(|(n, _)| n.starts_with("items-"))
        .flat_map(|(n, vs)| vs.iter().map(move |v| (n.clone(), v.clone())))
        .collect();
    form.fields.extend(items.into_iter().take(6));
    let page = browser.submit(&form).await;
    assert_eq!(page.status, 200, "{}", page.words());
    (page.url.path().to_owned(), Grid::read(&page))
}
