//! All that a school knows of its people, as texts and numbers that may be nowhere in a guest, and the search for them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use preau_domain::fold::fold;
use preau_domain::time::Day;

use super::site::{NAME, PLACE, Site};

/// The shortest needle: shorter ones are everywhere.
const SHORTEST: usize = 4;

/// Something that a guest must not know.
pub(super) struct Needle {
    /// What it is.
    pub(super) what: &'static str,
    /// For messages.
    pub(super) shown: String,
    bytes: Vec<u8>,
    /// A short number: found only where no other digit touches it.
    alone: bool,
}

/// What is searched for: texts in folded memory, numbers in memory as it is.
pub(super) struct Needles {
    texts: Finder,
    numbers: Finder,
    /// How many there were before those that the package itself holds were left out.
    pub(super) known: usize,
    /// Those left out.
    pub(super) left_out: Vec<String>,
}

impl Needles {
    /// Of this school and these session secrets, without what the package holds by itself.
    pub(super) async fn of(site: &Site, secrets: &[String]) -> Self {
        let (texts, numbers) = (facts(site, secrets).await, births(site).await);
        let (known, mut left_out) = (texts.len() + numbers.len(), Vec::new());
        let texts = Finder::of(texts).without(&folded(&site.package), &mut left_out);
        let numbers = Finder::of(numbers).without(&site.package, &mut left_out);
        Self { texts, numbers, known, left_out }
    }

    /// How many are searched for.
    pub(super) fn len(&self) -> usize {
        self.texts.needles.len() + self.numbers.needles.len()
    }

    /// How many of each kind are searched for.
    pub(super) fn kinds(&self) -> BTreeMap<&'static str, usize> {
        let mut kinds = BTreeMap::new();
        self.texts.needles.iter().chain(&self.numbers.needles).for_each(|n| *kinds.entry(n.what).or_default() += 1);
        kinds
    }

    /// Those that are in some bytes, sorted and each once: (what, shown).
    pub(super) fn found<'a>(&'a self, bytes: &[u8]) -> BTreeSet<(&'static str, &'a str)> {
        let texts = self.texts.find(&folded(bytes));
        texts.into_iter().chain(self.numbers.find(bytes)).map(|n| (n.what, n.shown.as_str())).collect()
    }
}

/// Names, keys, logins, classes and whatever else is text.
async fn facts(site: &Site, secrets: &[String]) -> Vec<Needle> {
    let mut all: BTreeMap<Vec<u8>, Needle> = BTreeMap::new();
    let mut add = |what: &'static str, text: &str| {
        let bytes = folded(text.as_bytes());
        let alone = bytes.len() < 6 && bytes.iter().all(u8::is_ascii_digit);
        if !bytes.is_empty() {
            all.entry(bytes.clone()).or_insert(Needle { what, shown: text.to_owned(), bytes, alone });
        }
    };
    for row in site.rows("SELECT last_name, usage_name, first_name, first_name_2, email, birth FROM person", None).await {
        add("last name", row.text(0));
        add("last name", row.text(1));
        for first in [row.text(2), row.text(3)].into_iter().filter(|first| first.chars().count() >= SHORTEST) {
            add("first name", first);
        }
        add("e-mail", row.text(4));
        if let Some(birth) = row.maybe_int(5).map(day) {
            add("birth date", &birth.iso());
            add("birth date", &birth.french());
        }
    }
    for row in site.rows("SELECT value FROM person_key", None).await {
        add("identifier", row.text(0));
        // the STS id without its origin
        row.text(0).split_once(':').into_iter().for_each(|(_, id)| add("identifier", id));
    }
    for person in &site.people {
        add("login", &person.login);
        add("name", &person.name);
    }
    let mut codes = Vec::new();
    for row in site.rows("SELECT code, label FROM school_group", None).await {
        for text in [row.text(0), row.text(1)] {
            match text.len() {
                0..SHORTEST => codes.push(text.to_owned()),
                _ => add("class", text),
            }
        }
    }
    // codes as short as 5B are everywhere; in a column they would stand one after the other
    codes.sort();
    codes.dedup();
    codes
        .iter()
        .flat_map(|a| codes.iter().map(move |b| (a, b)))
        .filter(|(a, b)| a != b)
        .for_each(|(a, b)| add("class", &format!("{a}{b}")));
    [NAME, PLACE, "Glaïeuls", preau_server::demo::UAI].into_iter().for_each(|text| add("school", text));
    secrets.iter().for_each(|secret| add("session", secret));
    all.into_values().collect()
}

