//! « Évaluations par compétences »: a teacher marks a class on items of a référentiel, families see the results from
//! the date the teacher chose. The plugin knows no name: the host draws them.
//!
//! * [`evaluation`], [`marks`]: what is stored; [`codes`], [`score`], [`referentiel`]: the rules of marking;
//! * [`pages`]: what is shown; [`texts`]: its French sentences.

use preau_sdk::{Request, Result, Router, Writer};

pub mod codes;
pub mod evaluation;
pub mod marks;
pub mod pages;
pub mod referentiel;
pub mod score;
pub mod texts;

preau_sdk::manifest!("plugin.toml");

/// Answers a request.
///
/// # Errors
/// As the host refuses, or `Invalid` with a sentence for the reader.
pub fn handle(req: &Request<'_>, out: &mut Writer<'_>) -> Result {
    Router::new(req, out)
        .get("/", pages::home)
        .get("/widget", pages::results::widget)
        .get("/e/{key}", pages::grid::show)
        .post("/e/{key}/cells", pages::save::save)
        .get("/e/{key}/modifier", pages::edit::form)
        .post("/e/{key}/modifier", pages::edit::change)
        .get("/e/{key}/supprimer", pages::edit::ask_deletion)
        .post("/e/{key}/supprimer", pages::edit::delete)
        .get("/creer", pages::create::choose)
        .get("/creer/{referentiel}", pages::create::form)
        .post("/creer/{referentiel}", pages::create::create)
        .get("/classe/{group}", pages::list::pupils)
        .get("/eleve/{who}", pages::results::of_pupil)
        .end()
}

#[cfg(feature = "export")]
preau_sdk::export!(handle);
