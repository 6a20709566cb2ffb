//! A CAS server that says what a test tells it to say about each ticket, however wrong.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use axum::http::{Response, StatusCode, Uri};
use preau_auth::preset;
use preau_auth::provider::{Protocol, Provider, ProviderId};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What it says about one ticket.
#[derive(Clone, Debug)]
pub struct Said {
    /// HTTP status.
    pub status: u16,
    /// Empty for none.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
}

/// A question it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The path.
    pub path: String,
    /// Its `service`.
    pub service: String,
    /// Its `ticket`.
    pub ticket: String,
}

#[derive(Debug, Default)]
struct Memory {
    said: HashMap<String, Said>,
    asked: Vec<Asked>,
}

/// The server.
#[derive(Debug)]
pub struct Forge {
    /// Its CAS base, such as `http://127.0.0.1:1234/cas`.
    pub base: String,
    memory: Arc<Mutex<Memory>>,
    task: JoinHandle<()>,
}

impl Drop for Forge {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The answer of a good server of this version.
#[must_use]
pub fn good(protocol: Protocol, user: &str, attributes: &[(&str, &str)]) -> Said {
    let body = match protocol {
        Protocol::V1 => format!("yes\n{user}\n"),
        Protocol::V2 | Protocol::V3 => {
            let attributes: String = attributes.iter().map(|(k, v)| format!("<cas:{k}>{v}</cas:{k}>")).collect();
            format!(
                "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'><cas:authenticationSuccess><cas:user>{user}</cas:user>\
                 <cas:attributes>{attributes}</cas:attributes></cas:authenticationSuccess></cas:serviceResponse>"
            )
        }
    };
    Said { status: 200, content_type: "text/xml; charset=UTF-8".into(), body: body.into_bytes() }
}

impl Forge {
    /// Starts one.
    ///
    /// # Panics
    /// When the machine gives no port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
        let base = format!("http://{}/cas", listener.local_addr().expect("address"));
        let memory = Arc::new(Mutex::new(Memory::default()));
        let router = Router::new().fallback(answer).with_state(memory.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("forge") });
        Self { base, memory, task }
    }

    /// Says this about a ticket, each time it is asked.
    pub fn say(&self, ticket: &str, said: Said) {
        self.memory().said.insert(ticket.to_owned(), said);
    }

    /// Vouches for a user by this ticket, in the answer of CAS 3 with these attributes.
    pub fn vouch(&self, ticket: &str, user: &str, attributes: &[(&str, &str)]) {
        self.say(ticket, good(Protocol::V3, user, attributes));
    }

    /// What it was asked so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.memory().asked.clone()
    }

    /// The settings under which a school knows it.
    ///
    /// # Panics
    /// When the id is none.
    #[must_use]
    pub fn provider(&self, id: &str, protocol: Protocol) -> Provider {
        preset::generic(ProviderId::parse(id).expect(id), &format!("ENT {id}"), &self.base, protocol).expect("provider")
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn answer(State(memory): State<Arc<Mutex<Memory>>>, uri: Uri) -> Response<axum::body::Body> {
    let query: BTreeMap<String, String> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let get = |key: &str| query.get(key).cloned().unwrap_or_default();
    let asked = Asked { path: uri.path().to_owned(), service: get("service"), ticket: get("ticket") };
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    let unknown = || Said {
        status: 200,
        content_type: "text/xml".into(),
        body: b"<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'><cas:authenticationFailure code='INVALID_TICKET'>no\
                </cas:authenticationFailure></cas:serviceResponse>"
            .to_vec(),
    };
    let said = memory.said.get(&asked.ticket).cloned().unwrap_or_else(unknown);
    memory.asked.push(asked);
    let mut response = Response::new(said.body.into());
    *response.status_mut() = StatusCode::from_u16(said.status).expect("status");
    if let Ok(value) = HeaderValue::from_str(&said.content_type) {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    if (300..400).contains(&said.status) {
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("/cas/elsewhere?ticket=ST-elsewhere"));
    }
    response
}