/// Birth dates as the host would write them into a column: days since 1970 in eight bytes, one after the other.
async fn births(site: &Site) -> Vec<Needle> {
    let births = site.rows("SELECT DISTINCT birth FROM person WHERE kind = 'pupil' AND birth IS NOT NULL", None).await;
    let days: Vec<i64> = births.iter().map(|row| row.int(0)).collect();
    let pairs = days.iter().flat_map(|a| days.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b);
    let needle = |(a, b): (i64, i64)| Needle {
        what: "birth column",
        shown: format!("{} {}", day(a).iso(), day(b).iso()),
        bytes: [a.to_le_bytes(), b.to_le_bytes()].concat(),
        alone: false,
    };
    pairs.map(needle).collect()
}

fn day(number: i64) -> Day {
    Day(i32::try_from(number).expect("a day"))
}

/// Finds many needles in one pass.
struct Finder {
    needles: Vec<Needle>,
    /// Whether some needle begins with these two bytes.
    begins: Vec<bool>,
    heads: HashMap<[u8; SHORTEST], Vec<usize>>,
}

impl Finder {
    fn of(needles: Vec<Needle>) -> Self {
        let (mut begins, mut heads) = (vec![false; 1 << 16], HashMap::<_, Vec<usize>>::new());
        for (at, needle) in needles.iter().enumerate() {
            let Some(head) = needle.bytes.first_chunk::<SHORTEST>() else { continue };
            begins[usize::from(u16::from_le_bytes([head[0], head[1]]))] = true;
            heads.entry(*head).or_default().push(at);
        }
        Self { needles, begins, heads }
    }

    fn find(&self, hay: &[u8]) -> Vec<&Needle> {
        let mut found = Vec::new();
        for (at, head) in hay.array_windows::<SHORTEST>().enumerate() {
            if !self.begins[usize::from(u16::from_le_bytes([head[0], head[1]]))] {
                continue;
            }
            let Some(candidates) = self.heads.get(head) else { continue };
            let touched = |needle: &Needle| {
                let before = at.checked_sub(1).and_then(|before| hay.get(before));
                [before, hay.get(at + needle.bytes.len())].into_iter().flatten().any(u8::is_ascii_digit)
            };
            let here = candidates.iter().map(|n| &self.needles[*n]).filter(|n| hay[at..].starts_with(&n.bytes));
            found.extend(here.filter(|n| !(n.alone && touched(n))));
        }
        found
    }

    /// Without what is too short, and what is in `hay`.
    fn without(self, hay: &[u8], left_out: &mut Vec<String>) -> Self {
        let there: BTreeSet<Vec<u8>> = self.find(hay).into_iter().map(|n| n.bytes.clone()).collect();
        let (kept, out): (Vec<Needle>, Vec<Needle>) =
            self.needles.into_iter().partition(|n| n.bytes.len() >= SHORTEST && !there.contains(&n.bytes));
        left_out.extend(out.into_iter().map(|n| n.shown));
        Self::of(kept)
    }
}

/// Bytes as they are compared: lower case without accents where they are UTF-8, one zero for many.
pub(super) fn folded(bytes: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let mut taken = 1;
        match first {
            0 if out.last() == Some(&0) => {}
            b'-' | b'\'' | b'_' => out.push(b' '),
            0..0x80 => out.push(first.to_ascii_lowercase()),
            _ => match rest.get(..2).and_then(|two| std::str::from_utf8(two).ok()) {
                Some(letter) => {
                    taken = 2;
                    let plain = fold(letter).to_lowercase();
                    let mark = ('\u{300}'..='\u{36f}').contains(&letter.chars().next().unwrap_or(' '));
                    out.extend_from_slice(if plain.is_empty() && !mark { letter.as_bytes() } else { plain.as_bytes() });
                }
                None if rest.starts_with("’".as_bytes()) => {
                    taken = 3;
                    out.push(b' ');
                }
                None => out.push(*first),
            },
        }
        rest = &rest[taken..];
    }
    out
}

#[test]
fn a_needle_is_found_however_it_is_written() {
    let needle = |text: &str, alone| Needle { what: "name", shown: text.into(), bytes: folded(text.as_bytes()), alone };
    let finder = Finder::of(vec![needle("Jean-Noël", false), needle("Lefèvre", false), needle("4012", true)]);
    let found = |text: &str| finder.find(&folded(text.as_bytes())).iter().map(|n| n.shown.as_str()).collect::<Vec<_>>().join(" ");
    for text in ["xJEAN-NOËLx", "\0\0jean noel\0", "\u{ff}\u{1F600}Jean’Noe\u{308}l", "LEFEVREJean-Noël"] {
        assert!(found(text).ends_with("Jean-Noël"), "{text}: {}", found(text));
    }
    assert_eq!(found("lefèvre Lefevre LEFÈVR"), "Lefèvre Lefèvre");
    assert_eq!(
        (found("a4012b"), found("40123"), found("14012"), found("Jean")),
        ("4012".into(), String::new(), String::new(), String::new())
    );
    let mut binary = vec![0xc3, 0x28, 0xff];
    binary.extend("LEFÈVRE".bytes());
    assert_eq!(finder.find(&folded(&binary)).len(), 1);
}
