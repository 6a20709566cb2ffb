//! A browser without a screen: cookies by host and path, redirects followed by hand, the headers that tell where a post comes from.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Url, redirect};

use crate::markup::{self, Form};

/// What came back.
#[derive(Clone, Debug)]
pub struct Seen {
    /// HTTP status.
    pub status: u16,
    /// Where it came from.
    pub url: Url,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body; bytes that are not UTF-8 are replaced.
    pub body: String,
}

impl Seen {
    /// A header, empty when there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// Where it redirects to, as written.
    #[must_use]
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Every cookie it sets, whole.
    #[must_use]
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().filter_map(|v| v.to_str().ok()).collect()
    }

    /// Who is logged in on this page.
    #[must_use]
    pub fn user(&self) -> Option<String> {
        markup::of_class(&self.body, "user")
    }

    /// Its words.
    #[must_use]
    pub fn words(&self) -> String {
        markup::words(&self.body)
    }

    /// The form that posts to an address with this in it.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn form(&self, part: &str) -> Form {
        let found = markup::forms(&self.body).into_iter().find(|f| f.action.contains(part));
        found.unwrap_or_else(|| panic!("no form to {part} on {} ({}):\n{}", self.url, self.status, self.words()))
    }
}

/// One browser of one person.
#[derive(Clone, Debug)]
pub struct Browser {
    client: Client,
    base: Url,
    jar: BTreeMap<(String, String, String), String>,
    /// Every `Set-Cookie` it was sent.
    pub sent: Vec<String>,
}

/// Installs what TLS needs, once for the process.
pub fn tls() {
    // a second installation fails, and the first one holds: either way there is one
    drop(rustls::crypto::ring::default_provider().install_default());
}

impl Browser {
    /// A new one, which opens relative addresses below `base`.
    #[must_use]
    pub fn new(base: &str) -> Self {
        tls();
        let client =
            Client::builder().redirect(redirect::Policy::none()).no_proxy().pool_max_idle_per_host(0).build().expect("client");
        Self { client, base: base.parse().expect("base"), jar: BTreeMap::new(), sent: Vec::new() }
    }

    /// Another one, without any cookie.
    #[must_use]
    pub fn other(&self) -> Self {
        Self { jar: BTreeMap::new(), sent: Vec::new(), ..self.clone() }
    }

    fn address(&self, address: &str) -> Url {
        self.base.join(address).expect(address)
    }

    /// The value of a cookie, wherever it is valid.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.jar.iter().find(|((_, _, n), _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Puts a cookie in by hand, for this path of the server.
    pub fn put_cookie(&mut self, path: &str, name: &str, value: &str) {
        let host = self.base.host_str().unwrap_or_default().to_owned();
        self.jar.insert((host, path.to_owned(), name.to_owned()), value.to_owned());
    }

    /// How many cookies it holds.
    #[must_use]
    pub fn cookies(&self) -> usize {
        self.jar.len()
    }

