//! The validator against small real servers on loopback.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;
use crate::preset;
use crate::provider::{Protocol, ProviderId};

const SERVICE: &str = "https://preau.example/e/0750001a/auth/ent/callback";

fn validator() -> Validator {
    // a second installation fails, and the first one holds: either way there is one
    let _ = rustls::crypto::ring::default_provider().install_default();
    Validator::new("Preau/test", Duration::from_millis(500)).unwrap()
}

/// A server that sends `answer` to every connection, then closes it; without answer it stays silent. It reports the
/// head of each request.
async fn server(answer: Option<Vec<u8>>) -> (SocketAddr, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = unbounded_channel();
    tokio::spawn(async move {
        let mut silent = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            if tell.send(String::from_utf8_lossy(&head).into_owned()).is_err() {
                break;
            }
            match &answer {
                // the client may hang up before the end of a body that is too large
                Some(bytes) => drop(stream.write_all(bytes).await),
                None => silent.push(stream),
            }
        }
    });
    (address, told)
}

fn http(status: &str, headers: &str, body: &str) -> Option<Vec<u8>> {
    let length = body.len();
    Some(format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}").into_bytes())
}

async fn ask(address: SocketAddr) -> Result<CasUser, CasError> {
    let id = ProviderId::parse("ent").unwrap();
    let provider = preset::generic(id, "ENT", &format!("http://{address}/cas"), Protocol::V3).unwrap();
    let provider = Provider { validate_url: format!("{}?a=b", provider.validate_url).parse().unwrap(), ..provider };
    validator().validate(&provider, SERVICE, &Ticket::parse("ST-secret").unwrap()).await
}

const GOOD: &str = "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'><cas:authenticationSuccess>\
    <cas:user>prof1</cas:user></cas:authenticationSuccess></cas:serviceResponse>";

#[tokio::test]
async fn a_ticket_is_asked_about_once_with_its_service() {
    let (address, mut told) = server(http("200 OK", "content-type: text/html\r\n", GOOD)).await;
    assert_eq!(ask(address).await.unwrap().user, "prof1");
    let head = told.recv().await.unwrap().to_lowercase();
    let path = "get /cas/p3/servicevalidate?a=b&service=https%3a%2f%2fpreau.example%2fe%2f0750001a%2fauth%2fent%2fcallback&ticket=st-secret http/1.1";
    assert!(head.starts_with(path), "{head}");
    assert!(head.contains("user-agent: preau/test\r\n"), "{head}");
    assert!(!head.contains("cookie") && !head.contains("referer"), "{head}");
    assert!(told.try_recv().is_err(), "one request only");
}

#[tokio::test]
async fn redirects_are_refused_and_not_followed() {
    let (trap, mut trapped) = server(http("200 OK", "", GOOD)).await;
    for status in ["302 Found", "307 Temporary Redirect"] {
        let (address, _told) = server(http(status, &format!("location: http://{trap}/cas\r\n"), GOOD)).await;
        assert!(matches!(ask(address).await, Err(CasError::Status(302 | 307))));
    }
    assert!(trapped.try_recv().is_err(), "nobody went there");
    let (address, _told) = server(http("404 Not Found", "", "not found")).await;
    assert_eq!(ask(address).await, Err(CasError::Status(404)));
}

#[tokio::test]
async fn size_silence_and_cut_answers_are_errors() {
    let (address, _told) = server(http("200 OK", "", &"x".repeat(answer::MAX_BYTES + 1))).await;
    assert_eq!(ask(address).await, Err(Fault::TooLarge.into()));
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(2 * answer::MAX_BYTES));
    let (address, _told) = server(Some(endless.into_bytes())).await;
    assert_eq!(ask(address).await, Err(Fault::TooLarge.into()));
    let (address, _told) = server(None).await;
    assert_eq!(ask(address).await, Err(CasError::Timeout));
    let cut = format!("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\nconnection: close\r\n\r\n{GOOD}");
    let (address, _told) = server(Some(cut.into_bytes())).await;
    assert!(matches!(ask(address).await, Err(CasError::Unreachable(_))));
}

#[tokio::test]
async fn no_error_holds_the_ticket() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (garbage, _told) = server(Some(b"ST-secret is no HTTP\r\n\r\n".to_vec())).await;
    for address in [closed, garbage] {
        let error = ask(address).await.unwrap_err();
        assert!(matches!(error, CasError::Unreachable(_)), "{error}");
        assert!(!error.to_string().contains("secret") && !format!("{error:?}").contains("secret"), "{error:?}");
        assert!(!error.text("ENT").to_string().contains("secret"));
    }
}
