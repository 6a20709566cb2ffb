//! From notes to a score, from a score to an état d'acquisition. Pure.

/// How a score is made of notes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Weights 1, 2, 4, 8, 16: the most recent weighs most.
    Geometrique,
    /// Weights 1, 2, 3, …
    Arithmetique,
    /// Plain mean.
    Classique,
    /// Mean of the so many best.
    BestOf(u8),
    /// The most frequent value; the lowest of several.
    FrequenceMin,
    /// The most frequent value; the highest of several.
    FrequenceMax,
}

impl Method {
    /// Reads the text of the setting; the default for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "arithmetique" => Self::Arithmetique,
            "classique" => Self::Classique,
            "bestof1" => Self::BestOf(1),
            "bestof2" => Self::BestOf(2),
            "bestof3" => Self::BestOf(3),
            "frequencemin" => Self::FrequenceMin,
            "frequencemax" => Self::FrequenceMax,
            _ => Self::Geometrique,
        }
    }

    /// How many of the last notes count, of those the setting allows; 0 is all.
    fn limit(self, wanted: usize) -> usize {
        let most = match self {
            Self::Geometrique => 5,
            Self::Arithmetique => 9,
            _ => return wanted,
        };
        if wanted == 0 { most } else { wanted.min(most) }
    }
}

/// The score of values from oldest to newest, rounded half up; `None` when there is no value. Special codes must have
/// been left out before: they neither count nor push others out.
#[must_use]
pub fn score(method: Method, limit: usize, values: &[u32]) -> Option<u32> {
    let limit = method.limit(limit);
    let skipped = if limit == 0 { 0 } else { values.len().saturating_sub(limit) };
    let kept = values.get(skipped..).filter(|kept| !kept.is_empty())?;
    match method {
        Method::Geometrique => mean(kept.iter().copied().zip((0..).map(|n| 1 << n))),
        Method::Arithmetique => mean(kept.iter().copied().zip(1..)),
        Method::Classique => mean(kept.iter().map(|value| (*value, 1))),
        Method::BestOf(count) => {
            let mut best = kept.to_vec();
            best.sort_unstable();
            mean(best.into_iter().rev().take(usize::from(count)).map(|value| (value, 1)))
        }
        Method::FrequenceMin => kept.iter().copied().min_by_key(|value| (usize::MAX - times(kept, *value), *value)),
        Method::FrequenceMax => kept.iter().copied().max_by_key(|value| (times(kept, *value), *value)),
    }
}

fn times(values: &[u32], value: u32) -> usize {
    values.iter().filter(|v| **v == value).count()
}

/// The mean of (value, weight), rounded half up.
fn mean(weighted: impl Iterator<Item = (u32, u32)>) -> Option<u32> {
    let (sum, weight) = weighted.fold((0, 0), |(sum, weight), (value, w)| (sum + value * w, weight + w));
    (2 * sum + weight).checked_div(2 * weight)
}

/// An état d'acquisition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Non acquis: 0–39.
    NotAcquired,
    /// En voie d'acquisition: 40–60.
    Underway,
    /// Acquis: 61–100.
    Acquired,
}

impl State {
    /// From worst to best.
    pub const ALL: [Self; 3] = [Self::NotAcquired, Self::Underway, Self::Acquired];

    /// The state of a score; more than 100 counts as 100.
    #[must_use]
    pub fn of(score: u32) -> Self {
        match score {
            0..=39 => Self::NotAcquired,
            40..=60 => Self::Underway,
            _ => Self::Acquired,
        }
    }

    /// What it counts in a percentage of acquired items.
    #[must_use]
    pub fn value(self) -> u32 {
        match self {
            Self::NotAcquired => 0,
            Self::Underway => 50,
            Self::Acquired => 100,
        }
    }
}

/// The percentage of acquired items, of their scores; `None` without any.
#[must_use]
pub fn acquired(scores: &[u32]) -> Option<u32> {
    mean(scores.iter().map(|score| (State::of(*score).value(), 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Notes as codes 1–4, oldest first; what each method answers: geometrique (5), arithmetique (9), classique (0),
    /// bestof1, bestof2, bestof3.
    const MEANS: &[(&[usize], [u32; 6])] = &[
        (&[1, 4], [67, 67, 50, 100, 50, 50]),
        (&[4, 1], [33, 33, 50, 100, 50, 50]),
        (&[2, 3, 3], [62, 61, 56, 67, 67, 56]),
        (&[3, 2, 4], [76, 72, 67, 100, 84, 67]),
        (&[1, 2, 3, 4], [76, 67, 50, 100, 84, 67]),
        (&[4, 4, 1, 1], [20, 30, 50, 100, 100, 67]),
        (&[1, 1, 1, 1, 1, 4], [52, 29, 17, 100, 50, 33]),
        (&[2, 1], [11, 11, 17, 33, 17, 17]),
        (&[3], [67; 6]),
    ];

    const FREQUENCIES: &[(&[usize], u32, u32)] = &[(&[1, 1, 4, 4], 0, 100), (&[1, 2, 3], 0, 67), (&[2, 3, 3, 1], 67, 67)];

    fn values(notes: &[usize]) -> Vec<u32> {
        notes.iter().map(|note| [0, 33, 67, 100][note - 1]).collect()
    }

    #[test]
    fn scores_are_those_of_the_reference_vectors() {
        let methods = [
            (Method::Geometrique, 5),
            (Method::Arithmetique, 9),
            (Method::Classique, 0),
            (Method::BestOf(1), 0),
            (Method::BestOf(2), 0),
            (Method::BestOf(3), 0),
        ];
        for (notes, expected) in MEANS {
            for ((method, limit), expected) in methods.iter().zip(expected) {
                assert_eq!(score(*method, *limit, &values(notes)), Some(*expected), "{method:?} {notes:?}");
            }
        }
        for (notes, lowest, highest) in FREQUENCIES {
            assert_eq!(score(Method::FrequenceMin, 0, &values(notes)), Some(*lowest), "{notes:?}");
            assert_eq!(score(Method::FrequenceMax, 0, &values(notes)), Some(*highest), "{notes:?}");
        }
        for (method, limit) in methods {
            assert_eq!(score(method, limit, &[]), None, "only special codes");
        }
    }

    #[test]
    fn the_limit_keeps_the_last_notes() {
        assert_eq!(score(Method::Classique, 2, &[0, 0, 100, 67]), Some(84));
        assert_eq!(score(Method::Geometrique, 40, &[0, 0, 0, 0, 0, 100]), score(Method::Geometrique, 5, &[0, 0, 0, 0, 100]));
        assert_eq!(score(Method::Geometrique, 0, &[100, 0, 0, 0, 0, 0]), Some(0));
    }

    #[test]
    fn states_change_between_39_and_40_and_between_60_and_61() {
        assert_eq!([39, 40, 60, 61].map(State::of), [State::NotAcquired, State::Underway, State::Underway, State::Acquired]);
        assert_eq!(State::of(200), State::Acquired);
        assert_eq!(acquired(&[0, 10, 50, 80, 100]), Some(50), "2 NA, 1 VA, 2 A");
        assert_eq!(acquired(&[]), None);
    }
}
