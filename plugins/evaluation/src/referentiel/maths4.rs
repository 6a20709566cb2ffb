//! Mathematics, cycle 4, as published in 2020: the twelve attendus de fin de cycle and the six compétences travaillées.

use super::{Domain, Item, Referentiel, Theme};

const THEME_A: &str = "BOEN n° 31 du 30 juillet 2020, programme du cycle 4, mathématiques, thème A, attendus de fin de cycle";
const THEME_B: &str = "BOEN n° 31 du 30 juillet 2020, programme du cycle 4, mathématiques, thème B, attendus de fin de cycle";
const THEME_C: &str = "BOEN n° 31 du 30 juillet 2020, programme du cycle 4, mathématiques, thème C, attendus de fin de cycle";
const THEME_D: &str = "BOEN n° 31 du 30 juillet 2020, programme du cycle 4, mathématiques, thème D, attendus de fin de cycle";
const THEME_E: &str = "BOEN n° 31 du 30 juillet 2020, programme du cycle 4, mathématiques, thème E, attendus de fin de cycle";

/// The six names are those of the 2015 text; no later change to them was found.
const SKILLS: &str =
    "Arrêté du 9 novembre 2015, annexe 3, programme du cycle 4, mathématiques, compétences travaillées (NOR MENE1526483A)";

const ATTENDUS: &str = "Attendus de fin de cycle";

/// Mathematics, cycle 4, 2020 version, which a newer text replaces class by class: 5e in 2026, 4e in 2027, 3e in 2028.
///
/// `socle` is empty on every item: the official table that links the compétences to the socle was not at hand to
/// check, and its domain 1 covers four LSU components, so the school makes the links itself.
pub const MATHS_CYCLE_4: Referentiel = Referentiel {
    id: "M4",
    title: "Mathématiques, cycle 4 (programme de 2020)",
    source: "Arrêté du 9 novembre 2015 modifié (NOR MENE1526483A), programme du cycle 4, version du BOEN n° 31 du 30 juillet 2020",
    domains: &[
        Domain {
            code: "A",
            title: "Nombres et calculs",
            themes: &[Theme {
                code: "A",
                title: ATTENDUS,
                items: &[
                    Item {
                        id: "M4.A1",
                        short: "Nombres",
                        title: "Utiliser les nombres pour comparer, calculer et résoudre des problèmes",
                        source: THEME_A,
                        socle: &[],
                    },
                    Item {
                        id: "M4.A2",
                        short: "Divisibilité",
                        title: "Comprendre et utiliser les notions de divisibilité et de nombres premiers",
                        source: THEME_A,
                        socle: &[],
                    },
                    Item { id: "M4.A3", short: "Littéral", title: "Utiliser le calcul littéral", source: THEME_A, socle: &[] },
                ],
            }],
        },
        Domain {
            code: "B",
            title: "Organisation et gestion de données, fonctions",
            themes: &[Theme {
                code: "B",
                title: ATTENDUS,
                items: &[
                    Item {
                        id: "M4.B1",
                        short: "Données",
                        title: "Interpréter, représenter et traiter des données",
                        source: THEME_B,
                        socle: &[],
                    },
                    Item {
                        id: "M4.B2",
                        short: "Probabilités",
                        title: "Comprendre et utiliser des notions élémentaires de probabilités",
                        source: THEME_B,
                        socle: &[],
                    },
                    Item {
                        id: "M4.B3",
                        short: "Proportion.",
                        title: "Résoudre des problèmes de proportionnalité",
                        source: THEME_B,
                        socle: &[],
                    },
                    Item {
                        id: "M4.B4",
                        short: "Fonctions",
                        title: "Comprendre et utiliser la notion de fonction",
                        source: THEME_B,
                        socle: &[],
                    },
                ],
            }],
        },
        Domain {
            code: "C",
            title: "Grandeurs et mesures",
            themes: &[Theme {
                code: "C",
                title: ATTENDUS,
                items: &[
                    Item {
                        id: "M4.C1",
                        short: "Grandeurs",
                        title: "Calculer avec des grandeurs mesurables ; exprimer les résultats dans les unités adaptées",
                        source: THEME_C,
                        socle: &[],
                    },
                    Item {
                        id: "M4.C2",
                        short: "Transformations",
                        title: "Comprendre l'effet de quelques transformations sur les figures géométriques",
                        source: THEME_C,
                        socle: &[],
                    },
                ],
            }],
        },
        Domain {
            code: "D",
            title: "Espace et géométrie",
            themes: &[Theme {
                code: "D",
                title: ATTENDUS,
                items: &[
                    Item { id: "M4.D1", short: "Espace", title: "Représenter l'espace", source: THEME_D, socle: &[] },
                    Item {
                        id: "M4.D2",
                        short: "Géom. plane",
                        title: "Utiliser les notions de géométrie plane pour démontrer",
                        source: THEME_D,
                        socle: &[],
                    },
                ],
            }],
        },
        Domain {
            code: "E",
            title: "Algorithmique et programmation",
            themes: &[Theme {
                code: "E",
                title: ATTENDUS,
                items: &[Item {
                    id: "M4.E1",
                    short: "Programmation",
                    title: "Écrire, mettre au point et exécuter un programme simple",
                    source: THEME_E,
                    socle: &[],
                }],
            }],
        },
        Domain {
            code: "T",
            title: "Compétences travaillées",
            themes: &[Theme {
                code: "T",
                title: "Compétences travaillées",
                items: &[
                    Item { id: "M4.CHE", short: "Chercher", title: "Chercher", source: SKILLS, socle: &[] },
                    Item { id: "M4.MOD", short: "Modéliser", title: "Modéliser", source: SKILLS, socle: &[] },
                    Item { id: "M4.REP", short: "Représenter", title: "Représenter", source: SKILLS, socle: &[] },
                    Item { id: "M4.RAI", short: "Raisonner", title: "Raisonner", source: SKILLS, socle: &[] },
                    Item { id: "M4.CAL", short: "Calculer", title: "Calculer", source: SKILLS, socle: &[] },
                    Item { id: "M4.COM", short: "Communiquer", title: "Communiquer", source: SKILLS, socle: &[] },
                ],
            }],
        },
    ],
};
