//! What goes into a reading and what comes out of it: expectations, limits, progress, faults and remarks.

use std::fmt;

use preau_domain::message::Text;
use preau_domain::text;
use preau_domain::time::{Day, SchoolYear};
use preau_domain::uai::Uai;
use thiserror::Error;

use crate::model::Roster;

/// What the school expects of its files.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The UAI of the school; a cité scolaire has several.
    pub uais: Vec<Uai>,
    /// The school year under way.
    pub year: SchoolYear,
    /// Today: who left before it is gone.
    pub today: Day,
    /// What a file may cost.
    pub limits: Limits,
}

/// What one file may cost before it is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of the XML once unpacked.
    pub expanded: u64,
    /// Unpacked bytes for each packed byte, looked at from one MiB on.
    pub ratio: u64,
    /// Bytes of one text, tag or comment.
    pub element_text: usize,
    /// Elements inside one another.
    pub depth: usize,
    /// Elements inside one record (a pupil, a class, …).
    pub record: usize,
}

impl Limits {
    /// For the files of a school of any size: 200 MiB unpacked, 100 to 1, 64 KiB a text, 16 levels.
    /// The largest official file, that of a lycée of 2,000 pupils, is near 7 MiB and 15 to 1.
    pub const OFFICIAL: Self = Self { expanded: 200 << 20, ratio: 100, element_text: 64 << 10, depth: 16, record: 20_000 };
}

/// How far a reading is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress<'a> {
    /// Number of the file, from 1.
    pub file: usize,
    /// How many files there are.
    pub files: usize,
    /// Name of the file.
    pub name: &'a str,
    /// Bytes of its XML read so far.
    pub read: u64,
    /// Bytes its XML is said to have; a file may lie.
    pub total: u64,
}

/// Why a file is refused.
#[derive(Clone, PartialEq, Debug, Error)]
#[error("{}", located(.file, *.line, .text))]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line in the XML, from 1, when there is one.
    pub line: Option<u64>,
    /// What is wrong and what to do.
    pub text: Text,
}

/// What the person who imports should know, though nothing is refused.
#[derive(Clone, PartialEq, Debug)]
pub struct Remark {
    /// Name of the file.
    pub file: String,
    /// Line in the XML, from 1, when there is one.
    pub line: Option<u64>,
    /// What was seen and what was done about it.
    pub text: Text,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        located(&self.file, self.line, &self.text).fmt(f)
    }
}

fn located(file: &str, line: Option<u64>, text: &Text) -> Text {
    match line {
        Some(line) => text!("roster-at-line", file = file, line = line.to_string(), text = text.clone()),
        None => text!("roster-in-file", file = file, text = text.clone()),
    }
}

/// A roster, and what to know about it.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// What the files say.
    pub roster: Roster,
    /// What to know about them, file by file.
    pub remarks: Vec<Remark>,
}

/// Ends the reading of one file.
pub(crate) struct Stop {
    pub(crate) line: Option<u64>,
    pub(crate) text: Text,
}

/// Collects faults and remarks while one file is read.
pub(crate) struct Desk<'a> {
    pub(crate) expected: &'a Expected,
    pub(crate) file: String,
    pub(crate) faults: Vec<Fault>,
    pub(crate) remarks: Vec<Remark>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(expected: &'a Expected) -> Self {
        Self { expected, file: String::new(), faults: Vec::new(), remarks: Vec::new() }
    }

    pub(crate) fn fault(&mut self, line: impl Into<Option<u64>>, text: Text) {
        self.faults.push(Fault { file: self.file.clone(), line: line.into(), text });
    }

    pub(crate) fn remark(&mut self, line: impl Into<Option<u64>>, text: Text) {
        self.remarks.push(Remark { file: self.file.clone(), line: line.into(), text });
    }
}
