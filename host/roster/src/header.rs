//! `PARAMETRES`: the school and the year a file speaks of must be ours.

use preau_domain::text;
use preau_domain::time::SchoolYear;
use preau_domain::uai::Uai;

use crate::fault::Desk;
use crate::roots::Kind;
use crate::xml::{Element, Record};

/// The header, first record of every schema.
pub(crate) const HEADER: Record =
    Record { path: &["PARAMETRES"], keep: &["UAJ", "@CODE", "ANNEE_SCOLAIRE", "@ANNEE", "APPLICATION_SOURCE"], quiet: true };

/// Whether the file may be read on; otherwise the faults are at the desk.
pub(crate) fn accepted(kind: Kind, header: &Element, desk: &mut Desk) -> bool {
    let before = desk.faults.len();
    if let Some(application) = header.text_of("APPLICATION_SOURCE") {
        desk.fault(header.line, text!("roster-is-vendor", application = application));
        return false;
    }
    let (uai, year) = match kind {
        Kind::Sts => (attribute(header, "UAJ", "CODE"), attribute(header, "ANNEE_SCOLAIRE", "ANNEE")),
        _ => (header.text_of("UAJ"), header.text_of("ANNEE_SCOLAIRE")),
    };
    let line = |name: &str| header.child(name).map_or(header.line, |c| c.line);
    check_uai(line("UAJ"), uai, desk);
    check_year(line("ANNEE_SCOLAIRE"), year, desk);
    desk.faults.len() == before
}

fn attribute(header: &Element, child: &str, name: &str) -> Option<String> {
    header.child(child).and_then(|c| c.attribute(name))
}

fn check_uai(line: u64, found: Option<String>, desk: &mut Desk) {
    let ours = desk.expected.uais.iter().map(Uai::as_str).collect::<Vec<_>>().join(", ");
    let Some(found) = found else {
        return desk.fault(line, text!("roster-no-uai", ours = ours));
    };
    match Uai::parse(&found) {
        Some(uai) if desk.expected.uais.contains(&uai) => {
            if !uai.letter_is_right() {
                desk.remark(line, text!("roster-uai-letter", uai = uai.as_str()));
            }
        }
        _ => desk.fault(line, text!("roster-other-uai", found = found, ours = ours)),
    }
}

fn check_year(line: u64, found: Option<String>, desk: &mut Desk) {
    let expected = desk.expected.year;
    let ours = expected.to_string();
    let Some(found) = found else {
        return desk.fault(line, text!("roster-no-year", ours = ours));
    };
    let year = found.parse().ok().filter(|y| (1990..2200).contains(y)).map(SchoolYear);
    match year {
        Some(year) if year == expected => {}
        Some(year) if year.0 == expected.0 + 1 && desk.expected.today.ymd().1 >= 5 && desk.expected.today.ymd().1 <= 8 => {
            desk.fault(line, text!("roster-preparation", found = year.to_string(), ours = ours));
        }
        Some(year) => desk.fault(line, text!("roster-other-year", found = year.to_string(), ours = ours)),
        None => desk.fault(line, text!("roster-other-year", found = found, ours = ours)),
    }
}
