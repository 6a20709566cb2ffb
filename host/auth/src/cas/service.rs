//! Where the browser is sent: to log in, and to leave the ENT. One fixed service address per provider: the deep link
//! travels in the login state, because LemonLDAP::NG compares the whole address and keeps one ticket per service.

use preau_domain::ids::Slug;

use crate::address::{PublicBase, with_parameters};
use crate::provider::{Provider, ProviderId};

/// How insistent a login is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asking {
    /// The server may use its own session.
    Usual,
    /// The person must give the password again.
    Renew,
    /// No question at all: back without ticket when there is no session.
    Gateway,
}

/// The path of the callback, as the router knows it.
#[must_use]
pub fn callback_path(tenant: &Slug, provider: &ProviderId) -> String {
    format!("/e/{tenant}/auth/{provider}/callback")
}

/// The service address: the configured base and the callback, never anything from the request.
#[must_use]
pub fn service_url(base: &PublicBase, tenant: &Slug, provider: &ProviderId) -> String {
    format!("{base}{}", callback_path(tenant, provider))
}

/// Where to send the browser for a login.
#[must_use]
pub fn login_redirect(provider: &Provider, service: &str, asking: Asking) -> String {
    let usual = ("service", service);
    let url = match asking {
        Asking::Usual => with_parameters(&provider.login_url, &[usual]),
        Asking::Renew => with_parameters(&provider.login_url, &[usual, ("renew", "true")]),
        Asking::Gateway => with_parameters(&provider.login_url, &[usual, ("gateway", "true")]),
    };
    url.into()
}

/// Where to send the browser to leave the ENT too, and from there back to `back`, if the provider has such an address.
#[must_use]
pub fn logout_redirect(provider: &Provider, back: &str) -> Option<String> {
    provider.logout_url.as_ref().map(|url| with_parameters(url, &[("service", back)]).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset;
    use crate::provider::Protocol;

    fn kosmos() -> Provider {
        let id = ProviderId::parse("kosmos").unwrap();
        let provider = preset::generic(id, "Kosmos", "https://cas.ent.example", Protocol::V2).unwrap();
        let login_url = "https://cas.ent.example/login?selection=EDU_parent_eleve&service=".parse().unwrap();
        Provider { login_url, ..provider }
    }

    #[test]
    fn the_service_is_built_from_the_configuration_alone() {
        let base = PublicBase::parse("https://preau.example").unwrap();
        let service = service_url(&base, &Slug::parse("0750001a").unwrap(), &kosmos().id);
        assert_eq!(service, "https://preau.example/e/0750001a/auth/kosmos/callback");
        let encoded = "service=https%3A%2F%2Fpreau.example%2Fe%2F0750001a%2Fauth%2Fkosmos%2Fcallback";
        let login = "https://cas.ent.example/login?selection=EDU_parent_eleve";
        assert_eq!(login_redirect(&kosmos(), &service, Asking::Usual), format!("{login}&{encoded}"));
        assert_eq!(login_redirect(&kosmos(), &service, Asking::Renew), format!("{login}&{encoded}&renew=true"));
        assert_eq!(login_redirect(&kosmos(), &service, Asking::Gateway), format!("{login}&{encoded}&gateway=true"));
    }

    #[test]
    fn leaving_the_ent_is_offered_where_it_exists() {
        let back = "https://preau.example/e/0750001a/";
        let url = logout_redirect(&kosmos(), back).unwrap();
        assert_eq!(url, "https://cas.ent.example/logout?service=https%3A%2F%2Fpreau.example%2Fe%2F0750001a%2F");
        assert_eq!(logout_redirect(&Provider { logout_url: None, ..kosmos() }, back), None);
    }
}
