//! The only cookies there are: the session and the login under way. Both end with the browser, none is for scripts.
//!
//! The `__Host-` prefix would demand `Path=/`, and the session of one school would then travel to every other school of the
//! same server. The path is worth more: `Secure`, `HttpOnly` and no `Domain` give the rest of what the prefix promises.

use preau_domain::ids::Slug;

use crate::address::PublicBase;

/// A cookie of ours. There are at most four (SAC-54); these are all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cookie {
    /// The session's token, below `/e/{tenant}`.
    Session,
    /// The [`crate::login_state`], below `/e/{tenant}/auth`.
    Login,
    /// A session of widgets framed by an ENT, below `/e/{tenant}/w`: kept apart for each framing site by the browser.
    FramedSession,
    /// The login state of such a session, below `/e/{tenant}/auth`.
    FramedLogin,
}

impl Cookie {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Session, Self::Login, Self::FramedSession, Self::FramedLogin];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => "preau_session",
            Self::Login => "preau_login",
            Self::FramedSession => "preau_cadre",
            Self::FramedLogin => "preau_cadre_login",
        }
    }

    /// Whether it works inside the frame of another site.
    fn is_framed(self) -> bool {
        matches!(self, Self::FramedSession | Self::FramedLogin)
    }

    /// The value of a `Set-Cookie` header that sets it until the browser closes (SAC-55). `None` when `value` is empty or
    /// holds anything but `A-Z a-z 0-9 - _ .`, or is longer than 3,900 bytes.
    #[must_use]
    pub fn set(self, base: &PublicBase, tenant: &Slug, value: &str) -> Option<String> {
        is_plain(value).then(|| self.header(base, tenant, value))
    }

    /// The value of a `Set-Cookie` header that removes it.
    #[must_use]
    pub fn clear(self, base: &PublicBase, tenant: &Slug) -> String {
        format!("{}; Max-Age=0", self.header(base, tenant, ""))
    }

    /// Its value in the `Cookie` headers of a request. Two different ones are `None`: which is ours cannot be told.
    #[must_use]
    pub fn read<'a>(self, headers: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let pairs = headers.into_iter().flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut found = pairs.filter(|(name, _)| *name == self.name()).map(|(_, value)| value);
        let first = found.next()?;
        (is_plain(first) && found.all(|other| other == first)).then_some(first)
    }

    fn header(self, base: &PublicBase, tenant: &Slug, value: &str) -> String {
        let below = match self {
            Self::Session => "",
            Self::Login | Self::FramedLogin => "/auth",
            Self::FramedSession => "/w",
        };
        if self.is_framed() {
            // a frame of another site gets cookies back only so; browsers take them from loopback without TLS too
            return format!("{}={value}; Path=/e/{tenant}{below}; HttpOnly; SameSite=None; Secure; Partitioned", self.name());
        }
        let secure = if base.is_https() { "; Secure" } else { "" };
        // Lax, not Strict: the browser comes back from the ENT by a link of another site and must bring both.
        format!("{}={value}; Path=/e/{tenant}{below}; HttpOnly; SameSite=Lax{secure}", self.name())
    }
}

fn is_plain(value: &str) -> bool {
    (1..=3900).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school() -> Slug {
        Slug::parse("0750001a").unwrap()
    }

    fn https() -> PublicBase {
        PublicBase::parse("https://preau.example").unwrap()
    }

    /// SAC-54: at most four cookies. SAC-55: they end with the browser (ours all do).
    #[test]
    fn sac_54_sac_55_few_cookies_and_none_outlives_the_browser() {
        assert!(Cookie::ALL.len() <= 4);
        for cookie in Cookie::ALL {
            let set = cookie.set(&https(), &school(), "abc").unwrap();
            assert!(!set.contains("Max-Age") && !set.contains("Expires") && !set.contains("Domain"), "{set}");
            let framed = "; HttpOnly; SameSite=None; Secure; Partitioned";
            assert!(set.contains(if cookie.is_framed() { framed } else { "; HttpOnly; SameSite=Lax; Secure" }), "{set}");
            assert!(cookie.clear(&https(), &school()).ends_with("; Max-Age=0"));
        }
    }

    #[test]
    fn a_cookie_stays_in_its_school() {
        assert_eq!(
            Cookie::Session.set(&https(), &school(), "a-b_c.1").unwrap(),
            "preau_session=a-b_c.1; Path=/e/0750001a; HttpOnly; SameSite=Lax; Secure"
        );
        let local = PublicBase::parse("http://127.0.0.1:8080").unwrap();
        assert_eq!(
            Cookie::Login.set(&local, &school(), "abc").unwrap(),
            "preau_login=abc; Path=/e/0750001a/auth; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            Cookie::Login.clear(&local, &school()),
            "preau_login=; Path=/e/0750001a/auth; HttpOnly; SameSite=Lax; Max-Age=0"
        );
        for bad in ["", "a;b", "a b", "a\r\nb", "a,b", "é", &"a".repeat(3901)] {
            assert_eq!(Cookie::Session.set(&https(), &school(), bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_request_is_read_strictly() {
        let read = |headers: &[&'static str]| Cookie::Session.read(headers.iter().copied());
        assert_eq!(read(&["a=b; preau_session=xyz; c=d"]), Some("xyz"));
        assert_eq!(read(&["a=b", "preau_session=xyz"]), Some("xyz"));
        assert_eq!(read(&["preau_session=xyz; preau_session=xyz"]), Some("xyz"));
        for bad in [&["preau_session=xyz; preau_session=abc"][..], &["preau_session=xyz", "preau_session=abc"]] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
        for bad in ["", "preau_session", "preau_session=", "Preau_session=x", "xpreau_session=x", "preau_session=\"x\""] {
            assert_eq!(read(&[bad]), None, "{bad}");
        }
    }
}
