//! The bytes of one XML file as UTF-8: declared encoding, lines, and the limits on size, ratio and length of a token.

use std::io::{self, BufRead, Read};

use encoding_rs::{DecoderResult, Encoding, ISO_8859_15, UTF_8, WINDOWS_1252};
use preau_domain::message::Text;
use preau_domain::text;

use crate::archive::{Sizes, not_xml};
use crate::fault::{Limits, Stop};

const BLOCK: usize = 32 << 10;
/// The declaration of encoding stands in the first bytes.
const HEAD: usize = 1024;

pub(crate) struct Source<'a> {
    inner: &'a mut dyn Read,
    decoder: encoding_rs::Decoder,
    encoding: &'static Encoding,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: bool,
    out: Vec<u8>,
    out_at: usize,
    out_len: usize,
    finished: bool,
    broken: bool,
    line: u64,
    expanded: u64,
    token: usize,
    packed: u64,
    limits: Limits,
    fault: Option<Text>,
}

impl<'a> Source<'a> {
    /// Reads the first bytes and settles the encoding.
    pub(crate) fn open(inner: &'a mut dyn Read, sizes: Sizes, limits: Limits) -> Result<Self, Stop> {
        let mut raw = Vec::with_capacity(BLOCK);
        inner.take(HEAD as u64).read_to_end(&mut raw).map_err(|_| stop(text!("roster-zip-broken")))?;
        let (encoding, bom) = encoding_of(&raw).map_err(stop)?;
        if let Some(text) = not_xml(raw.get(bom..).unwrap_or_default()) {
            return Err(stop(text));
        }
        Ok(Self {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            encoding,
            raw,
            raw_at: bom,
            raw_end: false,
            out: vec![0; 3 * BLOCK],
            out_at: 0,
            out_len: 0,
            finished: false,
            broken: false,
            line: 1,
            expanded: bom as u64,
            token: 0,
            packed: sizes.packed.max(1),
            limits,
            fault: None,
        })
    }

    /// The line of the last byte consumed, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Bytes read before decoding.
    pub(crate) fn expanded(&self) -> u64 {
        self.expanded
    }

    /// A new text, tag or comment begins.
    pub(crate) fn begin_token(&mut self) {
        self.token = 0;
    }

    /// Why reading stopped, if it is this source that stopped it.
    pub(crate) fn take_fault(&mut self) -> Option<Text> {
        self.fault.take()
    }

    fn refuse(&mut self, text: Text) -> io::Error {
        self.fault = Some(text);
        io::Error::other("refused")
    }

    fn refill_raw(&mut self) -> io::Result<()> {
        if self.raw_at < self.raw.len() || self.raw_end {
            return Ok(());
        }
        self.raw.resize(BLOCK, 0);
        self.raw_at = 0;
        match self.inner.read(&mut self.raw) {
            Ok(read) => {
                self.raw.truncate(read);
                self.raw_end = read == 0;
            }
            // what a ZIP answers when its checksum is wrong or its data are cut
            Err(_) => return Err(self.refuse(text!("roster-zip-broken"))),
        }
        Ok(())
    }

    fn decode(&mut self) -> io::Result<()> {
        while self.out_at >= self.out_len && !self.finished {
            if self.broken {
                let name = self.encoding.name();
                return Err(self.refuse(text!("roster-bad-bytes", encoding = name)));
            }
            self.refill_raw()?;
            let input = self.raw.get(self.raw_at..).unwrap_or_default();
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(input, &mut self.out, self.raw_end);
            self.raw_at += read;
            self.expanded += read as u64;
            (self.out_at, self.out_len) = (0, written);
            self.broken = matches!(result, DecoderResult::Malformed(..));
            self.finished = self.raw_end && result == DecoderResult::InputEmpty;
            if self.expanded > self.limits.expanded {
                let megabytes = self.limits.expanded >> 20;
                return Err(self.refuse(text!("roster-too-large", megabytes = megabytes)));
            }
            if self.expanded > 1 << 20 && self.expanded / self.packed > self.limits.ratio {
                let ratio = self.limits.ratio;
                return Err(self.refuse(text!("roster-zip-bomb", ratio = ratio)));
            }
        }
        Ok(())
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.token > self.limits.element_text {
            let kilobytes = self.limits.element_text >> 10;
            return Err(self.refuse(text!("roster-long-token", kilobytes = kilobytes)));
        }
        self.decode()?;
        Ok(self.out.get(self.out_at..self.out_len).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.out_at + amount).min(self.out_len);
        let taken = self.out.get(self.out_at..end).unwrap_or_default();
        self.line += taken.iter().filter(|b| **b == b'\n').count() as u64;
        self.token += taken.len();
        self.out_at = end;
    }
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let amount = available.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..amount), available.get(..amount)) {
            to.copy_from_slice(from);
        }
        self.consume(amount);
        Ok(amount)
    }
}

/// The encoding and the length of the byte order mark.
fn encoding_of(head: &[u8]) -> Result<(&'static Encoding, usize), Text> {
    if head.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Ok((UTF_8, 3));
    }
    if matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, b'<', ..] | [b'<', 0, ..]) {
        return Err(text!("roster-encoding", found = "UTF-16"));
    }
    let Some(label) = declared(head) else { return Ok((UTF_8, 0)) };
    match label.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => Ok((UTF_8, 0)),
        "iso-8859-15" | "latin-9" | "latin9" => Ok((ISO_8859_15, 0)),
        "iso-8859-1" | "latin1" | "windows-1252" | "cp1252" => Ok((WINDOWS_1252, 0)),
        _ => Err(text!("roster-encoding", found = label.chars().take(40).collect::<String>())),
    }
}

fn declared(head: &[u8]) -> Option<String> {
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|w| w == b"?>").unwrap_or(head.len());
    let declaration = String::from_utf8_lossy(head.get(..end)?).into_owned();
    let after = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(after.get(1..)?.split(quote).next()?.trim().to_owned())
}

fn stop(text: Text) -> Stop {
    Stop { line: None, text }
}
