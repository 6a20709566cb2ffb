//! Where a link or form may lead: routes below the recorder's own root, and `https` addresses outside.

/// The path of a recorded route below `route_base`, or `None` when the route would lead anywhere else: another
/// scheme or host, a backslash, a control character, or a `..` that climbs (written plainly or as `%2e`).
#[must_use]
pub fn href(route_base: &str, route: &str) -> Option<String> {
    if !route.starts_with('/') || route.starts_with("//") || route.chars().any(|c| c == '\\' || c.is_control() || c == ' ') {
        return None;
    }
    let path = route.split(['?', '#']).next().unwrap_or_default();
    let climbs = |segment: &str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    if path.split('/').any(climbs) {
        return None;
    }
    let mut whole = String::with_capacity(route_base.len() + route.len());
    whole.push_str(route_base);
    whole.push_str(route);
    Some(whole)
}

/// Whether this is a plain `https` address: a host, no user before it, nothing that could end an attribute.
#[must_use]
pub fn is_outside(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let named =
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'));
    named && !address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"'))
}

/// Whether the address is outside and its origin is one of these (`https://host`, with a port if any).
pub(crate) fn is_of_origin(address: &str, origins: &[String]) -> bool {
    is_outside(address)
        && origins.iter().any(|origin| {
            let origin = origin.trim_end_matches('/');
            address.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        })
}

/// Whether the address of a stored thing stays on this server.
pub(crate) fn is_local(address: &str) -> bool {
    href("", address).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_stays_below_its_root() {
        assert_eq!(href("/e/x/p/y", "/a?b=/../c#d").as_deref(), Some("/e/x/p/y/a?b=/../c#d"));
        assert_eq!(href("/e/x", "/a..b/...").as_deref(), Some("/e/x/a..b/..."));
        for bad in [
            "",
            "a",
            "//evil",
            "javascript:alert(1)",
            "https://evil",
            "/\\evil",
            "/a/../../profil",
            "/%2e%2E/x",
            "/.%2e",
            "/a\nb",
            "/./x",
        ] {
            assert_eq!(href("/e/x/p/y", bad), None, "{bad}");
        }
    }

    #[test]
    fn only_plain_https_leads_out() {
        assert!(is_outside("https://eduscol.example/doc?x=1#y"));
        for bad in
            ["http://a.example", "https://", "https://a@b.example/", "javascript:1", "https://a.example/ x", "HTTPS://a.example"]
        {
            assert!(!is_outside(bad), "{bad}");
        }
        let origins = vec!["https://a.example".to_owned()];
        assert!(is_of_origin("https://a.example/x", &origins));
        assert!(!is_of_origin("https://a.example.evil/x", &origins));
        assert!(!is_of_origin("https://a.example:444/x", &origins));
    }
}
