//! Single logout: each service that was given a ticket is told, directly, that its session is over.

use axum::http::header;
use form_urlencoded::Serializer;

use crate::state::{Ent, Grant};
use crate::validate::escape;

/// Tells every service; one that does not answer is left alone.
pub(crate) async fn tell(ent: &Ent, grants: Vec<Grant>) {
    for grant in grants {
        let body = Serializer::new(String::new()).append_pair("logoutRequest", &request(ent, &grant.ticket)).finish();
        let call = ent.client.post(&grant.service).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        // A service that is gone cannot be logged out of; the person's own logout goes on.
        let _ = call.send().await;
    }
}

fn request(ent: &Ent, ticket: &str) -> String {
    let (ticket, now) = (escape(ticket), ent.now());
    format!(
        "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"LR-{ticket}\" Version=\"2.0\" IssueInstant=\"{now}\">\
         <saml:NameID xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">@NOT_USED@</saml:NameID>\
         <samlp:SessionIndex>{ticket}</samlp:SessionIndex></samlp:LogoutRequest>"
    )
}
