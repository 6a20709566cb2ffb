//! Reaches for what is not given: names that are not declared, other people's handles, writes that may not be.

use crate::bindings::preau::plugin::records::{self, Draft, Whose};
use crate::bindings::preau::plugin::ui::Writer;
use crate::bindings::preau::plugin::values::{Cell, Failure, Handle};
use crate::bindings::preau::plugin::{settings, views};
use crate::{Outcome, write};

pub fn act(path: &str, who: Handle, out: &Writer) -> Option<Outcome> {
    Some(match path {
        "/view" => views::read("everybody", &[], None).map(drop),
        "/view-argument" => views::read("pupils", &[("secret", Cell::Boolean(true))], None).map(drop),
        "/view-person" => views::read("pupils", &[("person", Cell::Handle(who))], None).map(drop),
        "/view-group" => views::read("pupils", &[("group", Cell::Handle(who))], None).map(drop),
        "/view-column" => views::read("pupils", &[], None).and_then(|page| page.texts("id").map(drop)),
        "/scan" => records::scan("secrets", Whose::Anyone, "", 10, None).map(drop),
        "/scan-person" => records::scan("marks", Whose::Person(who), "", 10, None).map(drop),
        "/scan-persons" => records::scan("marks", Whose::Persons(&[who]), "", 10, None).map(drop),
        "/scan-group" => records::scan("marks", Whose::Group(who), "", 10, None).map(drop),
        "/put-undeclared" => put("secrets", who, "k", "1"),
        "/delete-undeclared" => records::delete("secrets", Some(who), "k", 1),
        "/delete-person" => records::delete("marks", Some(who), "k", 0),
        "/put" => put("marks", who, "k", "1"),
        "/put-key" => put("marks", who, &"k".repeat(201), "1"),
        "/put-value" => put("marks", who, "k", &format!("\"{}\"", "x".repeat(70_000))),
        "/put-json" => put("marks", who, "k", "{not json"),
        "/put-handle" => put("marks", who, "k", &format!("{{\"who\":\"{}\"}}", write(who))),
        "/put-handle-key" => put("marks", who, &write(who), "1"),
        "/put-trap" => put("marks", who, "k", "1").map(|()| std::process::abort()),
        "/put-panic" => put("marks", who, "k", "1").map(|()| panic!("perdu après l'écriture")),
        "/put-loop" => put("marks", who, "k", "1").map(|()| crate::burn::act("/loop", out).map(drop).unwrap_or_default()),
        "/put-fail" => put("marks", who, "k", "1").and(Err(Failure::Invalid("non".into()))),
        "/put-misuse" => put("marks", who, "k", "1").map(|()| out.close()),
        "/setting" => {
            out.title(&settings::get("method").unwrap_or_default());
            settings::get("secret").map_or(Ok(()), |found| Err(Failure::Other(found)))
        }
        "/read" => read(out),
        "/read-trap" => read(out).map(|()| std::process::abort()),
        _ => return None,
    })
}

fn put(collection: &str, who: Handle, key: &str, json: &str) -> Outcome {
    let draft = Draft::new(collection, Some(who), key);
    draft.value(json);
    records::put(draft)
}

/// What an honest plugin does: reads its pupils and their marks.
fn read(out: &Writer) -> Outcome {
    let pupils = views::read("pupils", &[], None)?.handles("id")?;
    let rows = records::scan("marks", Whose::Anyone, "", 100, None)?;
    out.title("Lecture");
    out.fact("élèves", &pupils.len().to_string());
    out.fact("notes", &rows.values().bytes);
    pupils.iter().for_each(|who| out.person_name(*who));
    Ok(())
}
