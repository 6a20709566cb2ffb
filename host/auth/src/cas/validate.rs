//! Asking the server about a ticket: one request, never repeated, never redirected, bounded in time and size.

use std::error::Error as _;
use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::{Client, Response, redirect};

use super::{CasError, CasUser, Fault, Ticket, answer};
use crate::address::with_parameters;
use crate::provider::Provider;

/// How long a person waits for the ENT before reading that it does not answer.
pub const TIMEOUT: Duration = Duration::from_secs(5);

/// Asks CAS servers about tickets. Cheap to clone; one for the whole server.
#[derive(Clone, Debug)]
pub struct Validator {
    client: Client,
}

impl Validator {
    /// A validator which waits `timeout` for a whole answer and calls itself `user_agent` (some ENTs turn away requests
    /// without one). The process must have installed its rustls provider.
    ///
    /// # Errors
    /// [`CasError::Client`] without rustls provider or without certificates of the system.
    pub fn new(user_agent: &str, timeout: Duration) -> Result<Self, CasError> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(CasError::Client("no rustls provider is installed".to_owned()));
        }
        let client = Client::builder()
            .user_agent(user_agent)
            .timeout(timeout)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .build();
        client.map(|client| Self { client }).map_err(|error| CasError::Client(innermost(&error)))
    }

    /// What `provider` says about `ticket`, asked for `service`; sends no cookie.
    ///
    /// # Errors
    /// Any [`CasError`]: refusals, unusable answers, silence.
    pub async fn validate(&self, provider: &Provider, service: &str, ticket: &Ticket) -> Result<CasUser, CasError> {
        let url = with_parameters(&provider.validate_url, &[("service", service), ("ticket", ticket.as_str())]);
        let request = self.client.get(url).header(ACCEPT, "application/xml, text/xml, text/plain, */*;q=0.1");
        let response = request.send().await.map_err(silence)?;
        let status = response.status().as_u16();
        if status != 200 {
            return Err(CasError::Status(status));
        }
        answer::read(provider.protocol, status, &body(response).await?)
    }
}

async fn body(mut response: Response) -> Result<Vec<u8>, CasError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(silence)? {
        if body.len() + chunk.len() > answer::MAX_BYTES {
            return Err(Fault::TooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn silence(error: reqwest::Error) -> CasError {
    if error.is_timeout() { CasError::Timeout } else { CasError::Unreachable(innermost(&error.without_url())) }
}

/// The deepest cause, which names the certificate or the socket and holds no address.
fn innermost(error: &reqwest::Error) -> String {
    let mut deepest = error.source();
    while let Some(deeper) = deepest.and_then(|cause| cause.source()) {
        deepest = Some(deeper);
    }
    let reason = deepest.map_or_else(|| error.to_string(), ToString::to_string);
    reason.chars().take(200).collect()
}

#[cfg(test)]
mod tests;