    fn cookies_for(&self, url: &Url) -> String {
        let host = url.host_str().unwrap_or_default();
        let fits = |path: &str| {
            let below = url.path().strip_prefix(path);
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || path.ends_with('/'))
        };
        let mut pairs: Vec<(usize, String)> = self
            .jar
            .iter()
            .filter(|((h, p, _), _)| h == host && fits(p))
            .map(|((_, p, n), v)| (p.len(), format!("{n}={v}")))
            .collect();
        // longest path first, as browsers send them
        pairs.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        pairs.into_iter().map(|(_, pair)| pair).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, url: &Url, line: &str) {
        self.sent.push(line.to_owned());
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|p| p.split_once('=')) else { return };
        let mut path = "/".to_owned();
        let mut over = false;
        for part in parts {
            match part.split_once('=') {
                Some((k, v)) if k.eq_ignore_ascii_case("path") => path = v.to_owned(),
                Some((k, "0")) if k.eq_ignore_ascii_case("max-age") => over = true,
                Some((k, v)) if k.eq_ignore_ascii_case("expires") && v.contains("1970") => over = true,
                _ => {}
            }
        }
        let key = (url.host_str().unwrap_or_default().to_owned(), path, name.to_owned());
        if over {
            self.jar.remove(&key);
        } else {
            self.jar.insert(key, value.to_owned());
        }
    }

    /// One request as it is, with the cookies that belong to it.
    ///
    /// # Panics
    /// When nothing answers.
    pub async fn send(&mut self, method: Method, address: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Seen {
        self.try_send(method, address, headers, body).await.unwrap_or_else(|e| panic!("{address}: {e:?}"))
    }

    /// The same when the server may vanish before it has answered whole.
    ///
    /// # Errors
    /// What the network says.
    pub async fn try_send(
        &mut self,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Seen, reqwest::Error> {
        let url = self.address(address);
        let mut all = HeaderMap::new();
        let cookies = self.cookies_for(&url);
        if !cookies.is_empty() {
            all.insert(COOKIE, HeaderValue::from_str(&cookies).expect("cookies"));
        }
        for (name, value) in headers {
            all.append(HeaderName::from_bytes(name.as_bytes()).expect(name), HeaderValue::from_str(value).expect(value));
        }
        let response = self.client.request(method, url.clone()).headers(all).body(body).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?;
        let seen = Seen { status, url: url.clone(), headers, body: String::from_utf8_lossy(&bytes).into_owned() };
        for line in seen.set_cookies() {
            self.keep(&url, line);
        }
        Ok(seen)
    }

    /// Asks for a page, as when an address is typed.
    pub async fn get(&mut self, address: &str) -> Seen {
        self.send(Method::GET, address, &[("accept", "text/html"), ("sec-fetch-site", "none")], Vec::new()).await
    }

    /// Asks for a page and follows redirects to the end.
    ///
    /// # Panics
    /// After twelve redirects.
    pub async fn go(&mut self, address: &str) -> Seen {
        let seen = self.get(address).await;
        self.follow(seen).await
    }

    /// Follows the redirects of an answer.
    ///
    /// # Panics
    /// After twelve redirects.
    pub async fn follow(&mut self, mut seen: Seen) -> Seen {
        for _ in 0..12 {
            if !(300..400).contains(&seen.status) || !seen.headers.contains_key(LOCATION) {
                return seen;
            }
            let next = seen.url.join(seen.location()).expect("location");
            seen = self.get(next.as_str()).await;
        }
        panic!("redirects without end: {}", seen.url)
    }

    /// Posts a form of the same site, without following.
    pub async fn post<K: AsRef<str>, V: AsRef<str>>(&mut self, address: &str, fields: &[(K, V)]) -> Seen {
        let body = urlencoded(fields);
        let origin = self.address(address).origin().ascii_serialization();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
            ("sec-fetch-site", "same-origin"),
            ("origin", origin.as_str()),
        ];
        self.send(Method::POST, address, &headers, body.into_bytes()).await
    }

    /// Posts a form of a page, and follows.
    pub async fn submit(&mut self, form: &Form) -> Seen {
        let seen = self.post(&form.action, &form.fields).await;
        self.follow(seen).await
    }

    /// Posts a form with files, without following: (field, file name, bytes) each.
    pub async fn upload(&mut self, address: &str, fields: &[(String, String)], files: &[(String, Vec<u8>)]) -> Seen {
        let (boundary, mut body) = ("----preau7d41b838504d8", Vec::new());
        for (name, value) in fields {
            body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"fichiers\"; filename=\"{name}\"\r\nContent-Type: text/xml\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{boundary}--\r\n").bytes());
        let media = format!("multipart/form-data; boundary={boundary}");
        let headers = [("content-type", media.as_str()), ("accept", "text/html"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, address, &headers, body).await
    }
}

/// Fields as a browser writes them.
#[must_use]
pub fn urlencoded<K: AsRef<str>, V: AsRef<str>>(fields: &[(K, V)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}
