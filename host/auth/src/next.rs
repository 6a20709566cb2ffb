//! Deep links: the page somebody wanted before logging in. Only a path of the same school, never another site.

use preau_domain::ids::Slug;

const MAX_BYTES: usize = 2000;

/// The school's first page, where a login without deep link ends.
#[must_use]
pub fn home(tenant: &Slug) -> String {
    format!("/e/{tenant}/")
}

/// A deep link that may be followed after login: a path (and query) inside `/e/{tenant}/`, in visible ASCII, without
/// scheme, host, `//`, `\`, dot segments or fragment, and not an address of the login itself. Anything else is `None`.
#[must_use]
pub fn deep_link(tenant: &Slug, wanted: &str) -> Option<String> {
    let inside = wanted.strip_prefix(&home(tenant))?;
    let visible = wanted.len() <= MAX_BYTES && wanted.bytes().all(|b| b.is_ascii_graphic() && !b"\\#<>\"`{}|^".contains(&b));
    let path = inside.split('?').next().unwrap_or_default().to_ascii_lowercase();
    // A browser reads %2e as a dot; a proxy may read %2f and %5c as separators; %00 to %1f are controls.
    let tricky = path.contains("//") || path.starts_with('/') || hides_separator(&path);
    let dots = path.replace("%2e", ".").split('/').any(|segment| matches!(segment, "." | ".."));
    let login = path == "auth" || path.starts_with("auth/");
    (visible && !tricky && !dots && !login).then(|| wanted.to_owned())
}

fn hides_separator(path: &str) -> bool {
    path.split('%').skip(1).any(|rest| {
        let Some(digits) = rest.get(..2) else { return true };
        let Ok(byte) = u8::from_str_radix(digits, 16) else { return true };
        byte.is_ascii_control() || matches!(byte, b'/' | b'\\' | b'%')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn school() -> Slug {
        Slug::parse("0750001a").unwrap()
    }

    #[test]
    fn pages_of_the_school_are_followed() {
        for good in [
            "/e/0750001a/",
            "/e/0750001a/p/fr.preau.evaluation/grille/3",
            "/e/0750001a/x?next=https://ailleurs.example//&a=%2f",
            "/e/0750001a/%C3%A9l%C3%A8ve",
            "/e/0750001a/authors",
        ] {
            assert_eq!(deep_link(&school(), good).as_deref(), Some(good));
        }
        assert_eq!(deep_link(&school(), &home(&school())), Some(home(&school())));
    }

    #[test]
    fn everything_else_is_refused() {
        for bad in [
            "",
            "/",
            "/e/0750001a",
            "/e/0750001b/",
            "/e/0750001ab/",
            "e/0750001a/",
            "//evil.example/e/0750001a/",
            "///e/0750001a/",
            "https://evil.example/e/0750001a/",
            "javascript:alert(1)",
            "/\\evil.example",
            "/e/0750001a/\\evil",
            "/e/0750001a//evil.example",
            "/e/0750001a/a//b",
            "/e/0750001a/../0750002b/",
            "/e/0750001a/..",
            "/e/0750001a/%2e%2e/x",
            "/e/0750001a/.%2E/x",
            "/e/0750001a/./x",
            "/e/0750001a/a%2fb",
            "/e/0750001a/a%5Cb",
            "/e/0750001a/a%0d%0aSet-Cookie:x",
            "/e/0750001a/a%",
            "/e/0750001a/a%252e",
            "/e/0750001a/a\r\nx",
            "/e/0750001a/a\tb",
            "/e/0750001a/a b",
            "/e/0750001a/é",
            "/e/0750001a/#x",
            "/e/0750001a/?a=\"><b>",
            "/e/0750001a/auth/ent/callback",
            "/e/0750001a/AUTH/ent/logout",
            &format!("/e/0750001a/{}", "a".repeat(MAX_BYTES)),
        ] {
            assert_eq!(deep_link(&school(), bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_followed_stays_in_the_school(rest in "[a-z./%\\\\2ef5c?:@ #]{0,30}", lead in "(/e/0750001a/|/e/0750001a|//|/)") {
            if let Some(link) = deep_link(&school(), &format!("{lead}{rest}")) {
                let base = url::Url::parse("https://preau.example/e/0750001a/x").unwrap();
                let target = base.join(&link).unwrap();
                prop_assert_eq!(target.origin(), base.origin());
                prop_assert!(target.path().starts_with("/e/0750001a/"), "{}", target);
            }
        }
    }
}
