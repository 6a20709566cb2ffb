//! Our own public address, and which addresses may be spoken to: https, or http on this machine only (SAC-45).

use std::fmt;

use url::{Host, Url};

/// The configured origin under which browsers and identity servers reach this server, such as `https://preau.example`.
/// It comes from the operator's configuration, never from a `Host` header.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicBase {
    origin: String,
    https: bool,
}

impl PublicBase {
    /// Reads an origin: https (or http on a loopback host), no path, query, fragment or user name; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = safe_url(text)?;
        let bare = matches!(url.path(), "" | "/") && url.query().is_none();
        bare.then(|| Self { origin: url.origin().ascii_serialization(), https: url.scheme() == "https" })
    }

    /// The origin without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether cookies must be `Secure`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.https
    }
}

impl fmt::Display for PublicBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

/// An absolute address with a host: https, or http on a loopback host; no user name, password or fragment.
pub(crate) fn safe_url(text: &str) -> Option<Url> {
    // The parser silently drops tabs and newlines: an address that holds some is not what its author meant.
    if text.len() > 1000 || text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let scheme = match url.scheme() {
        "https" => true,
        "http" => is_loopback(&url),
        _ => false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (scheme && plain && url.host().is_some()).then_some(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// `url` with these parameters at the end of its query; parameters of the same name which it had are dropped,
/// the others stay byte for byte (login links of some ENTs already hold a query).
pub(crate) fn with_parameters(url: &Url, parameters: &[(&str, &str)]) -> Url {
    let same_name =
        |pair: &str| form_urlencoded::parse(pair.as_bytes()).any(|(found, _)| parameters.iter().any(|(name, _)| *name == found));
    let kept = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !same_name(pair));
    let mut query = kept.collect::<Vec<_>>().join("&");
    for (name, value) in parameters {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(form_urlencoded::byte_serialize(name.as_bytes()));
        query.push('=');
        query.extend(form_urlencoded::byte_serialize(value.as_bytes()));
    }
    let mut out = url.clone();
    out.set_query(Some(&query));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SAC-45: plain http is refused, except on this machine.
    #[test]
    fn sac_45_a_base_is_a_bare_origin() {
        let base = PublicBase::parse("https://Preau.example:443/").unwrap();
        assert_eq!((base.as_str(), base.is_https()), ("https://preau.example", true));
        let local = PublicBase::parse("http://127.0.0.1:8080").unwrap();
        assert_eq!((local.as_str(), local.is_https()), ("http://127.0.0.1:8080", false));
        assert!(PublicBase::parse("http://[::1]:8080").is_some());
        for bad in [
            "",
            "preau.example",
            "http://preau.example",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "ftp://localhost",
            "https://a@preau.example",
            "https://preau.example/x",
            "https://preau.example/?x",
            "https://preau.example/#x",
            "https://preau\n.example",
            "https:\\\\preau.example",
            "javascript:alert(1)",
        ] {
            assert!(PublicBase::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn parameters_replace_their_namesakes_and_keep_the_rest() {
        let url = Url::parse("https://ent.example/login?selection=EDU%20x&serv%69ce=evil&service=&a=%26").unwrap();
        assert_eq!(
            with_parameters(&url, &[("service", "https://p.example/e/x?a=1&b=#")]).as_str(),
            "https://ent.example/login?selection=EDU%20x&a=%26&service=https%3A%2F%2Fp.example%2Fe%2Fx%3Fa%3D1%26b%3D%23"
        );
        let bare = Url::parse("https://ent.example/login").unwrap();
        assert_eq!(with_parameters(&bare, &[("a", "b")]).as_str(), "https://ent.example/login?a=b");
    }
}
