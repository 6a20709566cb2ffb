//! The ENT's pages: choosing a person, the portal, goodbye, and a service that is not known.

use maud::{DOCTYPE, Markup, html};

use crate::cas::Login;
use crate::people::{PROFILES, Person};
use crate::portal::Tile;
use crate::state::Ent;

/// People shown at once.
const SHOWN: usize = 60;

fn layout(title: &str, who: Option<&Person>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · ENT de démonstration" }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="/icon.svg" type="image/svg+xml";
            }
            body {
                header {
                    a.brand href="/" { "Mon ENT" }
                    span.demo { "démonstration" }
                    @if let Some(person) = who {
                        span.who { (person.name) " · " (person.profile_name()) }
                        a href="/cas/login?renew=true" { "Être quelqu’un d’autre" }
                        a href="/cas/logout" { "Se déconnecter" }
                    }
                }
                main { h1 { (title) } (body) }
            }
        }
    }
}

/// The list of people to be, narrowed by name and profile; `unknown` is a login that nobody has.
pub(crate) fn choice(ent: &Ent, asked: &Login, unknown: Option<&str>) -> Markup {
    let wanted = |person: &&Person| (asked.profile.is_empty() || person.profile == asked.profile) && person.answers_to(&asked.q);
    let found: Vec<&Person> = ent.people.values().filter(wanted).collect();
    let service = asked.service();
    let body = html! {
        @if let Some(login) = unknown {
            p.problem role="alert" { "Personne n’a l’identifiant « " (login) " » dans cet ENT." }
        }
        @if let Some(service) = service {
            p { "Le service " strong { (service) } " demande qui vous êtes." }
        }
        form.search method="get" action="/cas/login" {
            (kept(asked))
            div {
                label for="q" { "Nom ou classe" }
                input #q type="search" name="q" value=(asked.q) autofocus;
            }
            div {
                label for="profile" { "Profil" }
                select #profile name="profile" {
                    option value="" { "Tous" }
                    @for (word, _, name) in PROFILES {
                        option value=(word) selected[asked.profile == *word] { (name) }
                    }
                }
            }
            button { "Chercher" }
        }
        p { (found.len()) " personnes" @if found.len() > SHOWN { ", les " (SHOWN) " premières ci-dessous" } "." }
        form method="get" action="/cas/login" {
            (kept(asked))
            ul.people {
                @for person in found.iter().take(SHOWN) {
                    li {
                        button name="as" value=(person.login) {
                            strong { (person.name) }
                            span { (person.profile_name()) @if let Some(classe) = &person.classe { " · " (classe) } }
                            @if !person.children.is_empty() { span { "de " (children(ent, person)) } }
                        }
                    }
                }
            }
        }
    };
    layout("Qui êtes-vous ?", None, &body)
}

fn kept(asked: &Login) -> Markup {
    html! {
        @if let Some(service) = asked.service() { input type="hidden" name="service" value=(service); }
        @if asked.renews() { input type="hidden" name="renew" value="true"; }
    }
}

fn children(ent: &Ent, person: &Person) -> String {
    let names: Vec<&str> =
        person.children.iter().filter_map(|login| ent.people.get(login)).map(|child| child.name.as_str()).collect();
    names.join(", ")
}

/// The portal of a person.
pub(crate) fn portal(ent: &Ent, person: &Person, tiles: &[&Tile]) -> Markup {
    let body = html! {
        @if !person.children.is_empty() { p { "Responsable de " (children(ent, person)) "." } }
        nav aria-label="Mes services" {
            ul.tiles {
                @for tile in tiles.iter().filter(|tile| !tile.widget) {
                    li { a href=(tile.url) { strong { (tile.title) } @if !tile.text.is_empty() { span { (tile.text) } } } }
                }
            }
        }
        @for tile in tiles.iter().filter(|tile| tile.widget) {
            section.widget {
                h2 { (tile.title) }
                iframe src=(tile.url) title=(tile.title) {}
            }
        }
        p.address { "Adresse de cet ENT : " (ent.public) }
    };
    layout("Bonjour", Some(person), &body)
}

/// After a logout.
pub(crate) fn goodbye() -> Markup {
    let body = html! {
        p { "Vous êtes déconnecté de l’ENT et de ses services." }
        p { a href="/cas/login" { "Se connecter" } }
    };
    layout("À bientôt", None, &body)
}

/// A service that may not ask for a login.
pub(crate) fn refused(service: &str) -> Markup {
    let body = html! {
        p.problem role="alert" { "L’adresse « " (service) " » n’est pas celle d’un service de cet ENT." }
        p { a href="/" { "Retour au portail" } }
    };
    layout("Service inconnu", None, &body)
}
