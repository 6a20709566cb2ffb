//! What the browser carries while it is at the identity server: the deep link, for which provider, until when. A callback
//! without it is no login that this browser began, so nobody can be logged in as somebody else by a link.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use preau_domain::ids::Slug;
use preau_domain::time::Instant;
use subtle::ConstantTimeEq as _;

use crate::next::deep_link;
use crate::provider::ProviderId;

/// How long a login may take, in milliseconds: ten minutes.
pub const LIFETIME: i64 = 10 * 60 * 1000;
const VERSION: u8 = 1;
const MAC: usize = 32;
const MAX_VALUE: usize = 3900;

/// The key that authenticates login states: 32 random bytes, the same on every node.
#[derive(Clone)]
pub struct StateKey(pub [u8; 32]);

impl fmt::Debug for StateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StateKey(…)")
    }
}

/// One login under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoginState {
    /// Where the browser was sent.
    pub provider: ProviderId,
    /// The page to show afterwards, already accepted by [`deep_link`].
    pub next: String,
    /// 16 random bytes: no two logins have the same state.
    pub binding: [u8; 16],
    /// The state is void from here on.
    pub expires: Instant,
}

impl LoginState {
    /// A login that begins at `now`.
    #[must_use]
    pub fn begin(provider: ProviderId, next: String, binding: [u8; 16], now: Instant) -> Self {
        Self { provider, next, binding, expires: now.plus(LIFETIME) }
    }

    /// The value of the cookie: only `A-Z a-z 0-9 - _`. The content is readable by its owner, and by no means writable.
    #[must_use]
    pub fn seal(&self, key: &StateKey, tenant: &Slug) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.expires.0.to_be_bytes());
        bytes.extend_from_slice(&self.binding);
        // a provider's name has 32 bytes at most and no newline
        bytes.extend_from_slice(self.provider.as_str().as_bytes());
        bytes.push(b'\n');
        bytes.extend_from_slice(self.next.as_bytes());
        bytes.extend_from_slice(mac(key, tenant, &bytes).as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads the value of the cookie at the callback of `provider` in `tenant`. A changed, expired or foreign one (other
    /// school, other provider) is `None`.
    #[must_use]
    pub fn open(value: &str, key: &StateKey, tenant: &Slug, provider: &ProviderId, now: Instant) -> Option<Self> {
        if value.len() > MAX_VALUE {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
        let (payload, found) = bytes.split_at_checked(bytes.len().checked_sub(MAC)?)?;
        if !bool::from(mac(key, tenant, payload).as_bytes().ct_eq(found)) {
            return None;
        }
        let state = Self::decode(payload, tenant)?;
        let in_time = now < state.expires && state.expires <= now.plus(LIFETIME);
        (in_time && state.provider == *provider).then_some(state)
    }

    fn decode(payload: &[u8], tenant: &Slug) -> Option<Self> {
        let (version, rest) = payload.split_first()?;
        let (expires, rest) = rest.split_first_chunk::<8>()?;
        let (binding, rest) = rest.split_first_chunk::<16>()?;
        let (provider, next) = std::str::from_utf8(rest).ok()?.split_once('\n')?;
        let state = Self {
            provider: ProviderId::parse(provider)?,
            next: deep_link(tenant, next)?,
            binding: *binding,
            expires: Instant(i64::from_be_bytes(*expires)),
        };
        (*version == VERSION).then_some(state)
    }
}

/// The tenant's name is part of what is authenticated: a state of one school is void in another. No slug holds a newline.
fn mac(key: &StateKey, tenant: &Slug, payload: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_keyed(&key.0);
    hasher.update(b"preau login state\n").update(tenant.as_str().as_bytes()).update(b"\n").update(payload);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant(1_795_300_000_000);
    const NEXT: &str = "/e/0750001a/p/x?a=b";

    fn school(slug: &str) -> Slug {
        Slug::parse(slug).unwrap()
    }

    fn ent() -> ProviderId {
        ProviderId::parse("ent").unwrap()
    }

    fn sealed() -> String {
        LoginState::begin(ent(), NEXT.into(), [7; 16], NOW).seal(&StateKey([1; 32]), &school("0750001a"))
    }

    fn open(value: &str, key: u8, slug: &str, provider: &ProviderId, now: Instant) -> Option<LoginState> {
        LoginState::open(value, &StateKey([key; 32]), &school(slug), provider, now)
    }

    #[test]
    fn a_state_comes_back_as_it_went() {
        let state = open(&sealed(), 1, "0750001a", &ent(), NOW.plus(LIFETIME - 1)).unwrap();
        assert_eq!((state.next.as_str(), state.binding, &state.provider), (NEXT, [7; 16], &ent()));
        assert!(sealed().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    }

    #[test]
    fn a_late_foreign_or_early_state_is_void() {
        let other = ProviderId::parse("autre").unwrap();
        assert_eq!(open(&sealed(), 1, "0750001a", &ent(), NOW.plus(LIFETIME)), None, "ten minutes");
        assert_eq!(open(&sealed(), 1, "0750001a", &ent(), NOW.plus(-1)), None, "not from the future");
        assert_eq!(open(&sealed(), 2, "0750001a", &ent(), NOW), None, "another key");
        assert_eq!(open(&sealed(), 1, "0750002b", &ent(), NOW), None, "another school");
        assert_eq!(open(&sealed(), 1, "0750001a", &other, NOW), None, "another provider");
    }

    #[test]
    fn a_sealed_link_out_of_the_school_is_still_refused() {
        let state = LoginState::begin(ent(), "https://evil.example/".into(), [7; 16], NOW);
        assert_eq!(open(&state.seal(&StateKey([1; 32]), &school("0750001a")), 1, "0750001a", &ent(), NOW), None);
    }

    #[test]
    fn the_longest_link_fits_in_a_cookie() {
        let next = format!("/e/0750001a/{}", "a".repeat(1988));
        let value = LoginState::begin(ent(), next.clone(), [7; 16], NOW).seal(&StateKey([1; 32]), &school("0750001a"));
        assert_eq!(open(&value, 1, "0750001a", &ent(), NOW).unwrap().next, next);
    }

    proptest! {
        #[test]
        fn one_changed_bit_voids_it(at in any::<proptest::sample::Index>(), bit in 0_u8..8) {
            let mut bytes = URL_SAFE_NO_PAD.decode(sealed()).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(open(&URL_SAFE_NO_PAD.encode(bytes), 1, "0750001a", &ent(), NOW), None);
        }

        #[test]
        fn arbitrary_values_are_void(value in "\\PC{0,120}", cut in any::<proptest::sample::Index>()) {
            prop_assert_eq!(open(&value, 1, "0750001a", &ent(), NOW), None);
            let whole = sealed();
            prop_assert_eq!(open(&whole[..cut.index(whole.len())], 1, "0750001a", &ent(), NOW), None);
        }
    }
}
