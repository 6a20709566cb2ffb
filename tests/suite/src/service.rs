//! A server that tests need, started once for all test processes of this checkout and stopped when the last one ends.
//!
//! Each process holds a shared lock on `in-use` for its lifetime. A keeper process, which sees by the end of its input that
//! the test process is gone, wipes the server if nobody else holds that lock.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running server. Kept in a static: its end is the end of the process.
#[derive(Debug)]
pub struct Service {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    /// The folder of its data and of `server.log`.
    pub folder: PathBuf,
    _in_use: File,
    _keeper: Child,
}

/// The scripts that start servers.
#[must_use]
pub fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../idp")
}

/// Starts (or finds) the server that `script` starts, telling it its port in the variable `port_variable`.
///
/// # Panics
/// When it does not start; the message holds what the script said.
#[must_use]
pub fn ensure(name: &str, script: &str, port_variable: &str) -> Service {
    ensure_with(name, script, port_variable, &[])
}

/// The same with settings of the script, as variables of its environment. Another `name` for other settings.
///
/// # Panics
/// As [`ensure`].
#[must_use]
pub fn ensure_with(name: &str, script: &str, port_variable: &str, settings: &[(&str, &str)]) -> Service {
    // one folder per checkout: two checkouts do not share servers
    let checkout = blake3::hash(env!("CARGO_MANIFEST_DIR").as_bytes()).to_hex();
    let folder = std::env::temp_dir().join(format!("preau-test-{}-{name}", &checkout[..8]));
    std::fs::create_dir_all(&folder).expect("folder for a test server");
    let starting = open(&folder.join("starting"));
    starting.lock().expect("lock");
    let in_use = open(&folder.join("in-use"));
    in_use.lock_shared().expect("shared lock");
    let known = std::fs::read_to_string(folder.join("port")).ok().and_then(|p| p.trim().parse().ok());
    let port = match known {
        Some(port) if run(&folder, script, (port_variable, port), settings, "status") => port,
        _ => start(&folder, script, port_variable, settings),
    };
    let keeper = Command::new("setsid")
        .arg("bash")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("keeper.sh"))
        .arg(&folder)
        .arg(scripts().join(script))
        .env("IDP_BASE", &folder)
        .env(port_variable, port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("keeper");
    Service { port, folder, _in_use: in_use, _keeper: keeper }
}

fn start(folder: &Path, script: &str, port_variable: &str, settings: &[(&str, &str)]) -> u16 {
    // another program may take the free port before the server does: then another port
    for _ in 0..3 {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        if run(folder, script, (port_variable, free), settings, "start") {
            std::fs::write(folder.join("port"), free.to_string()).expect("port file");
            return free;
        }
    }
    let said = std::fs::read_to_string(folder.join("start.log")).unwrap_or_default();
    panic!("{script} did not start:\n{said}");
}

/// Its output goes to a file: a pipe would stay open as long as the server lives.
fn run(folder: &Path, script: &str, port: (&str, u16), settings: &[(&str, &str)], verb: &str) -> bool {
    let log = OpenOptions::new().create(true).append(true).open(folder.join("start.log")).expect("log");
    let status = Command::new("bash")
        .arg(scripts().join(script))
        .arg(verb)
        .env("IDP_BASE", folder)
        .env(port.0, port.1.to_string())
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("log"))
        .stderr(log)
        .status();
    status.is_ok_and(|s| s.success())
}

fn open(path: &Path) -> File {
    OpenOptions::new().create(true).truncate(false).write(true).open(path).expect("lock file")
}
