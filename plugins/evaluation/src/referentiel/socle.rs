//! The eight components of the socle commun (2015 text), worded as the LSU nomenclature words them.

use super::{Domain, Item, Referentiel, Theme};

/// Where the wording of every component comes from.
const TEXT: &str = "Code de l'éducation, articles D. 122-1 à D. 122-3 (décret n° 2015-372 du 31 mars 2015)";

/// Domain 1 alone is evaluated in four components, which D. 122-3 forbids to compensate for one another.
const LANGUAGES: &str = "Code de l'éducation, articles D. 122-1 et D. 122-3 (décret n° 2015-372 du 31 mars 2015), domaine 1 ; \
     libellé de la nomenclature LSU 2.10";

const METHODS: &str =
    "Code de l'éducation, article D. 122-1 (décret n° 2015-372 du 31 mars 2015), domaine 2 ; libellé de la nomenclature LSU 2.10";

const CITIZEN: &str =
    "Code de l'éducation, article D. 122-1 (décret n° 2015-372 du 31 mars 2015), domaine 3 ; libellé de la nomenclature LSU 2.10";

const NATURE: &str =
    "Code de l'éducation, article D. 122-1 (décret n° 2015-372 du 31 mars 2015), domaine 4 ; libellé de la nomenclature LSU 2.10";

const WORLD: &str =
    "Code de l'éducation, article D. 122-1 (décret n° 2015-372 du 31 mars 2015), domaine 5 ; libellé de la nomenclature LSU 2.10";

/// The socle commun de connaissances, de compétences et de culture: five domains, eight components.
///
/// Each item carries its own LSU code in `socle` (exactly one), and its id is that code prefixed by `SOC.`.
pub const SOCLE: Referentiel = Referentiel {
    id: "SOC",
    title: "Socle commun de connaissances, de compétences et de culture",
    source: TEXT,
    domains: &[
        Domain {
            code: "1",
            title: "Les langages pour penser et communiquer",
            themes: &[Theme {
                code: "1",
                title: "Les langages pour penser et communiquer",
                items: &[
                    Item {
                        id: "SOC.CPD_FRA",
                        short: "Français",
                        title: "Comprendre, s'exprimer en utilisant la langue française à l'oral et à l'écrit",
                        source: LANGUAGES,
                        socle: &["CPD_FRA"],
                    },
                    Item {
                        id: "SOC.CPD_ETR",
                        short: "Langues",
                        title: "Comprendre, s'exprimer en utilisant une langue étrangère et, le cas échéant, une langue régionale",
                        source: LANGUAGES,
                        socle: &["CPD_ETR"],
                    },
                    Item {
                        id: "SOC.CPD_SCI",
                        short: "Sciences",
                        title: "Comprendre, s'exprimer en utilisant les langages mathématiques, scientifiques et informatiques",
                        source: LANGUAGES,
                        socle: &["CPD_SCI"],
                    },
                    Item {
                        id: "SOC.CPD_ART",
                        short: "Arts et corps",
                        title: "Comprendre, s'exprimer en utilisant les langages des arts et du corps",
                        source: LANGUAGES,
                        socle: &["CPD_ART"],
                    },
                ],
            }],
        },
        Domain {
            code: "2",
            title: "Les méthodes et outils pour apprendre",
            themes: &[Theme {
                code: "2",
                title: "Les méthodes et outils pour apprendre",
                items: &[Item {
                    id: "SOC.MET_APP",
                    short: "Méthodes",
                    title: "Les méthodes et outils pour apprendre",
                    source: METHODS,
                    socle: &["MET_APP"],
                }],
            }],
        },
        Domain {
            code: "3",
            title: "La formation de la personne et du citoyen",
            themes: &[Theme {
                code: "3",
                title: "La formation de la personne et du citoyen",
                items: &[Item {
                    id: "SOC.FRM_CIT",
                    short: "Citoyen",
                    title: "La formation de la personne et du citoyen",
                    source: CITIZEN,
                    socle: &["FRM_CIT"],
                }],
            }],
        },
        Domain {
            code: "4",
            title: "Les systèmes naturels et les systèmes techniques",
            themes: &[Theme {
                code: "4",
                title: "Les systèmes naturels et les systèmes techniques",
                items: &[Item {
                    id: "SOC.SYS_NAT",
                    short: "Systèmes",
                    title: "Les systèmes naturels et les systèmes techniques",
                    source: NATURE,
                    socle: &["SYS_NAT"],
                }],
            }],
        },
        Domain {
            code: "5",
            title: "Les représentations du monde et l'activité humaine",
            themes: &[Theme {
                code: "5",
                title: "Les représentations du monde et l'activité humaine",
                items: &[Item {
                    id: "SOC.REP_MND",
                    short: "Monde",
                    title: "Les représentations du monde et l'activité humaine",
                    source: WORLD,
                    socle: &["REP_MND"],
                }],
            }],
        },
    ],
};
