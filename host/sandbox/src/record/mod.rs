//! The recorder: what a writer says becomes an answer that drawing cannot fail on.
//!
//! The first misuse spoils the recording: it is kept, what follows is ignored, and the call ends as a fault. Too heavy
//! a page or download ends the guest at once.

mod check;
mod place;
mod route;
#[cfg(test)]
mod tests;
mod weight;

use std::collections::BTreeSet;
use std::sync::Arc;

use preau_domain::message::Text;
use preau_domain::page::{Answer, CellConflict, GridReport, Op, Page, SavedCell};
use preau_domain::text;

use crate::fault::Fault;
use crate::limits::Limits;
use place::Open;

/// What may be downloaded; a browser is told to save each and to sniff none.
const MEDIA_TYPES: &[&str] =
    &["text/csv", "application/pdf", "application/xml", "text/xml", "application/json", "application/zip", "text/plain"];

/// Room for a usual page, so that recording one moves nothing.
const USUAL_OPS: usize = 64;

/// What is being answered.
#[derive(Debug)]
enum Kind {
    Page,
    Redirect { route: String, message: Option<String> },
    Download { name: String, media_type: String, bytes: Vec<u8> },
    Grid(GridReport),
}

/// One recording.
#[derive(Debug)]
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct Recorder {
    limits: Arc<Limits>,
    origins: Arc<[String]>,
    page: Page,
    kind: Kind,
    open: Vec<Open>,
    ids: BTreeSet<String>,
    weight: usize,
    misuse: Option<Text>,
}

impl Recorder {
    /// An empty recording; links lead out only to `origins`.
    pub(crate) fn new(limits: Arc<Limits>, origins: Arc<[String]>) -> Self {
        let page = Page { title: String::new(), trail: Vec::new(), ops: Vec::with_capacity(USUAL_OPS) };
        Self { limits, origins, page, kind: Kind::Page, open: Vec::new(), ids: BTreeSet::new(), weight: 0, misuse: None }
    }

    /// Spoils the recording.
    pub(crate) fn spoil(&mut self, misuse: Text) {
        self.misuse.get_or_insert(misuse);
    }

    /// The page's title.
    pub(crate) fn title(&mut self, text: String) -> Result<(), Fault> {
        self.weigh(text.len())?;
        self.page.title = text;
        Ok(())
    }

    /// A step of the way back.
    pub(crate) fn trail(&mut self, text: String, route: String) -> Result<(), Fault> {
        self.weigh(text.len() + route.len() + weight::OP)?;
        let fault = check::filled("trail", &text).or_else(|| check::route(&route));
        self.keep(fault, |recorder| recorder.page.trail.push((text, route)));
        Ok(())
    }

    /// Records one thing.
    pub(crate) fn put(&mut self, op: Op) -> Result<(), Fault> {
        if self.misuse.is_some() {
            return Ok(());
        }
        self.weigh(weight::of(&op))?;
        let fault = match self.kind {
            Kind::Page => check::op(&op, &self.origins).or_else(|| place::enter(&mut self.open, &op)),
            _ => Some(text!("sandbox-misuse-mixed")),
        };
        let fault = fault.or_else(|| self.id_taken(&op));
        self.keep(fault, |recorder| recorder.page.ops.push(op));
        Ok(())
    }

    fn id_taken(&mut self, op: &Op) -> Option<Text> {
        let Op::OpenSection { id, .. } = op else { return None };
        (!self.ids.insert(id.clone())).then(|| text!("sandbox-misuse-id-twice", id = id))
    }

    /// Instead of a page: go there.
    pub(crate) fn redirect(&mut self, route: String, message: Option<String>) -> Result<(), Fault> {
        self.weigh(route.len() + message.as_ref().map_or(0, String::len))?;
        let fault = self.not_begun().or_else(|| check::route(&route));
        self.keep(fault, |recorder| recorder.kind = Kind::Redirect { route, message });
        Ok(())
    }

