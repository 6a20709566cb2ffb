//! What the ENT knows while it runs: its people, who is logged in in which browser, and the tickets under way.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::people::Person;
use crate::portal::Tile;

/// How long a ticket may wait to be used.
const TICKET_LIFE: SignedDuration = SignedDuration::from_secs(30);
/// The cookie that says who is logged in, as CAS names it.
pub(crate) const COOKIE: &str = "TGC";

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What an ENT is made of.
pub struct Config {
    /// Its own address, such as `http://localhost:8081`.
    pub public: String,
    /// Beginnings of the addresses of services that may ask for a login, such as `http://127.0.0.1:8080/`.
    pub services: Vec<String>,
    /// Everybody with an account.
    pub people: Vec<Person>,
    /// The tiles and widgets of the portal.
    pub tiles: Vec<Tile>,
    /// Where the time comes from.
    pub clock: Clock,
}

/// Why an ENT cannot be made.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// This is not an absolute http(s) address.
    Address(String),
    /// Two people have this login.
    Login(String),
    /// Calls to services cannot be made.
    Client(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(text) => write!(f, "{text}: not an absolute http(s) address"),
            Self::Login(login) => write!(f, "{login}: two people have this login"),
            Self::Client(text) => write!(f, "no client for single logout: {text}"),
        }
    }
}

impl std::error::Error for Problem {}

pub(crate) struct Ticket {
    pub(crate) login: String,
    pub(crate) service: String,
    pub(crate) fresh: bool,
    issued: Timestamp,
}

#[derive(Default)]
struct Session {
    login: String,
    granted: Vec<Grant>,
}

/// A ticket given to a service, kept for single logout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) service: String,
    pub(crate) ticket: String,
}

#[derive(Default)]
struct Memory {
    sessions: HashMap<String, Session>,
    tickets: HashMap<String, Ticket>,
}

/// The running ENT.
pub(crate) struct Ent {
    pub(crate) public: String,
    pub(crate) people: BTreeMap<String, Person>,
    pub(crate) tiles: Vec<Tile>,
    pub(crate) client: reqwest::Client,
    clock: Clock,
    services: Vec<Url>,
    memory: Mutex<Memory>,
}

impl Ent {
    pub(crate) fn new(config: Config) -> Result<Self, Problem> {
        let mut services = vec![];
        for text in &config.services {
            services.push(address(text)?);
        }
        for tile in &config.tiles {
            address(&tile.url)?;
        }
        let mut people = BTreeMap::new();
        for person in config.people {
            if let Some(before) = people.insert(person.login.clone(), person) {
                return Err(Problem::Login(before.login));
            }
        }
        // A provider that somebody installed before is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .timeout(std::time::Duration::from_secs(5))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| Problem::Client(error.to_string()))?;
        let public = address(&config.public)?.as_str().trim_end_matches('/').to_owned();
        Ok(Self { public, people, tiles: config.tiles, client, clock: config.clock, services, memory: Mutex::default() })
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The address of a service, if it may ask for a login.
    pub(crate) fn service(&self, text: &str) -> Option<Url> {
        let asked = address(text).ok()?;
        let known = |prefix: &Url| prefix.origin() == asked.origin() && asked.path().starts_with(prefix.path());
        (self.services.iter().any(known) && asked.username().is_empty() && asked.password().is_none()).then_some(asked)
    }

    /// Who is logged in in the browser that sent these headers: its cookie's value and the person.
    pub(crate) fn logged_in(&self, headers: &HeaderMap) -> Option<(String, &Person)> {
        let cookie = cookie(headers)?;
        let login = self.memory().sessions.get(&cookie)?.login.clone();
        Some((cookie, self.people.get(&login)?))
    }

    /// Opens a session for a person; the value of its cookie.
    pub(crate) fn open(&self, login: &str) -> Option<String> {
        let cookie = format!("TGT-{}", random()?);
        self.memory().sessions.insert(cookie.clone(), Session { login: login.to_owned(), granted: vec![] });
        Some(cookie)
    }

    /// Ends a session; the services that were given tickets in it.
    pub(crate) fn close(&self, cookie: &str) -> Vec<Grant> {
        self.memory().sessions.remove(cookie).unwrap_or_default().granted
    }

    /// A ticket of a session for a service; `fresh` if the person has just been picked.
    pub(crate) fn grant(&self, cookie: &str, service: &str, fresh: bool) -> Option<String> {
        let (ticket, now) = (format!("ST-{}", random()?), self.now());
        let mut memory = self.memory();
        memory.tickets.retain(|_, ticket| now.duration_since(ticket.issued) <= TICKET_LIFE);
        let session = memory.sessions.get_mut(cookie)?;
        session.granted.push(Grant { service: service.to_owned(), ticket: ticket.clone() });
        let login = session.login.clone();
        memory.tickets.insert(ticket.clone(), Ticket { login, service: service.to_owned(), fresh, issued: now });
        Some(ticket)
    }

    /// Uses a ticket up, whatever becomes of it; nothing if it is unknown, used or too old.
    pub(crate) fn redeem(&self, ticket: &str) -> Option<Ticket> {
        let found = self.memory().tickets.remove(ticket)?;
        (self.now().duration_since(found.issued) <= TICKET_LIFE).then_some(found)
    }
}

fn address(text: &str) -> Result<Url, Problem> {
    let parsed = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    parsed.ok_or_else(|| Problem::Address(text.to_owned()))
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(axum::http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// 32 random hexadecimal digits; nothing if the system gives none.
fn random() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
