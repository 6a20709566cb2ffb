//! Where a recorded link may lead: below the plugin's own root, or to an origin that its manifest names.

/// Longest route or address, bytes.
const LONGEST: usize = 2000;

/// Whether this is a route relative to the plugin that cannot lead anywhere else.
pub(super) fn is_route(route: &str) -> bool {
    let path = route.split(['?', '#']).next().unwrap_or_default();
    let climbs = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    route.starts_with('/')
        && route.len() <= LONGEST
        && !route.starts_with("//")
        && !path.contains("//")
        && !route.chars().any(|c| c == '\\' || c == ' ' || c.is_control())
        && !path.split('/').any(climbs)
}

/// Whether this address begins with one of these `https` origins and nothing else can be meant by it.
pub(super) fn is_outside(address: &str, origins: &[String]) -> bool {
    let strange = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"');
    let of = |origin: &String| {
        let origin = origin.trim_end_matches('/');
        address.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    };
    address.len() <= LONGEST && address.starts_with("https://") && !address.chars().any(strange) && origins.iter().any(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_stays_below_the_plugin() {
        for good in ["/", "/a?x=//b&y=..", "/e/x/#y", "/a..b"] {
            assert!(is_route(good), "{good}");
        }
        let long = format!("/{}", "x".repeat(3000));
        for bad in
            ["", "a", "//evil", "/a//b", "/a/../b", "/%2E%2e/x", "/.", "\\x", "/\\evil", "https://x", "/a b", "/a\nb", &long]
        {
            assert!(!is_route(bad), "{bad}");
        }
    }

    #[test]
    fn only_named_origins_lead_out() {
        let origins = ["https://a.example".to_owned()];
        assert!(is_outside("https://a.example/x?y#z", &origins) && is_outside("https://a.example", &origins));
        for bad in [
            "https://b.example",
            "https://a.example.evil",
            "https://a.example:8443/",
            "https://a.example@evil/",
            "http://a.example/",
            "javascript:1",
            "https://a.example/ x",
        ] {
            assert!(!is_outside(bad, &origins), "{bad}");
        }
        assert!(!is_outside("https://a.example/", &[]));
    }
}
