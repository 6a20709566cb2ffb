//! The deployment's one secret, and the keys derived from it for each use.

/// 32 secret bytes. `Debug` shows nothing of them.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

impl MasterKey {
    /// From the bytes kept by the operator.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key for one use: `purpose` and its parts name it, and no two uses share bytes.
    #[must_use]
    pub fn derive(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        for part in std::iter::once(&purpose).chain(parts) {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }
}

/// The hash under which a secret from outside (a session cookie, a ticket) is stored.
#[must_use]
pub fn stored_hash(secret: &str) -> Vec<u8> {
    blake3::hash(secret.as_bytes()).as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_do_not_share_keys() {
        let key = MasterKey::new([7; 32]);
        assert_ne!(key.derive("a", &["b"]), key.derive("ab", &[]));
        assert_ne!(key.derive("a", &["b"]), key.derive("a", &["b", ""]));
        assert_eq!(format!("{key:?}"), "MasterKey(***)");
    }
}
