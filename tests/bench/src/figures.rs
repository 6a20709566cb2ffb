//! Figures of several rounds, and the table they are printed in.

use std::fmt::Write as _;

use crate::load::Measured;

/// The value at this share of sorted times.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index into a list")]
pub(crate) fn quantile(sorted: &[u32], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied().map_or(0.0, f64::from)
}

/// The middle of some values; 0 of none.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let at = sorted.len() / 2;
    let high = sorted.get(at).copied().unwrap_or_default();
    if sorted.len().is_multiple_of(2) && at > 0 { f64::midpoint(high, sorted.get(at - 1).copied().unwrap_or(high)) } else { high }
}

/// One case over its rounds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rounds(pub(crate) Vec<Measured>);

/// A value over rounds: the median, the lowest and the highest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Over {
    pub(crate) median: f64,
    pub(crate) lowest: f64,
    pub(crate) highest: f64,
}

/// The median of some values with their span.
pub(crate) fn over(values: &[f64]) -> Over {
    Over {
        median: median(values.iter().copied()),
        lowest: values.iter().copied().fold(f64::INFINITY, f64::min),
        highest: values.iter().copied().fold(0.0, f64::max),
    }
}

impl Rounds {
    fn values(&self, which: fn(&Measured) -> f64) -> Vec<f64> {
        self.0.iter().map(which).collect()
    }

    /// Milliseconds in the middle of each round.
    pub(crate) fn p50(&self) -> Over {
        over(&self.values(|m| m.p50 / 1000.0))
    }

    /// Milliseconds that one in a hundred takes longer than.
    pub(crate) fn p99(&self) -> Over {
        over(&self.values(|m| m.p99 / 1000.0))
    }

    /// Requests in a second.
    pub(crate) fn rate(&self) -> Over {
        over(&self.values(Measured::rate))
    }

    /// Bytes of the largest answer.
    pub(crate) fn bytes(&self) -> usize {
        self.0.iter().map(|m| m.bytes).max().unwrap_or(0)
    }

    fn trouble(&self) -> Option<String> {
        let errors: usize = self.0.iter().map(|m| m.errors).sum();
        let first = self.0.iter().find_map(|m| m.first_error.clone()).unwrap_or_default();
        (errors > 0).then(|| format!("{errors} errors: {first}"))
    }

    /// Milliseconds in the middle of each round at the other server.
    pub(crate) fn beside(&self) -> Over {
        over(&self.values(|m| m.beside_p50 / 1000.0))
    }

    /// p50 here ÷ p50 at the other server, which had every other request.
    pub(crate) fn ratio_beside(&self) -> Over {
        over(&self.values(|m| if m.beside_p50 > 0.0 { m.p50 / m.beside_p50 } else { 0.0 }))
    }

    /// p50 of this ÷ p50 of that, round by round: they ran one after the other.
    pub(crate) fn ratio(&self, below: &Self) -> Over {
        let pairs = self.0.iter().zip(&below.0).filter(|(_, b)| b.p50 > 0.0);
        over(&pairs.map(|(a, b)| a.p50 / b.p50).collect::<Vec<_>>())
    }
}

/// A line of the table.
struct Line {
    what: String,
    figure: String,
    span: String,
    goal: String,
    met: Option<bool>,
}

/// The table.
#[derive(Default)]
pub(crate) struct Table(Vec<Line>);

/// What a figure should be.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    Most(f64),
    Least(f64),
    None,
}

impl Table {
    /// A figure with its unit and digits, the span of its rounds and its goal.
    pub(crate) fn line(&mut self, what: &str, value: Over, unit: &str, goal: Goal) {
        let (text, met) = match goal {
            Goal::Most(most) => (format!("≤ {}", number(most)), Some(value.median <= most)),
            Goal::Least(least) => (format!("≥ {}", number(least)), Some(value.median >= least)),
            Goal::None => (String::new(), None),
        };
        let span =
            if value.lowest.is_finite() { format!("{}..{}", number(value.lowest), number(value.highest)) } else { String::new() };
        let figure = format!("{} {unit}", number(value.median));
        self.0.push(Line { what: what.to_owned(), figure, span, goal: text, met });
    }

    /// Something to know that is no figure.
    pub(crate) fn note(&mut self, what: &str) {
        self.0.push(Line { what: what.to_owned(), figure: String::new(), span: String::new(), goal: String::new(), met: None });
    }

    /// Errors of a case, where there were some: its figures are then worth nothing.
    pub(crate) fn trouble(&mut self, what: &str, rounds: &Rounds) {
        if let Some(trouble) = rounds.trouble() {
            self.note(&format!("! {what}: {trouble}"));
        }
    }

    /// The whole, as Markdown.
    pub(crate) fn text(&self) -> String {
        let mut out = String::from("| what | figure | lowest..highest round | goal | |\n|---|---|---|---|---|\n");
        for Line { what, figure, span, goal, met } in &self.0 {
            let met = match met {
                Some(true) => "met",
                Some(false) => "NOT MET",
                None => "",
            };
            // Writing into a `String` cannot fail.
            let _ = writeln!(out, "| {what} | {figure} | {span} | {goal} | {met} |");
        }
        out
    }
}

/// Three significant digits, or whole numbers from a hundred on.
fn number(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_the_middle() {
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median([]), 0.0);
        assert_eq!(quantile(&[1, 2, 3, 4, 5], 0.5), 3.0);
        assert_eq!(quantile(&[], 0.99), 0.0);
    }

    #[test]
    fn a_goal_that_is_missed_is_said_plainly() {
        let mut table = Table::default();
        table.line("a", over(&[2.0, 1.0, 3.0]), "ms", Goal::Most(1.9));
        table.line("b", over(&[2.0]), "/s", Goal::Least(2.0));
        assert!(table.text().contains("| a | 2.00 ms | 1.00..3.00 | ≤ 1.90 | NOT MET |"), "{}", table.text());
        assert!(table.text().contains("| b | 2.00 /s | 2.00..2.00 | ≥ 2.00 | met |"), "{}", table.text());
    }
}
