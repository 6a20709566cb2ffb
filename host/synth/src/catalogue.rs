//! Levels and subjects of a collège, with their national codes, and how many teachers each subject has.

/// A level of the collège.
pub(crate) struct Level {
    /// The digit that begins its class codes.
    pub(crate) digit: char,
    pub(crate) mef: &'static str,
    pub(crate) formation: &'static str,
    pub(crate) mefstat: &'static str,
    /// Age reached in the year in which the school year begins.
    pub(crate) age: i16,
}

/// From 6e to 3e.
pub(crate) const LEVELS: &[Level] = &[
    Level { digit: '6', mef: "10010012110", formation: "6EME", mefstat: "21110010012", age: 11 },
    Level { digit: '5', mef: "10110001110", formation: "5EME", mefstat: "21120010001", age: 12 },
    Level { digit: '4', mef: "10210001110", formation: "4EME", mefstat: "21150010001", age: 13 },
    Level { digit: '3', mef: "10310019110", formation: "3EME", mefstat: "21160010019", age: 14 },
];

/// A subject taught.
pub(crate) struct Matter {
    pub(crate) code: &'static str,
    pub(crate) short: &'static str,
    pub(crate) label: &'static str,
    /// Mnemonic of timetable software.
    pub(crate) management: &'static str,
    /// Teachers for 45 in all; 0 when another subject's teachers teach it.
    pub(crate) teachers: usize,
    /// Which subject's teachers teach it.
    pub(crate) taught_by: &'static str,
    /// First level with the whole class, as an index in [`LEVELS`]; `None` for groups only.
    pub(crate) from: Option<usize>,
    /// Recruitment discipline.
    pub(crate) discipline: &'static str,
}

/// One line of the table below.
macro_rules! matter {
    ($code:literal, $management:literal, $short:literal, $label:literal, $teachers:literal, $by:literal, $from:expr, $discipline:literal) => {
        Matter {
            code: $code,
            short: $short,
            label: $label,
            management: $management,
            teachers: $teachers,
            taught_by: $by,
            from: $from,
            discipline: $discipline,
        }
    };
}

/// Subjects in the order in which classes choose their professeur principal.
pub(crate) const MATTERS: &[Matter] = &[
    matter!("061300", "MATHS", "MATHEMATIQUES", "Mathématiques", 6, "061300", Some(0), "L1300"),
    matter!("020700", "FRANC", "FRANCAIS", "Français", 7, "020700", Some(0), "L0202"),
    matter!("043700", "HI-GE", "HISTOIRE-GEOGRAPHIE", "Histoire-géographie", 6, "043700", Some(0), "L1000"),
    matter!("043800", "EMC", "ENS.MORAL & CIVIQUE", "Enseignement moral et civique", 0, "043700", Some(0), "L1000"),
    matter!("030201", "AGL1", "ANGLAIS LV1", "Anglais LV1", 5, "030201", Some(0), "L0422"),
    matter!("062900", "SVT", "SCIENCES VIE & TERRE", "Sciences de la vie et de la Terre", 3, "062900", Some(0), "L1600"),
    matter!("062300", "PH-CH", "PHYSIQUE-CHIMIE", "Physique-chimie", 3, "062300", Some(0), "L1500"),
    matter!("070800", "TECHN", "TECHNOLOGIE", "Technologie", 3, "070800", Some(1), "L1400"),
    matter!("100100", "EPS", "ED.PHYSIQUE & SPORT.", "Éducation physique et sportive", 4, "100100", Some(0), "L1900"),
    matter!("090100", "A-PLA", "ARTS PLASTIQUES", "Arts plastiques", 2, "090100", Some(0), "L1800"),
    matter!("081300", "EDMUS", "EDUCATION MUSICALE", "Éducation musicale", 1, "081300", Some(0), "L1700"),
    matter!("030602", "ESP2", "ESPAGNOL LV2", "Espagnol LV2", 3, "030602", None, "L0426"),
    matter!("030102", "ALL2", "ALLEMAND LV2", "Allemand LV2", 1, "030102", None, "L0421"),
    matter!("030902", "ITA2", "ITALIEN LV2", "Italien LV2", 1, "030902", None, "L0429"),
    matter!("020300", "LCALA", "LCA LATIN", "Langues et cultures de l'Antiquité : latin", 0, "020700", None, "L0202"),
    matter!("083000", "CHORA", "CHANT CHORAL", "Chant choral", 0, "081300", None, "L1700"),
];
