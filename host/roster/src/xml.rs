//! XML as a sequence of records: one record (a pupil, a class, …) in memory at a time; everything that no format keeps is
//! passed over and named. Document types, entities and depth are refused here.

use std::collections::BTreeSet;
use std::mem;

use preau_domain::message::Text;
use preau_domain::text;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::{EscapeError, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::fault::{Limits, Stop};
use crate::source::Source;

/// A kind of record, by its path below the root, and the names kept inside it, attributes as `@NAME`.
pub(crate) struct Record {
    pub(crate) path: &'static [&'static str],
    pub(crate) keep: &'static [&'static str],
    /// Whether what is passed over inside it is not even named: headers speak of the school, not of persons.
    pub(crate) quiet: bool,
}

/// An element that is kept, with what is kept of its content.
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) line: u64,
    attributes: Vec<(String, String)>,
    text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// The attribute, trimmed; `None` when absent or empty.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(n, _)| n == name).and_then(|(_, value)| clean(value))
    }

    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }

    /// The text of the first child of that name, trimmed; `None` when absent or empty.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.child(name).and_then(Self::words)
    }

    /// Its own text, trimmed; `None` when empty.
    pub(crate) fn words(&self) -> Option<String> {
        clean(&self.text)
    }

    /// The children of its child `list`.
    pub(crate) fn items(&self, list: &str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |c| c.name == list).flat_map(|c| c.children.iter())
    }
}

/// Single spaces, no control characters, `None` when nothing is left.
fn clean(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

enum Node {
    Start(Tag),
    End,
    Text(String),
    Doctype(String),
    Reference(String),
    Eof,
}

/// Walks one document.
pub(crate) struct Walker<'a> {
    reader: Reader<Source<'a>>,
    buffer: Vec<u8>,
    open: Vec<String>,
    rooted: bool,
    run: usize,
    limits: Limits,
    /// Names passed over.
    pub(crate) aside: BTreeSet<String>,
}

impl<'a> Walker<'a> {
    pub(crate) fn new(source: Source<'a>, limits: Limits) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), open: Vec::new(), rooted: false, run: 0, limits, aside: BTreeSet::new() }
    }

    pub(crate) fn line(&self) -> u64 {
        self.reader.get_ref().line()
    }

    pub(crate) fn read(&self) -> u64 {
        self.reader.get_ref().expanded()
    }

    /// The name of the root and its `VERSION`.
    pub(crate) fn root(&mut self) -> Result<(String, Option<String>), Stop> {
        loop {
            match self.next()? {
                Node::Start(tag) => {
                    let version = tag.attributes.into_iter().find(|(n, _)| n == "VERSION").map(|(_, v)| v);
                    return Ok((tag.name, version));
                }
                Node::Eof => return Err(self.stop(text!("roster-empty-file"))),
                _ => {}
            }
        }
    }

