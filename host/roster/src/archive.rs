//! The container: a bare XML file or a ZIP that holds exactly one. Told apart by content, never by name.

use std::io::{Cursor, Read};

use preau_domain::message::Text;
use preau_domain::text;
use zip::{CompressionMethod, ZipArchive};

use crate::fault::{Limits, Stop};

/// Sizes of a file: as received, and as its XML is said to be.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) packed: u64,
    pub(crate) total: u64,
}

/// Calls `run` with the XML inside `bytes`.
pub(crate) fn open<T>(
    bytes: &[u8],
    limits: &Limits,
    run: impl FnOnce(&mut dyn Read, Sizes) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let packed = bytes.len() as u64;
    if !bytes.starts_with(b"PK") {
        return run(&mut Cursor::new(bytes), Sizes { packed, total: packed });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| stop(text!("roster-zip-broken")))?;
    let index = only_entry(&archive)?;
    let entry = archive.by_index_data(index).map_err(|_| stop(text!("roster-zip-broken")))?;
    if entry.encrypted() {
        return Err(stop(text!("roster-zip-encrypted")));
    }
    if !matches!(entry.compression(), CompressionMethod::Deflated | CompressionMethod::Stored) {
        return Err(stop(text!("roster-zip-method")));
    }
    let total = entry.size();
    if total > limits.expanded {
        return Err(stop(text!("roster-too-large", megabytes = limits.expanded >> 20)));
    }
    let mut entry = archive.by_index(index).map_err(|_| stop(text!("roster-zip-broken")))?;
    run(&mut entry, Sizes { packed, total })
}

fn only_entry(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<usize, Stop> {
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|_| stop(text!("roster-zip-broken")))?;
        let name = entry.name_raw();
        if name == b"[Content_Types].xml" || name == b"mimetype" {
            return Err(stop(text!("roster-is-spreadsheet")));
        }
        // the shadow entries that one desktop system adds to every archive are no files
        if !entry.is_dir() && !name.starts_with(b"__MACOSX/") {
            found.push(index);
        }
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(stop(text!("roster-zip-empty"))),
        many => Err(stop(text!("roster-zip-many", count = many.len()))),
    }
}

/// Names what begins with `head` when it cannot be XML.
pub(crate) fn not_xml(head: &[u8]) -> Option<Text> {
    let begins = |magic: &[u8]| head.starts_with(magic);
    if head.iter().all(u8::is_ascii_whitespace) {
        return Some(text!("roster-empty-file"));
    }
    if begins(b"PK\x03\x04") {
        return Some(text!("roster-zip-nested"));
    }
    if begins(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some(text!("roster-is-spreadsheet"));
    }
    if begins(b"%PDF") {
        return Some(text!("roster-is-pdf"));
    }
    if begins(&[0x1F, 0x8B]) || begins(b"7z\xBC\xAF") || begins(b"Rar!") {
        return Some(text!("roster-other-archive"));
    }
    let first = head.iter().find(|b| !b.is_ascii_whitespace());
    (first != Some(&b'<')).then(|| text!("roster-not-xml"))
}

fn stop(text: Text) -> Stop {
    Stop { line: None, text }
}
