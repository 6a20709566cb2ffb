//! The neutral roster: what is kept of the official files, whatever their format. Codes and keys are text, trimmed, never numbers.

use preau_domain::time::{Day, SchoolYear};
use preau_domain::uai::Uai;

/// What a set of files says about one school in one school year.
#[derive(Clone, PartialEq, Debug)]
pub struct Roster {
    /// The school named by the files.
    pub uai: Uai,
    /// The school year named by the files.
    pub year: SchoolYear,
    /// Pupils enrolled today who have a class.
    pub pupils: Vec<Pupil>,
    /// Keys of pupils enrolled without a class: neither imported nor taken for departed.
    pub set_aside: Vec<String>,
    /// Guardians with at least one pupil of the files (all of them when no file of pupils was given).
    pub guardians: Vec<Guardian>,
    /// Who answers for whom.
    pub links: Vec<Link>,
    /// Staff of STS-Web.
    pub staff: Vec<Staff>,
    /// Classes and teaching groups.
    pub groups: Vec<Group>,
    /// Subjects of the nomenclatures.
    pub subjects: Vec<Subject>,
    /// Which pupil is in which class or group.
    pub memberships: Vec<Membership>,
    /// Who teaches what to which class or group.
    pub services: Vec<Service>,
    /// Who is professeur principal of which class.
    pub head_teachers: Vec<HeadTeacher>,
    /// Which populations the files cover: outside them nobody can be said to have left.
    pub covers: Coverage,
}

/// The populations a set of files covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Coverage {
    /// A file of pupils was read: pupils and their memberships are complete.
    pub pupils: bool,
    /// A file of responsables was read: guardians and links are complete.
    pub guardians: bool,
    /// An STS-Web file was read: staff, services and professeurs principaux are complete.
    pub staff: bool,
    /// Structures or STS-Web was read: classes and groups are complete.
    pub groups: bool,
    /// The file of responsables carries addresses; without it, known addresses stay.
    pub addresses: bool,
}

/// As the civil register has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    /// `CODE_SEXE` 1.
    Male,
    /// `CODE_SEXE` 2.
    Female,
}

/// A pupil.
#[derive(Clone, PartialEq, Debug)]
pub struct Pupil {
    /// `ELEVE_ID`.
    pub key: String,
    /// Family name, as received.
    pub last_name: String,
    /// Name of use, if another.
    pub usage_name: Option<String>,
    /// First name.
    pub first_name: String,
    /// Second first name.
    pub first_name_2: Option<String>,
    /// Third first name.
    pub first_name_3: Option<String>,
    /// Date of birth; always there in what [`crate::read`] gives.
    pub birth: Option<Day>,
    /// Sex.
    pub sex: Option<Sex>,
    /// National identifier (INE).
    pub ine: Option<String>,
    /// Local number (`ELENOET`).
    pub elenoet: Option<String>,
    /// Code of the class.
    pub division: Option<String>,
    /// First day in the school.
    pub entered: Option<Day>,
    /// Last day in the school, when it is already known and still to come.
    pub left: Option<Day>,
    /// E-mail address.
    pub email: Option<String>,
}

/// A responsable of one or more pupils.
#[derive(Clone, PartialEq, Debug)]
pub struct Guardian {
    /// `PERSONNE_ID`.
    pub key: String,
    /// `M.` or `Mme`.
    pub civility: Option<String>,
    /// Family name, as received.
    pub last_name: String,
    /// Name of use, if another.
    pub usage_name: Option<String>,
    /// First name; empty when the file has none.
    pub first_name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
}

/// A postal address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// Up to four lines, none empty.
    pub lines: Vec<String>,
    /// Post code; empty abroad.
    pub post_code: String,
    /// Town, or the foreign town with its own code.
    pub town: String,
    /// Country, empty for the school's own.
    pub country: String,
}

/// How much a guardian decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// Responsable légal: the only one who sees results.
    Legal,
    /// Has the pupil in charge.
    InCharge,
    /// A contact.
    Contact,
}

/// A guardian of a pupil.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Link {
    /// `ELEVE_ID`.
    pub pupil_key: String,
    /// `PERSONNE_ID`.
    pub guardian_key: String,
    /// How much the guardian decides.
    pub level: Level,
    /// `CODE_PARENTE` as received; empty when absent.
    pub relation: String,
}

/// A member of the staff.
#[derive(Clone, PartialEq, Debug)]
pub struct Staff {
    /// `TYPE:ID`, the pair that STS-Web uses.
    pub key: String,
    /// `M.` or `Mme`.
    pub civility: Option<String>,
    /// Family name, as received.
    pub last_name: String,
    /// Name of use, if another.
    pub usage_name: Option<String>,
    /// First name.
    pub first_name: String,
    /// Date of birth; local staff may have none.
    pub birth: Option<Day>,
    /// `FONCTION` such as ENS, DIR, EDU, DOC; absent for local staff and people on leave.
    pub function: Option<String>,
}

/// A class or a teaching group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum GroupKind {
    /// A class (division).
    Division,
    /// A teaching group.
    Group,
}

/// A class or a teaching group.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// `CODE_STRUCTURE`.
    pub code: String,
    /// Class or group.
    pub kind: GroupKind,
    /// Words for it; its code when the files have none.
    pub label: String,
    /// Code of its first MEF.
    pub level_code: Option<String>,
    /// Codes of the classes its pupils come from; empty for a class.
    pub from_divisions: Vec<String>,
}

/// A subject taught.
#[derive(Clone, PartialEq, Debug)]
pub struct Subject {
    /// `CODE_MATIERE`: six digits or letters.
    pub code: String,
    /// Short words.
    pub short: String,
    /// Full words.
    pub label: String,
}

/// A pupil in a class or group.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Membership {
    /// `ELEVE_ID`.
    pub pupil_key: String,
    /// `CODE_STRUCTURE`.
    pub group_code: String,
}

/// A teacher who teaches a subject to a class or group.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Service {
    /// `CODE_STRUCTURE`.
    pub group_code: String,
    /// `CODE_MATIERE`.
    pub subject_code: String,
    /// `TYPE:ID`.
    pub staff_key: String,
}

/// A professeur principal.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HeadTeacher {
    /// `TYPE:ID`.
    pub staff_key: String,
    /// `CODE_STRUCTURE` of the class.
    pub group_code: String,
    /// First day, when the file says it.
    pub from: Option<Day>,
    /// Last day, when the file says it.
    pub to: Option<Day>,
}
