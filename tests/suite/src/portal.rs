//! A real LemonLDAP::NG as CAS server, and how one logs in there by its form.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::browserless::{Browser, Seen};
use crate::service::{self, Service, scripts};

/// Started by the first test that asks for it; every address may be a service.
pub fn llng() -> &'static Service {
    static SERVER: OnceLock<Service> = OnceLock::new();
    SERVER.get_or_init(|| service::ensure_with("llng", "start-llng.sh", "LLNG_PORT", &[("CAS_ANY_SERVICE", "1")]))
}

/// The same with a back end whose values are Latin-1: its answers are not UTF-8.
pub fn llng_latin1() -> &'static Service {
    static SERVER: OnceLock<Service> = OnceLock::new();
    let settings = [("CAS_ANY_SERVICE", "1"), ("LLNG_LATIN1", "1")];
    SERVER.get_or_init(|| service::ensure_with("llng-latin1", "start-llng.sh", "LLNG_PORT", &settings))
}

/// The CAS base of such a server.
#[must_use]
pub fn cas_base(server: &Service) -> String {
    format!("http://127.0.0.1:{}/cas", server.port)
}

/// Fills the login form of the portal on this page and sends it; follows to where it leads.
///
/// # Panics
/// When the page holds no such form.
pub async fn log_in(browser: &mut Browser, page: Seen, login: &str) -> Seen {
    let seen = send_form(browser, &page, login).await;
    browser.follow(seen).await
}

/// The same without following.
///
/// # Panics
/// When the page holds no such form.
pub async fn send_form(browser: &mut Browser, page: &Seen, login: &str) -> Seen {
    let mut lines = form_fields(&page.body);
    assert!(!lines.is_empty(), "no form on {} ({}):\n{}", page.url, page.status, page.words());
    let action = match lines.remove(0).as_str() {
        "" | "#" => page.url.to_string(),
        action => page.url.join(action).expect("action").to_string(),
    };
    let pairs = lines.iter().filter_map(|line| line.split_once('=')).filter(|(name, _)| !matches!(*name, "user" | "password"));
    let mut fields: Vec<(&str, &str)> = pairs.collect();
    fields.extend([("user", login), ("password", login)]);
    browser.post(&action, &fields).await
}

/// The form's address, then `name=value` of each field, as `form-fields.py` reads them.
fn form_fields(html: &str) -> Vec<String> {
    let mut reader = Command::new("python3")
        .arg(scripts().join("form-fields.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    reader.stdin.take().expect("input").write_all(html.as_bytes()).expect("page");
    let out = reader.wait_with_output().expect("form-fields.py");
    String::from_utf8_lossy(&out.stdout).lines().map(str::to_owned).collect()
}
