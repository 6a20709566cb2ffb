//! Compiled plugins on disk, so that a start costs no compilation.
//!
//! Compiled code is machine code: loading a crafted file would be running it. So a file is only believed when its MAC,
//! keyed with a secret of this deployment over its name and its bytes, is right; anything else is compiled anew.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use subtle::ConstantTimeEq;
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::error::SandboxError;

/// Length of the MAC in front of the code.
const MAC: usize = 32;
/// Larger files are not read: the largest package compiles to less.
const MOST: u64 = 128 << 20;

/// A folder of compiled code that only this deployment writes.
#[derive(Debug)]
pub struct Artefacts {
    folder: PathBuf,
    key: [u8; 32],
    serial: AtomicU64,
}

impl Artefacts {
    /// Opens or makes the folder, readable by its owner alone. `key` is secret and the same after a restart.
    ///
    /// # Errors
    /// When the folder cannot be made or its rights cannot be set.
    pub fn open(folder: &Path, key: [u8; 32]) -> Result<Self, SandboxError> {
        let failed = |error| SandboxError::Folder { path: folder.display().to_string(), error };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(failed)?;
        Ok(Self { folder: folder.to_owned(), key, serial: AtomicU64::new(0) })
    }

    /// The component compiled before from the package with this digest, for such an engine; none when there is no file
    /// or it is not what this deployment wrote.
    pub(crate) fn find(&self, engine: &Engine, digest: &str) -> Option<Component> {
        let path = self.path(engine, digest)?;
        if fs::metadata(&path).ok()?.len() > MOST {
            return None;
        }
        let file = fs::read(&path).ok()?;
        let (mac, code) = file.split_at_checked(MAC)?;
        if !bool::from(self.mac(&path, code).as_slice().ct_eq(mac)) {
            tracing::warn!(file = %path.display(), "compiled code is not ours and is compiled again");
            return None;
        }
        trusted(engine, code).ok()
    }

    /// Keeps compiled code. A file is never changed in place: a whole one takes its place.
    pub(crate) fn keep(&self, engine: &Engine, digest: &str, code: &[u8]) -> Result<(), SandboxError> {
        let Some(path) = self.path(engine, digest) else { return Ok(()) };
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        let new = self.folder.join(format!(".{}.{serial}.new", std::process::id()));
        let write = || {
            let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
            file.write_all(&self.mac(&path, code))?;
            file.write_all(code)?;
            drop(file);
            fs::rename(&new, &path)
        };
        write().map_err(|error| SandboxError::Folder { path: path.display().to_string(), error })
    }

    /// The file of a digest; none for a digest that is no digest.
    fn path(&self, engine: &Engine, digest: &str) -> Option<PathBuf> {
        let hexadecimal = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
        let name = format!("{digest}-{}.cwasm", compatibility(engine));
        hexadecimal.then(|| self.folder.join(name))
    }

    fn mac(&self, path: &Path, code: &[u8]) -> [u8; MAC] {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        let mut mac = blake3::Hasher::new_keyed(&self.key);
        mac.update(&u64::try_from(name.len()).unwrap_or(0).to_le_bytes()).update(name).update(code);
        *mac.finalize().as_bytes()
    }
}

/// What must be the same for code to be usable: version, settings and processor, in 32 hexadecimal digits.
fn compatibility(engine: &Engine) -> String {
    struct Collect(blake3::Hasher);
    impl Hasher for Collect {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut collect = Collect(blake3::Hasher::new());
    engine.precompile_compatibility_hash().hash(&mut collect);
    collect.0.finalize().to_hex().chars().take(32).collect()
}

/// Code that this process has compiled, or whose MAC it has verified, as a component.
pub(crate) fn trusted(engine: &Engine, code: &[u8]) -> wasmtime::Result<Component> {
    #[expect(unsafe_code, reason = "the bytes come from our own compiler, in this process or under our MAC")]
    // SAFETY: `deserialize` asks for bytes that `precompile_component` made and nobody changed; callers guarantee it.
    unsafe {
        Component::deserialize(engine, code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &[u8] = b"\0asm\x0d\0\x01\0";
    const DIGEST: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn engine(epochs: bool) -> Engine {
        let mut config = wasmtime::Config::new();
        Engine::new(config.epoch_interruption(epochs)).unwrap()
    }

    #[test]
    fn only_what_this_deployment_wrote_is_loaded() {
        let (folder, engine) = (tempfile::tempdir().unwrap(), engine(true));
        let artefacts = Artefacts::open(&folder.path().join("code"), [1; 32]).unwrap();
        assert!(artefacts.find(&engine, DIGEST).is_none());
        let code = engine.precompile_component(EMPTY).unwrap();
        artefacts.keep(&engine, DIGEST, &code).unwrap();
        assert!(artefacts.find(&engine, DIGEST).is_some());

        let path = artefacts.path(&engine, DIGEST).unwrap();
        let good = fs::read(&path).unwrap();
        let mut wrong: Vec<Vec<u8>> = vec![Vec::new(), good[..MAC].to_vec(), good[..good.len() - 1].to_vec(), code.clone()];
        for at in [0, MAC - 1, MAC, good.len() / 2, good.len() - 1] {
            let mut flipped = good.clone();
            flipped[at] ^= 1;
            wrong.push(flipped);
        }
        for file in wrong {
            fs::write(&path, &file).unwrap();
            assert!(artefacts.find(&engine, DIGEST).is_none(), "{} bytes", file.len());
        }
        artefacts.keep(&engine, DIGEST, &code).unwrap();
        assert!(artefacts.find(&engine, DIGEST).is_some(), "written again");
        assert_eq!(fs::read_dir(folder.path().join("code")).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn another_key_digest_or_engine_is_another_file() {
        let (folder, here) = (tempfile::tempdir().unwrap(), engine(true));
        let artefacts = Artefacts::open(folder.path(), [1; 32]).unwrap();
        artefacts.keep(&here, DIGEST, &here.precompile_component(EMPTY).unwrap()).unwrap();
        assert!(Artefacts::open(folder.path(), [2; 32]).unwrap().find(&here, DIGEST).is_none(), "another deployment's key");
        assert!(artefacts.find(&engine(false), DIGEST).is_none(), "other settings");
        let other = DIGEST.replace("00", "11");
        fs::copy(artefacts.path(&here, DIGEST).unwrap(), artefacts.path(&here, &other).unwrap()).unwrap();
        assert!(artefacts.find(&here, &other).is_none(), "a file under another name");
        assert!(artefacts.path(&here, "../../etc/passwd").is_none());
    }

    #[test]
    fn nobody_else_may_look_in() {
        let folder = tempfile::tempdir().unwrap();
        let open = folder.path().join("open");
        fs::create_dir(&open).unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
        let (artefacts, engine) = (Artefacts::open(&open, [1; 32]).unwrap(), engine(true));
        assert_eq!(fs::metadata(&open).unwrap().permissions().mode() & 0o777, 0o700);
        artefacts.keep(&engine, DIGEST, b"code").unwrap();
        let path = artefacts.path(&engine, DIGEST).unwrap();
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
