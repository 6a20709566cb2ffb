//! A data folder prepared by the operator's own commands, copied for each test, and the binary that serves it as a child process.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use preau_domain::time::SchoolYear;
use preau_domain::uai::Uai;
use preau_synth::{Person, School, Size};
use tempfile::TempDir;

use crate::browserless::Browser;
use crate::forge::Forge;
use crate::served::{binary, evaluation};

/// The school in it.
pub const UAI: &str = "0991229Y";
/// Its slug.
pub const SLUG: &str = "0991229y";

/// The generated people of the school.
#[must_use]
pub fn school() -> School {
    // the grant of a plugin ends with the school year: the child lives in the present
    let today = preau_domain::time::Clock::System.now().day(&preau_domain::time::Zone::paris());
    School::sized(11, SchoolYear(today.school_year().0), &Uai::parse(UAI).expect("uai"), Size::SMALL)
}

/// A copy of the prepared data, with a configuration of its own.
#[derive(Debug)]
pub struct Prepared {
    /// `data/`, `preau.toml` and what a test puts beside them.
    pub folder: TempDir,
    /// Where the child will listen.
    pub base: String,
}

/// Made once for all tests of this process; below `target`, where the next run finds and replaces it.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = binary().with_file_name(format!("prepared-{}", std::process::id()));
        for old in fs::read_dir(folder.parent().expect("target")).expect("target").flatten() {
            let name = old.file_name().to_string_lossy().into_owned();
            let dead = name.strip_prefix("prepared-").is_some_and(|pid| !Path::new("/proc").join(pid).exists());
            if dead {
                drop(fs::remove_dir_all(old.path()));
            }
        }
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(folder.join("files")).expect("folder");
        configure(&folder, "127.0.0.1:1", "full");
        let mut import = vec!["roster".to_owned(), "import".to_owned(), UAI.to_owned()];
        for (name, bytes) in school().files() {
            let file = folder.join("files").join(name);
            fs::write(&file, bytes).expect("file");
            import.push(file.display().to_string());
        }
        command(&folder, &["school", "create", "--uai", UAI, "--name", "Collège de l'Essai", "--place", "Ici"]);
        command(&folder, &import.iter().map(String::as_str).collect::<Vec<_>>());
        command(&folder, &["plugin", "install", &evaluation().display().to_string()]);
        command(&folder, &["plugin", "activate", UAI, "fr.preau.evaluation"]);
        folder
    })
}

fn configure(folder: &Path, listen: &str, synchronous: &str) {
    let data = folder.join("data");
    let text = format!(
        "[server]\nlisten = \"{listen}\"\npublic = \"http://{listen}\"\n[storage]\nfolder = \"{}\"\nsynchronous = \"{synchronous}\"\n",
        data.display()
    );
    fs::write(folder.join("preau.toml"), text).expect("configuration");
}

/// Runs a command of `preau` in such a folder, to a good end.
fn command(folder: &Path, arguments: &[&str]) -> String {
    let out = run(folder, arguments);
    assert!(out.status.success(), "preau {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut preau = Command::new(binary());
    preau.arg("--config").arg(folder.join("preau.toml")).args(arguments).stdin(Stdio::null());
    preau.output().expect("preau")
}

/// Copies a folder with all it holds.
///
/// # Panics
/// When the disk is full.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder").flatten() {
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copy");
        }
    }
}

impl Prepared {
    /// A copy, synced as `synchronous` says.
    ///
    /// # Panics
    /// When the commands that prepare it fail.
    #[must_use]
    pub fn copy(synchronous: &str) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        copy(&template().join("data"), &folder.path().join("data"));
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        configure(folder.path(), &format!("127.0.0.1:{port}"), synchronous);
        Self { folder, base: format!("http://127.0.0.1:{port}") }
    }

    /// Another copy, of data kept in this folder. A copy that was changed by hand is never put back: its connections may close late.
    ///
    /// # Panics
    /// When the disk is full.
    #[must_use]
    pub fn twin(&self, data: &Path) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        copy(data, &folder.path().join("data"));
        configure(folder.path(), self.base.trim_start_matches("http://"), "full");
        Self { folder, base: self.base.clone() }
    }

    /// Runs a command on it.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        run(self.folder.path(), arguments)
    }

    /// Its data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Puts `ent` in, a CAS 3 server that names people by the keys of the official files.
    pub fn trust(&self, forge: &Forge) {
        let file = self.folder.path().join("ent.toml");
        let text = format!(
            "id = \"ent\"\nlabel = \"ENT\"\nkind = \"cas\"\nprotocol = 3\nlogin_url = \"{0}/login\"\nvalidate_url = \"{0}/p3/serviceValidate\"\n\
             user = \"cas:user\"\n[[joins]]\nattribute = \"sts-id\"\nkey = \"sts\"\n",
            forge.base
        );
        fs::write(&file, text).expect("provider");
        command(self.folder.path(), &["provider", "put", UAI, &file.display().to_string()]);
    }

    /// Starts the server, inside the program `around` if there is one, and waits until it listens.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn serve(&self, around: &[&str]) -> Running {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.folder.path().join("log")).expect("log");
        let preau = binary();
        let mut command = match around {
            [] => Command::new(&preau),
            [program, rest @ ..] => {
                let mut command = Command::new(program);
                command.args(rest).arg(&preau);
                command
            }
        };
        command.arg("--config").arg(self.folder.path().join("preau.toml")).arg("serve");
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().expect("preau");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("output")).read_line(&mut line).expect("output");
        let log = || fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        assert!(line.contains("écoute"), "preau did not start: {line}{}", log());
        Running { process, traced: !around.is_empty() }
    }

    /// A teacher with a class, logged in.
    ///
    /// # Panics
    /// When the server does not let him in.
    pub async fn teacher(&self, forge: &Forge) -> Browser {
        let everybody = school().people();
        let teacher: &Person = everybody.iter().find(|p| p.profile == "National_ENS" && p.sts_id.is_some()).expect("a teacher");
        let (mut browser, ticket) = (Browser::new(&self.base), crate::house::ticket());
        forge.vouch(&ticket, &teacher.login, &[("sts-id", teacher.sts_id.as_deref().unwrap_or_default())]);
        browser.get(&format!("/e/{SLUG}/auth/ent/login")).await;
        let seen = browser.get(&format!("/e/{SLUG}/auth/ent/callback?ticket={ticket}")).await;
        assert_eq!(seen.location(), format!("/e/{SLUG}/"), "{}", seen.words());
        browser
    }
}

/// The server as a child process. It is killed when this is dropped.
#[derive(Debug)]
pub struct Running {
    process: Child,
    traced: bool,
}

impl Running {
    /// `kill -9`, wherever it is.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill(&mut self) {
        self.process.kill().expect("kill");
        self.process.wait().expect("wait");
    }

    /// Asks it to end, and waits until it has.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn stop(&mut self) {
        let id = if self.traced { self.traced_id() } else { self.process.id().to_string() };
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        assert!(asked.success(), "it had ended before");
        self.process.wait().expect("wait");
    }

    /// The process that a tracer started.
    fn traced_id(&self) -> String {
        let id = self.process.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).expect("children");
        children.split_whitespace().next().expect("a traced process").to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.traced && matches!(self.process.try_wait(), Ok(None)) {
            drop(Command::new("kill").args(["-KILL", &self.traced_id()]).status());
        }
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
