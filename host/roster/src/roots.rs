//! What a root element says about a file: one of ours, or the name of what was given instead.

use preau_domain::message::Text;
use preau_domain::text;

/// The files that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Eleves,
    Responsables,
    Structures,
    Nomenclature,
    Sts,
}

impl Kind {
    /// The name a reader knows the file by.
    pub(crate) fn name(self) -> Text {
        match self {
            Self::Eleves => text!("roster-kind-eleves"),
            Self::Responsables => text!("roster-kind-responsables"),
            Self::Structures => text!("roster-kind-structures"),
            Self::Nomenclature => text!("roster-kind-nomenclature"),
            Self::Sts => text!("roster-kind-sts"),
        }
    }

    /// Versions seen so far; any other is read all the same, with a remark.
    pub(crate) fn versions(self) -> &'static [&'static str] {
        match self {
            Self::Eleves => &["1.7", "1.8", "2.0", "2.1", "3.0", "5.0"],
            Self::Responsables => &["1.2", "2.0", "2.1", "3.0"],
            Self::Structures => &["1.2", "2.0", "2.1"],
            Self::Nomenclature => &["2.0", "3.0", "3.1"],
            Self::Sts => &[],
        }
    }
}

/// The kind of file with this root, or what it is instead and what to give.
pub(crate) fn kind_of(root: &str) -> Result<Kind, Text> {
    match root {
        "BEE_ELEVES" => Ok(Kind::Eleves),
        "BEE_RESPONSABLES" => Ok(Kind::Responsables),
        "BEE_STRUCTURES" => Ok(Kind::Structures),
        "BEE_NOMENCLATURES" => Ok(Kind::Nomenclature),
        "STS_EDT" => Ok(Kind::Sts),
        "EDT_STS" => Err(text!("roster-is-emp-sts")),
        "BEE_COMMUN" | "BEE_ETABLISSEMENTS" | "BEE_GEOGRAPHIQUE" | "BEE_GFC" | "BEE_ACCIO" | "BEE_SSR" => {
            Err(text!("roster-is-other-siecle", root = root))
        }
        "BEE_EPHC_ELEVES" | "BEE_EPHC_RESPONSABLES" => Err(text!("roster-is-agricultural", root = root)),
        "IMPORT_ELEVES" => Err(text!("roster-is-upward", root = root)),
        "ficAlimMENESR" => Err(text!("roster-is-aaf")),
        "lsun-bilans" | "lpc" | "lsl" => Err(text!("roster-is-livret", root = root)),
        _ if root.eq_ignore_ascii_case("html") => Err(text!("roster-is-html")),
        "Workbook" | "workbook" | "office:document" | "office:document-content" => Err(text!("roster-is-spreadsheet")),
        _ if ["EDT", "UDT", "HYPERPLANNING", "PRONOTE", "INDEX_EDUCATION"].iter().any(|v| root.to_uppercase().starts_with(v)) => {
            Err(text!("roster-is-vendor", application = root))
        }
        _ => Err(text!("roster-unknown-root", root = root.chars().take(60).collect::<String>())),
    }
}
