//! Référentiels: trees of domaines, thèmes and items, fixed texts with their official source.

mod maths4;
mod socle;

pub use maths4::MATHS_CYCLE_4;
pub use socle::SOCLE;

/// A tree of items.
#[derive(Clone, Copy, Debug)]
pub struct Referentiel {
    /// Short and stable; items' ids begin with it.
    pub id: &'static str,
    /// Shown.
    pub title: &'static str,
    /// The official text it was taken from.
    pub source: &'static str,
    /// Its domaines.
    pub domains: &'static [Domain],
}

/// A domaine.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    /// One letter or digit.
    pub code: &'static str,
    /// Shown.
    pub title: &'static str,
    /// Its thèmes.
    pub themes: &'static [Theme],
}

/// A thème.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Unique in its domaine.
    pub code: &'static str,
    /// Shown.
    pub title: &'static str,
    /// Its items.
    pub items: &'static [Item],
}

/// An item: what is marked.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Unique among all référentiels; stored in evaluations.
    pub id: &'static str,
    /// At most 15 characters.
    pub short: &'static str,
    /// The whole wording.
    pub title: &'static str,
    /// The official text.
    pub source: &'static str,
    /// Components of the socle it counts for.
    pub socle: &'static [&'static str],
}

/// All that are delivered.
pub const ALL: &[Referentiel] = &[MATHS_CYCLE_4, SOCLE];

/// Stands for all of them in a route.
pub const EVERY: &str = "tous";

/// The référentiels that a part of a route names.
#[must_use]
pub fn named(id: &str) -> Vec<&'static Referentiel> {
    ALL.iter().filter(|referentiel| id == EVERY || slug(referentiel.id) == id).collect()
}

/// An item with where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its position among all items, for sorting.
    pub position: usize,
    /// Its domaine.
    pub domain: &'static Domain,
    /// Itself.
    pub item: &'static Item,
}

/// Every item of these référentiels, in order.
pub fn places<'r>(referentiels: impl IntoIterator<Item = &'r Referentiel>) -> impl Iterator<Item = Place> {
    let domains = referentiels.into_iter().flat_map(|referentiel| referentiel.domains);
    let items = domains.flat_map(|domain| domain.themes.iter().flat_map(|theme| theme.items).map(move |item| (domain, item)));
    items.enumerate().map(|(position, (domain, item))| Place { position, domain, item })
}

/// The item with this id.
#[must_use]
pub fn find(id: &str) -> Option<Place> {
    places(ALL).find(|place| place.item.id == id)
}

/// An id as names of fields and columns take it: `M4.A1` becomes `m4-a1`.
#[must_use]
pub fn slug(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_and_their_slugs_are_unique_and_short_names_short() {
        let (mut ids, mut slugs) = (BTreeSet::new(), BTreeSet::new());
        for place in places(ALL) {
            assert!(ids.insert(place.item.id), "{}", place.item.id);
            assert!(slugs.insert(slug(place.item.id)), "{}", place.item.id);
            assert!(slug(place.item.id).bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert!((1..=15).contains(&place.item.short.chars().count()), "{}", place.item.short);
            assert!(!place.item.title.is_empty() && !place.item.source.is_empty(), "{}", place.item.id);
        }
        assert!(ids.len() > 20);
        assert_eq!(find("M4.A1").map(|place| place.domain.code), Some("A"));
        assert!(find("M4.Z9").is_none());
    }

    #[test]
    fn a_route_names_one_or_all() {
        assert_eq!(named("soc").len(), 1);
        assert_eq!(named(EVERY).len(), ALL.len());
        assert!(named("inconnu").is_empty());
    }
}
