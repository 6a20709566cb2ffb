//! The school as a teacher uses it: logs in, creates evaluations on twenty items, fills the grid of one.

use anyhow::{Context, Result, ensure};

use crate::http::{Answer, Connection, Headers, form, get, post};
use crate::stage::{OTHER, SCHOOL};

/// The teacher of documents and demonstrations, at the ENT, which knows two schools.
pub(crate) const TEACHER: &str = "h.durand.0";
/// Her namesake in the other school.
const NAMESAKE: &str = "h.durand.1";
/// So many sessions, one for each client of the largest case.
const SESSIONS: usize = 64;
/// So many pupils and items has the grid.
pub(crate) const ROWS: usize = 30;
pub(crate) const COLUMNS: usize = 20;
/// Two grids, so that 32 clients each have a row of their own, and one to be saved whole.
const GRIDS: usize = 3;

/// A grid of an evaluation.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) path: String,
    pub(crate) rows: Vec<String>,
    pub(crate) columns: Vec<String>,
}

/// What is there to be asked for.
pub(crate) struct Site {
    /// Session cookies of the teacher.
    pub(crate) sessions: Vec<String>,
    /// Of a teacher of the other school.
    pub(crate) other: String,
    /// A page of about 10 kB.
    pub(crate) page: String,
    pub(crate) grids: Vec<Grid>,
    /// Where a login comes back, with the cookie of a login under way.
    pub(crate) callback: String,
    pub(crate) under_way: String,
}

/// The path of a plugin's page.
pub(crate) fn path(uai: &str, plugin: &str, route: &str) -> String {
    format!("/e/{}/p/fr.preau.{plugin}{route}", uai.to_lowercase())
}

struct Browser {
    connection: Connection,
    address: String,
    cookie: String,
}

impl Browser {
    fn headers(&self, json: bool) -> Headers<'_> {
        Headers { address: &self.address, cookie: &self.cookie, gzip: false, json }
    }

    async fn get(&mut self, path: &str) -> Result<Answer> {
        let request = get(path, &self.headers(false));
        let answer = self.connection.ask(&request).await?;
        ensure!(answer.status < 400, "status {} of {path}: {}", answer.status, answer.text());
        Ok(answer)
    }

    async fn post(&mut self, path: &str, body: &str, json: bool) -> Result<Answer> {
        let request = post(path, &self.headers(json), body);
        let answer = self.connection.ask(&request).await?;
        ensure!(answer.status < 400, "status {} of {path}: {}", answer.status, answer.text());
        Ok(answer)
    }

    /// Logs in as somebody of a school; gives callback and login state too.
    async fn log_in(&mut self, uai: &str, login: &str, number: usize) -> Result<(String, String)> {
        let base = format!("/e/{}/auth/ent", uai.to_lowercase());
        self.cookie.clear();
        let begun = self.get(&format!("{base}/login")).await?;
        let state = begun.cookies.first().context("no login state")?.clone();
        self.cookie.clone_from(&state);
        let callback = format!("{base}/callback");
        let back = self.get(&format!("{callback}?ticket=ST-{number}-{login}")).await?;
        let session = back.cookies.iter().find(|c| c.starts_with("preau_session=")).context("no session")?;
        self.cookie.clone_from(session);
        Ok((callback, state))
    }
}

/// Logs in and fills; gives what was made.
pub(crate) async fn fill(address: &str) -> Result<Site> {
    let connection = Connection::open(address).await?;
    let mut browser = Browser { connection, address: address.to_owned(), cookie: String::new() };
    browser.log_in(OTHER, NAMESAKE, 0).await?;
    let other = browser.cookie.clone();
    let (mut sessions, mut last) = (Vec::new(), (String::new(), String::new()));
    for number in 0..SESSIONS {
        last = browser.log_in(SCHOOL, TEACHER, number + 1).await?;
        sessions.push(browser.cookie.clone());
    }
    let grids = grids(&mut browser).await?;
    let page = page(&mut browser, &grids).await?;
    Ok(Site { sessions, other, page, grids, callback: last.0, under_way: last.1 })
}