    /// Instead of a page: a file.
    pub(crate) fn download(&mut self, name: &str, media_type: String) {
        let name = file_name(name);
        let fault = self.not_begun().or_else(|| {
            let allowed = MEDIA_TYPES.contains(&media_type.as_str());
            (!allowed).then(|| text!("sandbox-misuse-media-type", found = &media_type, allowed = MEDIA_TYPES.join(", ")))
        });
        let fault = fault.or_else(|| name.is_empty().then(|| text!("sandbox-misuse-empty", what = "download")));
        self.keep(fault, |recorder| recorder.kind = Kind::Download { name, media_type, bytes: Vec::new() });
    }

    /// More of the file.
    pub(crate) fn bytes(&mut self, chunk: &[u8]) -> Result<(), Fault> {
        let most = self.limits.download;
        match &mut self.kind {
            Kind::Download { bytes, .. } if bytes.len() + chunk.len() > most => Err(Fault::DownloadSize),
            Kind::Download { bytes, .. } => {
                bytes.extend_from_slice(chunk);
                Ok(())
            }
            _ => {
                self.spoil(text!("sandbox-misuse-bytes"));
                Ok(())
            }
        }
    }

    /// Answers a posted grid: a cell is stored.
    pub(crate) fn saved(&mut self, cell: SavedCell) -> Result<(), Fault> {
        self.weigh(cell.column.len() + cell.symbol.len() + weight::OP)?;
        self.report(|report| report.saved.push(cell));
        Ok(())
    }

    /// Answers a posted grid: somebody else changed a cell.
    pub(crate) fn conflict(&mut self, cell: CellConflict) -> Result<(), Fault> {
        self.weigh(cell.column.len() + cell.mine.len() + cell.theirs.len() + weight::OP)?;
        self.report(|report| report.conflicts.push(cell));
        Ok(())
    }

    /// Answers a posted grid: where it is.
    pub(crate) fn back(&mut self, route: String) -> Result<(), Fault> {
        self.weigh(route.len())?;
        match check::route(&route) {
            Some(fault) => self.spoil(fault),
            None => self.report(|report| report.back = route),
        }
        Ok(())
    }

    fn report(&mut self, add: impl FnOnce(&mut GridReport)) {
        if self.misuse.is_some() {
            return;
        }
        if matches!(self.kind, Kind::Page) && self.page.ops.is_empty() {
            self.kind = Kind::Grid(GridReport::default());
        }
        match &mut self.kind {
            Kind::Grid(report) => add(report),
            _ => self.spoil(text!("sandbox-misuse-mixed")),
        }
    }

    /// What becomes another kind of answer must come first; a title or trail before it is forgotten.
    fn not_begun(&self) -> Option<Text> {
        let begun = !matches!(self.kind, Kind::Page) || !self.page.ops.is_empty();
        begun.then(|| text!("sandbox-misuse-mixed"))
    }

    fn keep(&mut self, fault: Option<Text>, add: impl FnOnce(&mut Self)) {
        match fault {
            Some(misuse) => self.spoil(misuse),
            None if self.misuse.is_none() => add(self),
            None => {}
        }
    }

    fn weigh(&mut self, bytes: usize) -> Result<(), Fault> {
        self.weight = self.weight.saturating_add(bytes);
        if self.weight > self.limits.page { Err(Fault::PageSize) } else { Ok(()) }
    }

    /// The answer; a page without title takes `title`.
    pub(crate) fn finish(self, title: &str) -> Result<Answer, Fault> {
        if let Some(misuse) = self.misuse {
            return Err(Fault::Misuse(misuse));
        }
        if let Some(open) = self.open.last() {
            return Err(Fault::Misuse(text!("sandbox-misuse-left-open", what = open.name())));
        }
        Ok(match self.kind {
            Kind::Page => {
                let mut page = self.page;
                if page.title.trim().is_empty() {
                    page.title = title.to_owned();
                }
                Answer::Page(page)
            }
            Kind::Redirect { route, message } => Answer::Redirect { route, message },
            Kind::Download { name, media_type, bytes } => Answer::Download { name, media_type, bytes },
            Kind::Grid(report) => Answer::Grid(report),
        })
    }
}

/// A name that is safe as the name of a file: no path, no control or direction characters, no leading dot.
fn file_name(name: &str) -> String {
    let safe = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        c => c,
    };
    let turned =
        |c: &char| c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let kept: String = name.chars().filter(|c| !turned(c)).map(safe).take(120).collect();
    kept.trim_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}
