//! Reading: each file once, in the order given, all faults together; then one roster.

use preau_domain::text;

use crate::archive;
use crate::assemble::assemble;
use crate::fault::{Desk, Expected, Fault, Progress, Reading, Stop};
use crate::header;
use crate::nomenclature::{self, Nomenclature};
use crate::roots::{Kind, kind_of};
use crate::siecle_eleves::{self, Eleves};
use crate::siecle_responsables::{self, Responsables};
use crate::siecle_structures::{self, Structures};
use crate::source::Source;
use crate::sts::{self, Sts};
use crate::xml::{Element, Record, Walker};

/// What the files gave, each with the name of its file.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) eleves: Option<(String, Eleves)>,
    pub(crate) responsables: Option<(String, Responsables)>,
    pub(crate) structures: Option<(String, Structures)>,
    pub(crate) nomenclature: Option<(String, Nomenclature)>,
    pub(crate) sts: Option<(String, Sts)>,
}

/// One file being read.
enum Part {
    Eleves(Eleves),
    Responsables(Responsables),
    Structures(Structures),
    Nomenclature(Nomenclature),
    Sts(Sts),
}

impl Part {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Eleves => Self::Eleves(Eleves::default()),
            Kind::Responsables => Self::Responsables(Responsables::default()),
            Kind::Structures => Self::Structures(Structures::default()),
            Kind::Nomenclature => Self::Nomenclature(Nomenclature::default()),
            Kind::Sts => Self::Sts(Sts::default()),
        }
    }

    fn schema(&self) -> &'static [Record] {
        match self {
            Self::Eleves(_) => siecle_eleves::SCHEMA,
            Self::Responsables(_) => siecle_responsables::SCHEMA,
            Self::Structures(_) => siecle_structures::SCHEMA,
            Self::Nomenclature(_) => nomenclature::SCHEMA,
            Self::Sts(_) => sts::SCHEMA,
        }
    }

    fn take(&mut self, index: usize, element: &Element, desk: &mut Desk) {
        match self {
            Self::Eleves(part) => part.take(index, element, desk),
            Self::Responsables(part) => part.take(index, element, desk),
            Self::Structures(part) => part.take(index, element, desk),
            Self::Nomenclature(part) => part.take(element, desk),
            Self::Sts(part) => part.take(index, element, desk),
        }
    }
}

impl Parts {
    fn holds(&self, kind: Kind) -> Option<&str> {
        match kind {
            Kind::Eleves => self.eleves.as_ref().map(|p| p.0.as_str()),
            Kind::Responsables => self.responsables.as_ref().map(|p| p.0.as_str()),
            Kind::Structures => self.structures.as_ref().map(|p| p.0.as_str()),
            Kind::Nomenclature => self.nomenclature.as_ref().map(|p| p.0.as_str()),
            Kind::Sts => self.sts.as_ref().map(|p| p.0.as_str()),
        }
    }

    fn put(&mut self, file: String, part: Part) {
        match part {
            Part::Eleves(part) => self.eleves = Some((file, part)),
            Part::Responsables(part) => self.responsables = Some((file, part)),
            Part::Structures(part) => self.structures = Some((file, part)),
            Part::Nomenclature(part) => self.nomenclature = Some((file, part)),
            Part::Sts(part) => self.sts = Some((file, part)),
        }
    }
}

/// Reads any mix of SIECLE (Élèves, Responsables, Structures, Nomenclature) and STS-Web files, bare or in a ZIP each.
/// `files` holds names (for the messages only) and contents.
///
/// # Errors
/// Every fault found in every file; one is enough for nothing to be imported.
pub fn read(
    files: Vec<(String, Vec<u8>)>,
    expected: &Expected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Reading, Vec<Fault>> {
    let mut desk = Desk::new(expected);
    let mut parts = Parts::default();
    let count = files.len();
    if count == 0 {
        desk.fault(None, text!("roster-no-file"));
    }
    for (index, (name, bytes)) in files.into_iter().enumerate() {
        desk.file = name;
        let file = desk.file.clone();
        let mut tell = |read: u64, total: u64| progress(Progress { file: index + 1, files: count, name: &file, read, total });
        if let Err(stop) = read_one(&bytes, &mut parts, &mut desk, &mut tell) {
            desk.fault(stop.line, stop.text);
        }
    }
    let roster = assemble(parts, &mut desk);
    match roster {
        Some(roster) if desk.faults.is_empty() => Ok(Reading { roster, remarks: desk.remarks }),
        _ => Err(desk.faults),
    }
}

fn read_one(bytes: &[u8], parts: &mut Parts, desk: &mut Desk, tell: &mut dyn FnMut(u64, u64)) -> Result<(), Stop> {
    let limits = desk.expected.limits;
    archive::open(bytes, &limits, |stream, sizes| {
        let mut walker = Walker::new(Source::open(stream, sizes, limits)?, limits);
        let (root, version) = walker.root()?;
        let kind = kind_of(&root).map_err(|text| Stop { line: Some(walker.line()), text })?;
        if let Some(first) = parts.holds(kind) {
            return Err(Stop { line: None, text: text!("roster-same-kind", kind = kind.name(), first = first) });
        }
        if let Some(version) = version.filter(|v| !kind.versions().contains(&v.trim())) {
            desk.remark(walker.line(), text!("roster-version", kind = kind.name(), version = version));
        }
        let mut part = Part::new(kind);
        let read = read_records(&mut walker, kind, &mut part, desk, &mut |read| tell(read, sizes.total.max(read)));
        let aside = walker.aside.into_iter().collect::<Vec<_>>().join(", ");
        if read.is_ok() && !aside.is_empty() {
            desk.remark(None, text!("roster-set-aside", names = aside));
        }
        parts.put(desk.file.clone(), part);
        read
    })
}

fn read_records(
    walker: &mut Walker<'_>,
    kind: Kind,
    part: &mut Part,
    desk: &mut Desk,
    tell: &mut dyn FnMut(u64),
) -> Result<(), Stop> {
    let (mut headed, mut seen) = (false, 0_u32);
    while let Some((index, element)) = walker.record(part.schema())? {
        if index == 0 {
            headed = true;
            if !header::accepted(kind, &element, desk) {
                return Ok(());
            }
        } else {
            part.take(index, &element, desk);
        }
        seen += 1;
        if seen.is_multiple_of(64) {
            tell(walker.read());
        }
    }
    if !headed {
        let ours = desk.expected.uais.iter().map(preau_domain::uai::Uai::as_str).collect::<Vec<_>>().join(", ");
        desk.fault(None, text!("roster-no-uai", ours = ours));
    }
    tell(walker.read());
    Ok(())
}