/// Creates an evaluation for each of the teacher's groups until there are enough of thirty pupils, and fills those.
async fn grids(browser: &mut Browser) -> Result<Vec<Grid>> {
    let creating = path(SCHOOL, "evaluation", "/creer/tous");
    let asked = browser.get(&creating).await?.text();
    let select = between(&asked, "name=\"classe\"", "</select>").context("no list of classes")?;
    let groups: Vec<&str> = all_between(select, "<option value=\"", "\"").into_iter().filter(|value| value.len() == 26).collect();
    let items: Vec<(&str, &str)> = all_between(&asked, "type=\"checkbox\" name=\"", "/>")
        .into_iter()
        .filter_map(|tag| tag.split_once("\" value=\""))
        .map(|(name, rest)| (name, rest.split('"').next().unwrap_or_default()))
        .take(COLUMNS)
        .collect();
    ensure!(items.len() == COLUMNS, "{} items in the form", items.len());
    let day = between(&asked, "name=\"date\"", "/>").and_then(|tag| between(tag, "value=\"", "\"")).context("no day")?;
    let mut found = Vec::new();
    for group in &groups {
        let fields = [("hat", "professeur"), ("classe", group), ("titre", "Nombres et calculs"), ("date", day), ("visible", day)];
        let created = browser.post(&creating, &form(fields.into_iter().chain(items.iter().copied())), false).await?;
        let to = created.location.context("the evaluation was not created")?;
        let path = to.split('?').next().unwrap_or_default().to_owned();
        let page = browser.get(&path).await?.text();
        let hidden = |prefix: &str| -> Vec<String> {
            let tags = all_between(&page, &format!("type=\"hidden\" name=\"{prefix}"), "/>");
            tags.into_iter().filter_map(|tag| between(tag, "value=\"", "\"")).map(str::to_owned).collect()
        };
        let grid = Grid { rows: hidden("r."), columns: hidden("k."), path };
        if grid.rows.len() == ROWS && grid.columns.len() == COLUMNS {
            enter(browser, &grid).await?;
            found.push(grid);
        }
        if found.len() == GRIDS {
            break;
        }
    }
    ensure!(found.len() == GRIDS, "{} classes of {ROWS} pupils among {} groups", found.len(), groups.len());
    Ok(found)
}

/// Fills every cell in one request.
async fn enter(browser: &mut Browser, grid: &Grid) -> Result<()> {
    let symbols = ["RR", "R", "V", "VV", "AB", "NE"];
    let cells = grid.rows.iter().flat_map(|row| grid.columns.iter().map(move |column| (row, column)));
    let values: Vec<(String, String)> = cells
        .zip(symbols.iter().cycle())
        .enumerate()
        .map(|(at, ((row, column), symbol))| (format!("cell-{at}"), format!("{row}/{column}/{symbol}/0")))
        .collect();
    let beside = [("hat", "professeur"), ("preau.grid", "live"), ("id", "the-first-filling")];
    let body = form(beside.into_iter().chain(values.iter().map(|(n, v)| (n.as_str(), v.as_str()))));
    // the same number for another grid would be taken for a repeated request
    let body = body.replace("the-first-filling", &format!("filling-{}", grid.path.rsplit('/').next().unwrap_or_default()));
    let saved = browser.post(&format!("{}/cells", grid.path), &body, true).await?;
    let said: serde_json::Value = serde_json::from_slice(&saved.body)?;
    let count = said.get("saved").and_then(|s| s.as_array()).map_or(0, Vec::len);
    ensure!(count == ROWS * COLUMNS, "{count} cells were saved");
    Ok(())
}

/// The page of the plugin that is nearest to 10 kB.
async fn page(browser: &mut Browser, grids: &[Grid]) -> Result<String> {
    let grid = browser.get(&grids.first().context("no grid")?.path).await?.text();
    let class = between(&grid, "/classe/", "\"").context("no way to the class")?;
    let routes = ["/".to_owned(), format!("/classe/{class}"), "/creer/m4".to_owned(), "/creer/tous".to_owned()];
    let mut best = (usize::MAX, String::new());
    for route in routes {
        let path = path(SCHOOL, "evaluation", &route);
        let size = browser.get(&path).await?.body.len();
        best = best.min((size.abs_diff(10_000), path));
    }
    Ok(best.1)
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

fn all_between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before).skip(1).filter_map(|rest| rest.split_once(after).map(|(found, _)| found)).collect()
}
