//! `preau.toml`: typed, complete, unknown keys are errors. Every figure that an operator may set has its section.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use preau_auth::address::PublicBase;
use preau_domain::text;
use serde::Deserialize;

/// The whole configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `[server]`
    #[serde(default = "ServerSection::embedded")]
    pub server: ServerSection,
    /// `[storage]`
    #[serde(default = "StorageSection::embedded")]
    pub storage: StorageSection,
}

/// Where it listens and how browsers reach it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSection {
    /// Address and port.
    pub listen: SocketAddr,
    /// The origin browsers use, such as `https://preau.ac-exemple.fr`.
    pub public: String,
}

/// Where data are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageSection {
    /// The folder of SQLite databases, of the secret and of compiled plugins.
    pub folder: PathBuf,
    /// A PostgreSQL address instead of SQLite.
    #[serde(default)]
    pub postgres: Option<String>,
    /// How many schools stay open.
    #[serde(default = "open_schools")]
    pub open_schools: usize,
    /// `full` (default), or `off` only to show that the durability test notices.
    #[serde(default = "full")]
    pub synchronous: String,
}

fn open_schools() -> usize {
    256
}

fn full() -> String {
    "full".into()
}

impl ServerSection {
    fn embedded() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 8080)), public: "http://127.0.0.1:8080".into() }
    }
}

impl StorageSection {
    fn embedded() -> Self {
        Self { folder: "data".into(), postgres: None, open_schools: open_schools(), synchronous: full() }
    }
}

impl Config {
    /// The embedded defaults, with data in `folder`, listening at `listen`.
    #[must_use]
    pub fn embedded(folder: &Path, listen: SocketAddr) -> Self {
        Self {
            server: ServerSection { listen, public: format!("http://{listen}") },
            storage: StorageSection { folder: folder.to_owned(), ..StorageSection::embedded() },
        }
    }

    /// Reads a file; without one, `preau.toml` if it is here, else the embedded defaults.
    ///
    /// # Errors
    /// The file does not read, or holds an unknown key or a value that does not fit.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let here = Path::new("preau.toml");
        let file = file.or_else(|| here.exists().then_some(here));
        let text = match file {
            Some(file) => {
                std::fs::read_to_string(file).with_context(|| text!("server-config-file", file = shown(file)).to_string())?
            }
            None => String::new(),
        };
        let config: Self =
            toml::from_str(&text).with_context(|| text!("server-config", file = shown(file.unwrap_or(here))).to_string())?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            PublicBase::parse(&self.server.public).is_some(),
            text!("server-config-public", found = &self.server.public)
        );
        let known = ["full", "off"].contains(&self.storage.synchronous.as_str());
        anyhow::ensure!(known, text!("server-config-synchronous", found = &self.storage.synchronous));
        Ok(())
    }
}

/// A path as people read it.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Config> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("preau.toml");
        std::fs::write(&file, text)?;
        Config::load(Some(&file))
    }

    #[test]
    fn an_empty_file_is_the_embedded_default() {
        assert_eq!(read("").unwrap().server.listen.port(), 8080);
    }

    #[test]
    fn unknown_keys_and_bad_values_are_refused() {
        for bad in [
            "[serveur]\nlisten = 1",
            "[server]\nlisten = \"127.0.0.1:80\"\npublic = \"http://example.org\"",
            "[server]\nlisten = \"x\"\npublic = \"https://example.org\"",
            "[storage]\nfolder = \"d\"\nsynchronous = \"maybe\"",
            "[storage]\nfolder = \"d\"\nsurprise = 1",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