    /// The next record of the schema, with its index in it; `None` at the end of the document.
    pub(crate) fn record(&mut self, schema: &'static [Record]) -> Result<Option<(usize, Element)>, Stop> {
        loop {
            match self.next()? {
                Node::Start(tag) => {
                    let path = self.open.get(1..).unwrap_or_default();
                    if let Some(index) = schema.iter().position(|r| r.path == path) {
                        let mut budget = self.limits.record;
                        let Some(record) = schema.get(index) else { continue };
                        return Ok(Some((index, self.element(tag, record, &mut budget)?)));
                    }
                    let leads = |r: &Record| r.path.get(..path.len()).is_some_and(|begin| begin == path);
                    if !schema.iter().any(leads) {
                        self.note(tag.name);
                        self.skip()?;
                    }
                }
                Node::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn element(&mut self, tag: Tag, record: &Record, budget: &mut usize) -> Result<Element, Stop> {
        let Some(left) = budget.checked_sub(1) else {
            return Err(self.stop(text!("roster-large-record", element = tag.name)));
        };
        *budget = left;
        let line = self.line();
        let mut element = Element { name: tag.name, line, attributes: Vec::new(), text: String::new(), children: Vec::new() };
        for (name, value) in tag.attributes {
            if record.keep.iter().any(|k| k.strip_prefix('@') == Some(name.as_str())) {
                element.attributes.push((name, value));
            } else if !record.quiet {
                self.note(format!("{}@{name}", element.name));
            }
        }
        loop {
            match self.next()? {
                Node::Start(tag) if record.keep.contains(&tag.name.as_str()) => {
                    let child = self.element(tag, record, budget)?;
                    element.children.push(child);
                }
                Node::Start(tag) => {
                    if !record.quiet {
                        self.note(tag.name);
                    }
                    self.skip()?;
                }
                Node::Text(text) => element.text.push_str(&text),
                Node::End | Node::Eof => return Ok(element),
                Node::Doctype(_) | Node::Reference(_) => {}
            }
        }
    }

    fn note(&mut self, name: String) {
        if self.aside.len() < 80 {
            self.aside.insert(name.chars().take(60).collect());
        }
    }

    fn skip(&mut self) -> Result<(), Stop> {
        let outer = self.open.len();
        while self.open.len() >= outer {
            if matches!(self.next()?, Node::Eof) {
                break;
            }
        }
        Ok(())
    }

    /// The next start, end, text or end of file; references are resolved, refusals made.
    fn next(&mut self) -> Result<Node, Stop> {
        loop {
            let mut buffer = mem::take(&mut self.buffer);
            buffer.clear();
            self.reader.get_mut().begin_token();
            let node = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => own(event),
                Err(error) => Err(error),
            };
            self.buffer = buffer;
            match node {
                Ok(Some(node)) => return self.check(node),
                Ok(None) => {}
                Err(error) => return Err(self.explain(&error)),
            }
        }
    }

    fn check(&mut self, node: Node) -> Result<Node, Stop> {
        match node {
            Node::Start(tag) => self.check_start(tag),
            Node::End => {
                self.run = 0;
                self.open.pop();
                Ok(Node::End)
            }
            Node::Text(text) => {
                self.run += text.len();
                if self.run > self.limits.element_text {
                    return Err(self.stop(text!("roster-long-token", kilobytes = self.limits.element_text >> 10)));
                }
                Ok(Node::Text(text))
            }
            Node::Reference(name) => match resolve(&name) {
                Some(text) => self.check(Node::Text(text)),
                None => Err(self.stop(text!("roster-entity", entity = name))),
            },
            Node::Doctype(name) => {
                let begins = |word: &str| name.trim_start().get(..word.len()).is_some_and(|n| n.eq_ignore_ascii_case(word));
                Err(self.stop(if begins("html") {
                    text!("roster-is-html")
                } else if begins("ficAlimMENESR") {
                    text!("roster-is-aaf")
                } else {
                    text!("roster-doctype")
                }))
            }
            Node::Eof if !self.open.is_empty() => Err(self.truncated()),
            Node::Eof => Ok(Node::Eof),
        }
    }

    fn check_start(&mut self, tag: Tag) -> Result<Node, Stop> {
        if self.open.is_empty() && self.rooted {
            return Err(self.stop(text!("roster-malformed")));
        }
        if self.open.len() >= self.limits.depth {
            return Err(self.stop(text!("roster-too-deep", element = tag.name, depth = self.limits.depth)));
        }
        self.rooted = true;
        self.run = 0;
        self.open.push(tag.name.clone());
        Ok(Node::Start(tag))
    }

    fn explain(&mut self, error: &Error) -> Stop {
        let text = match error {
            Error::Io(_) => self.reader.get_mut().take_fault().unwrap_or_else(|| text!("roster-malformed")),
            Error::Syntax(_) => return self.truncated(),
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                text!("roster-mismatched", expected = expected, found = found)
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => text!("roster-ampersand"),
            Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => text!("roster-entity", entity = name),
            Error::Escape(EscapeError::UnterminatedEntity(_)) => text!("roster-ampersand"),
            _ => text!("roster-malformed"),
        };
        self.stop(text)
    }

    fn truncated(&self) -> Stop {
        match self.open.last() {
            Some(element) => self.stop(text!("roster-truncated", element = element)),
            None => self.stop(text!("roster-malformed")),
        }
    }

    fn stop(&self, text: Text) -> Stop {
        Stop { line: Some(self.line()), text }
    }
}

fn own(event: Event<'_>) -> Result<Option<Node>, Error> {
    Ok(Some(match event {
        Event::Start(start) | Event::Empty(start) => Node::Start(tag(&start)?),
        Event::End(_) => Node::End,
        Event::Text(text) => Node::Text(text.into_inner().into_owned()),
        Event::CData(text) => Node::Text(text.into_inner().into_owned()),
        Event::GeneralRef(name) => Node::Reference(name.into_inner().into_owned()),
        Event::DocType(name) => Node::Doctype(name.into_inner().into_owned()),
        Event::Eof => Node::Eof,
        Event::Comment(_) | Event::PI(_) | Event::Decl(_) => return Ok(None),
    }))
}

fn tag(start: &BytesStart<'_>) -> Result<Tag, Error> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
        attributes.push((attribute.key.as_ref().to_owned(), value));
    }
    Ok(Tag { name: start.name().as_ref().to_owned(), attributes })
}

fn resolve(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix('x') {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0').map(String::from);
    }
    resolve_predefined_entity(name).map(str::to_owned)
}
