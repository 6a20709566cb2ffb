//! Handles: an AES block per (plugin, school) over kind and surrogate.
//!
//! The block holds the surrogate (8 bytes), the kind (1) and seven zero bytes: a guessed handle opens with
//! probability 2⁻⁵⁶ at best, another plugin's or another school's handle likewise. Stable through merge and restore,
//! because surrogates are.

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

use preau_domain::handle::{Handle, Kind};
use preau_domain::ids::{PluginId, Slug};

use crate::key::MasterKey;

/// Makes and opens the handles of one plugin in one school.
#[derive(Clone)]
pub struct Cipher(Aes128);

impl std::fmt::Debug for Cipher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cipher(***)")
    }
}

impl Cipher {
    /// The cipher of this plugin in this school.
    #[must_use]
    pub fn new(master: &MasterKey, slug: &Slug, plugin: &PluginId) -> Self {
        let key = master.derive("handle", &[slug.as_str(), plugin.as_str()]);
        let mut half = [0_u8; 16];
        half.iter_mut().zip(key).for_each(|(a, b)| *a = b);
        Self(Aes128::new(&half.into()))
    }

    /// The handle of a thing.
    #[must_use]
    pub fn seal(&self, kind: Kind, surrogate: i64) -> Handle {
        let bits = (u128::from(surrogate.cast_unsigned()) << 64) | (u128::from(kind as u8) << 56);
        let mut block = bits.to_be_bytes().into();
        self.0.encrypt_block(&mut block);
        Handle::from_bits(u128::from_be_bytes(block.into()))
    }

    /// The surrogate in a handle of this kind; none for a forged, foreign or other kind's one.
    #[must_use]
    pub fn open(&self, kind: Kind, handle: Handle) -> Option<i64> {
        let (found, surrogate) = self.open_any(handle)?;
        (found == kind).then_some(surrogate)
    }

    /// Kind and surrogate in a handle; none for a forged or foreign one.
    #[must_use]
    pub fn open_any(&self, handle: Handle) -> Option<(Kind, i64)> {
        let mut block = handle.bits().to_be_bytes().into();
        self.0.decrypt_block(&mut block);
        let bits = u128::from_be_bytes(block.into());
        if bits & ((1 << 56) - 1) != 0 {
            return None;
        }
        let kind = Kind::from_number(u8::try_from((bits >> 56) & 0xff).ok()?)?;
        Some((kind, i64::from_be_bytes(u64::try_from(bits >> 64).ok()?.to_be_bytes())))
    }
}

/// Whether a text holds the text form of a handle of this cipher: one must never be hidden in JSON.
#[must_use]
pub fn holds_handle(cipher: &Cipher, text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        // also glued to something: « p » before it, another handle after it
        .flat_map(|run| run.as_bytes().windows(26))
        .filter_map(|window| Handle::parse(std::str::from_utf8(window).ok()?))
        .any(|handle| cipher.open_any(handle).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cipher(school: &str, plugin: &str) -> Cipher {
        let (slug, plugin) = (Slug::parse(school).unwrap(), PluginId::parse(plugin).unwrap());
        Cipher::new(&MasterKey::new([3; 32]), &slug, &plugin)
    }

    proptest! {
        #[test]
        fn a_handle_opens_only_where_it_was_made(id in 1_i64..i64::MAX, forged: u128) {
            let ours = cipher("0750001a", "fr.preau.evaluation");
            let handle = ours.seal(Kind::Person, id);
            prop_assert_eq!(ours.open(Kind::Person, handle), Some(id));
            prop_assert_eq!(ours.open(Kind::Group, handle), None);
            prop_assert_eq!(cipher("0750002b", "fr.preau.evaluation").open(Kind::Person, handle), None);
            prop_assert_eq!(cipher("0750001a", "fr.preau.autre").open(Kind::Person, handle), None);
            prop_assert_eq!(ours.open_any(Handle::from_bits(forged)), None);
        }
    }

    #[test]
    fn a_handle_hidden_in_json_is_seen() {
        let ours = cipher("0750001a", "fr.preau.evaluation");
        let handle = ours.seal(Kind::Person, 12);
        assert!(holds_handle(&ours, &format!("{{\"x\":\"{handle}\"}}")));
        assert!(holds_handle(&ours, &format!("[\"a-{handle}-b\"]")));
        assert!(holds_handle(&ours, &format!("[\"p{handle}{handle}\"]")));
        assert!(!holds_handle(&ours, "{\"x\":\"00000000000000000000000000\"}"));
        assert!(!holds_handle(&ours, "{\"titre\":\"Nombres et calculs\"}"));
    }
}
