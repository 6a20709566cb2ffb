//! The one table of what views may name: entities, their fields with their data class, scopes and arguments.
//! The manifest check, the authors' reference and the fiche de traitement all read this table.

/// How telling a field is, from nothing to most. The order is the rank.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DataClass {
    /// A handle or a plain figure.
    Pseudonym,
    /// Names and kinds of classes, groups and subjects.
    Group,
    /// First name, initials.
    FirstName,
    /// Last name, e-mail, birth date.
    Identity,
    /// INE, ELEVE_ID, STS ids.
    Identifier,
}

impl DataClass {
    /// The text form used in the journal and on the fiche.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pseudonym => "pseudonym",
            Self::Group => "group",
            Self::FirstName => "first-name",
            Self::Identity => "identity",
            Self::Identifier => "identifier",
        }
    }
}

/// The type of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnType {
    /// Handles.
    Handle,
    /// Whole numbers.
    Integer,
    /// Days.
    Day,
    /// Texts.
    Text,
}

/// A field of an entity.
#[derive(Debug)]
pub struct FieldDef {
    /// Its name in manifests.
    pub name: &'static str,
    /// Its column type.
    pub column: ColumnType,
    /// How telling it is.
    pub class: DataClass,
}

/// An entity that a view may read.
#[derive(Debug)]
pub struct EntityDef {
    /// Its name in manifests.
    pub name: &'static str,
    /// What it has.
    pub fields: &'static [FieldDef],
    /// Scopes that a view may ask for; `actor` is what the actor may see, `all` what the role's school-wide view allows.
    pub scopes: &'static [&'static str],
    /// Arguments it understands.
    pub arguments: &'static [&'static str],
}

const fn field(name: &'static str, column: ColumnType, class: DataClass) -> FieldDef {
    FieldDef { name, column, class }
}

use ColumnType::{Day, Handle, Integer, Text};
use DataClass::{FirstName, Group, Identifier, Identity, Pseudonym};

/// Every entity.
pub const ENTITIES: &[EntityDef] = &[
    EntityDef {
        name: "establishment",
        fields: &[field("name", Text, Group), field("uai", Text, Group), field("school-year", Text, Pseudonym)],
        scopes: &["actor"],
        arguments: &[],
    },
    EntityDef {
        name: "group",
        fields: &[
            field("id", Handle, Pseudonym),
            field("kind", Text, Pseudonym),
            field("size", Integer, Pseudonym),
            field("label", Text, Group),
        ],
        scopes: &["actor"],
        arguments: &["group", "person"],
    },
    EntityDef {
        name: "subject",
        fields: &[field("id", Handle, Pseudonym), field("code", Text, Group), field("label", Text, Group)],
        scopes: &["actor"],
        arguments: &["group"],
    },
    EntityDef {
        name: "pupil",
        fields: &[
            field("id", Handle, Pseudonym),
            field("group", Handle, Pseudonym),
            field("first-name", Text, FirstName),
            field("initials", Text, FirstName),
            field("last-name", Text, Identity),
            field("birth-date", Day, Identity),
            field("ine", Text, Identifier),
            field("eleve-id", Text, Identifier),
        ],
        scopes: &["actor"],
        arguments: &["group", "person"],
    },
    EntityDef {
        name: "staff",
        fields: &[
            field("id", Handle, Pseudonym),
            field("function", Text, Group),
            field("first-name", Text, FirstName),
            field("last-name", Text, Identity),
        ],
        scopes: &["actor"],
        arguments: &["group"],
    },
];

/// The entity with this name.
#[must_use]
pub fn entity(name: &str) -> Option<&'static EntityDef> {
    ENTITIES.iter().find(|e| e.name == name)
}

impl EntityDef {
    /// The field with this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldDef> {
        self.fields.iter().find(|f| f.name == name)
    }
}

/// Words whose presence in a collection, field or purpose means a sensitive category (RGPD art. 9; SAC-3), folded.
pub const SENSITIVE: &[&str] = &[
    "RELIGION",
    "RELIGIEUX",
    "RELIGIEUSE",
    "CONFESSION",
    "POLITIQUE",
    "OPINION",
    "SYNDICAT",
    "SYNDICAL",
    "SYNDICALE",
    "SANTE",
    "MEDICAL",
    "MEDICALE",
    "HANDICAP",
    "ETHNIE",
    "ETHNIQUE",
    "RACIAL",
    "RACIALE",
    "SEXUEL",
    "SEXUELLE",
    "ORIENTATION SEXUELLE",
    "BIOMETRIE",
    "BIOMETRIQUE",
    "GENETIQUE",
    "HEALTH",
    "POLITICS",
    "UNION MEMBERSHIP",
    "ETHNICITY",
];
