//! As much HTTP/1.1 as a load generator needs: one connection that is kept, requests made once, answers read whole.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection to a server of this machine.
pub(crate) struct Connection {
    stream: TcpStream,
    address: String,
    /// Bytes read, the answer under way first.
    buffer: Vec<u8>,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    /// `name=value` of each cookie set.
    pub(crate) cookies: Vec<String>,
    pub(crate) body: Vec<u8>,
    /// Bytes on the wire, headers included.
    pub(crate) wire: usize,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Headers that every request has; a form's come with [`post`].
pub(crate) struct Headers<'a> {
    pub(crate) address: &'a str,
    pub(crate) cookie: &'a str,
    pub(crate) gzip: bool,
    pub(crate) json: bool,
}

fn begin(method: &str, path: &str, headers: &Headers<'_>) -> String {
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\n", headers.address);
    if !headers.cookie.is_empty() {
        // Writing into a `String` cannot fail.
        let _ = write!(text, "Cookie: {}\r\n", headers.cookie);
    }
    if headers.gzip {
        text.push_str("Accept-Encoding: gzip\r\n");
    }
    if headers.json {
        text.push_str("Accept: application/json\r\n");
    }
    text
}

/// A GET, ready to be sent.
pub(crate) fn get(path: &str, headers: &Headers<'_>) -> Vec<u8> {
    let mut text = begin("GET", path, headers);
    text.push_str("\r\n");
    text.into_bytes()
}

/// A form, ready to be sent.
pub(crate) fn post(path: &str, headers: &Headers<'_>, form: &str) -> Vec<u8> {
    let mut text = begin("POST", path, headers);
    let _ = write!(text, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}", form.len());
    text.into_bytes()
}

/// Pairs as a form.
pub(crate) fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        encode(&mut text, name);
        text.push('=');
        encode(&mut text, value);
    }
    text
}

fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The head of an answer.
#[derive(Default)]
struct Head {
    status: u16,
    location: Option<String>,
    cookies: Vec<String>,
    length: Option<usize>,
    chunked: bool,
    closes: bool,
}

fn head(text: &str) -> Result<Head> {
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let status = first.split(' ').nth(1).and_then(|s| s.parse().ok()).with_context(|| format!("status: {first}"))?;
    let mut head = Head { status, ..Head::default() };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            head.length = Some(value.parse()?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            head.chunked = value.eq_ignore_ascii_case("chunked");
        } else if name.eq_ignore_ascii_case("location") {
            head.location = Some(value.to_owned());
        } else if name.eq_ignore_ascii_case("set-cookie") {
            head.cookies.push(value.split(';').next().unwrap_or_default().to_owned());
        } else if name.eq_ignore_ascii_case("connection") {
            head.closes = value.eq_ignore_ascii_case("close");
        }
    }
    Ok(head)
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("connecting to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address: address.to_owned(), buffer: Vec::with_capacity(128 * 1024) })
    }

    /// Sends a request and reads its answer; a server that closed in between is connected to again, once.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        match self.once(request).await {
            Err(error) if error.downcast_ref::<Closed>().is_some() => {
                *self = Self::open(&self.address).await?;
                self.once(request).await
            }
            other => other,
        }
    }

    async fn once(&mut self, request: &[u8]) -> Result<Answer> {
        self.buffer.clear();
        if self.stream.write_all(request).await.is_err() {
            bail!(Closed);
        }
        let end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n", 0) {
                break at + 4;
            }
            self.more().await?;
        };
        let head = head(std::str::from_utf8(self.buffer.get(..end).unwrap_or_default())?)?;
        let (body, wire) = if head.chunked { self.chunks(end).await? } else { self.sized(end, &head).await? };
        if head.closes {
            *self = Self::open(&self.address).await?;
        }
        Ok(Answer { status: head.status, location: head.location, cookies: head.cookies, body, wire })
    }

    async fn more(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.buffer).await?;
        if read == 0 {
            ensure!(self.buffer.is_empty(), "the server closed within an answer");
            bail!(Closed);
        }
        Ok(())
    }

    async fn sized(&mut self, from: usize, head: &Head) -> Result<(Vec<u8>, usize)> {
        let end = from + head.length.unwrap_or(0);
        while self.buffer.len() < end {
            self.more().await?;
        }
        Ok((self.buffer.get(from..end).unwrap_or_default().to_vec(), end))
    }

    async fn chunks(&mut self, from: usize) -> Result<(Vec<u8>, usize)> {
        let (mut at, mut body) = (from, Vec::new());
        loop {
            let line = loop {
                if let Some(end) = find(&self.buffer, b"\r\n", at) {
                    break end;
                }
                self.more().await?;
            };
            let digits = std::str::from_utf8(self.buffer.get(at..line).unwrap_or_default())?;
            let size = usize::from_str_radix(digits.trim(), 16).with_context(|| format!("chunk: {digits}"))?;
            let (begin, end) = (line + 2, line + 2 + size);
            while self.buffer.len() < end + 2 {
                self.more().await?;
            }
            body.extend_from_slice(self.buffer.get(begin..end).unwrap_or_default());
            at = end + 2;
            if size == 0 {
                return Ok((body, at));
            }
        }
    }
}

/// The server had closed a kept connection before it answered anything.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection was closed")
    }
}

impl std::error::Error for Closed {}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len()).position(|window| window == wanted).map(|at| at + from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_whatever_its_case() {
        let found = head("HTTP/1.1 303 See Other\r\nLOCATION: /a\r\nset-cookie: a=b; Path=/\r\nContent-Length: 7\r\n").unwrap();
        assert_eq!((found.status, found.location.as_deref(), found.length), (303, Some("/a"), Some(7)));
        assert_eq!(found.cookies, ["a=b"]);
        assert!(head("nonsense").is_err());
    }

    #[test]
    fn a_form_is_encoded() {
        assert_eq!(form([("a b", "é&="), ("c", "1")]), "a%20b=%C3%A9%26%3D&c=1");
    }
}
