//! The identity server of the benchmark: a CAS 3 server that says yes at once to whoever a ticket `ST-…-LOGIN` names.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Result;
use preau_synth::School;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The attributes of each login, as XML.
type People = Arc<HashMap<String, String>>;

/// Starts it on this machine for the people of these schools, whose logins end in the number of their school; gives the
/// address of its CAS pages.
pub(crate) async fn start(schools: &[School]) -> Result<String> {
    let mut people = HashMap::new();
    let all = schools.iter().enumerate().flat_map(|(number, school)| school.people().into_iter().map(move |p| (number, p)));
    for (number, person) in all {
        let keys = [
            ("ENTEleveStructRattachId", person.eleve_id),
            ("siecle-personne-id", person.personne_id),
            ("sts-id", person.sts_id),
            ("ENTPersonProfils", Some(person.profile.to_owned())),
        ];
        let xml = keys.into_iter().filter_map(|(name, value)| value.map(|v| format!("<cas:{name}>{v}</cas:{name}>"))).collect();
        people.insert(format!("{}.{number}", person.login), xml);
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let people = Arc::new(people);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, people.clone()));
        }
    });
    Ok(format!("http://{address}/cas"))
}

async fn answer(mut stream: TcpStream, people: People) {
    let mut read = Vec::new();
    loop {
        read.clear();
        while !read.ends_with(b"\r\n\r\n") {
            if !matches!(stream.read_buf(&mut read).await, Ok(1..)) {
                return;
            }
        }
        let said = verdict(&String::from_utf8_lossy(&read), &people);
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\nContent-Length: {}\r\n\r\n", said.len());
        if stream.write_all([head.as_bytes(), said.as_bytes()].concat().as_slice()).await.is_err() {
            return;
        }
    }
}

fn verdict(request: &str, people: &People) -> String {
    let ticket = request.split_once("ticket=").and_then(|(_, rest)| rest.split(['&', ' ']).next()).unwrap_or_default();
    let login = ticket.splitn(3, '-').nth(2).unwrap_or_default();
    let inside = match people.get(login) {
        Some(attributes) => format!(
            "<cas:authenticationSuccess><cas:user>{login}</cas:user><cas:attributes>{attributes}</cas:attributes></cas:authenticationSuccess>"
        ),
        None => "<cas:authenticationFailure code=\"INVALID_TICKET\">unknown</cas:authenticationFailure>".to_owned(),
    };
    format!("<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\">{inside}</cas:serviceResponse>")
}
