//! Instants, days and school years; the clock is a parameter so that tests and replays own it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Instant(pub i64);

/// Days since 1970-01-01, in the school's own time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Day(pub i32);

/// A school year, named by the year in which it begins: `SchoolYear(2026)` is 2026-2027.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SchoolYear(pub i16);

const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

impl Day {
    /// From a civil date; `None` outside the calendar.
    #[must_use]
    pub fn from_civil(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        date.since((jiff::Unit::Day, EPOCH)).ok().map(|span| Self(span.get_days()))
    }

    /// Reads `2026-09-01`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.parse().ok()?;
        (text.len() == 10).then(|| Self::from_civil(date.year(), date.month(), date.day())).flatten()
    }

    /// Reads `01/09/2026`.
    #[must_use]
    pub fn parse_french(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || day.len() != 2 || month.len() != 2 || year.len() != 4 {
            return None;
        }
        Self::from_civil(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    fn civil(self) -> jiff::civil::Date {
        EPOCH.checked_add(jiff::Span::new().try_days(self.0).unwrap_or_default()).unwrap_or(EPOCH)
    }

    /// `2026-09-01`, as a date field wants it.
    #[must_use]
    pub fn iso(self) -> String {
        self.civil().to_string()
    }

    /// `01/09/2026`, as French readers write it.
    #[must_use]
    pub fn french(self) -> String {
        let d = self.civil();
        format!("{:02}/{:02}/{:04}", d.day(), d.month(), d.year())
    }

    /// Year, month (1–12) and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i16, i8, i8) {
        let d = self.civil();
        (d.year(), d.month(), d.day())
    }

    /// Midnight at the beginning of this day in `zone`.
    #[must_use]
    pub fn start(self, zone: &Zone) -> Instant {
        self.civil().to_zoned(zone.0.clone()).map_or(Instant(0), |z| Instant(z.timestamp().as_millisecond()))
    }

    /// The school year this day belongs to: it turns on the first of August, as SACoche's default.
    #[must_use]
    pub fn school_year(self) -> SchoolYear {
        let d = self.civil();
        SchoolYear(if d.month() >= 8 { d.year() } else { d.year() - 1 })
    }
}

impl Instant {
    /// The day it falls on in `zone`.
    #[must_use]
    pub fn day(self, zone: &Zone) -> Day {
        let date = self.zoned(zone).date();
        Day::from_civil(date.year(), date.month(), date.day()).unwrap_or_default()
    }

    fn zoned(self, zone: &Zone) -> jiff::Zoned {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default().to_zoned(zone.0.clone())
    }

    /// `22/11/2026 à 08:05` in `zone`.
    #[must_use]
    pub fn french(self, zone: &Zone) -> String {
        let z = self.zoned(zone);
        let time = format!("{:02}:{:02}", z.hour(), z.minute());
        crate::text!("moment-french", day = self.day(zone).french(), time = time).to_string()
    }

    /// RFC 3339 in UTC, for logs and machine-readable output.
    #[must_use]
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default().to_string()
    }

    /// This instant plus so many milliseconds.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }
}

impl SchoolYear {
    /// Reads `2026-2027`; the second year must follow the first.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to): (i16, i16) = (from.parse().ok()?, to.parse().ok()?);
        (to == from + 1).then_some(Self(from))
    }

    /// 31 July of its second year: the last day of its grants.
    #[must_use]
    pub fn last_day(self) -> Day {
        Day::from_civil(self.0 + 1, 7, 31).unwrap_or_default()
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0, self.0 + 1)
    }
}

/// A time zone of a school, such as `Europe/Paris`.
#[derive(Clone, Debug)]
pub struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// The zone with this IANA name, if it exists.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        jiff::tz::TimeZone::get(name).ok().map(Self)
    }

    /// `Europe/Paris`.
    #[must_use]
    pub fn paris() -> Self {
        Self::named("Europe/Paris").unwrap_or(Self(jiff::tz::TimeZone::UTC))
    }
}

/// Where the present comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is moved: tests and replays.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock standing at `at`.
    #[must_use]
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// The present.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => Instant(jiff::Timestamp::now().as_millisecond()),
            Self::Fixed(at) => Instant(at.load(Ordering::Relaxed)),
        }
    }

    /// Moves a fixed clock forward; the machine's clock is not moved.
    pub fn advance(&self, milliseconds: i64) {
        if let Self::Fixed(at) = self {
            at.fetch_add(milliseconds, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_both_ways() {
        let day = Day::parse_french("01/09/2026").unwrap();
        assert_eq!(day, Day::parse_iso("2026-09-01").unwrap());
        assert_eq!((day.iso(), day.french()), ("2026-09-01".into(), "01/09/2026".into()));
        assert_eq!(Day::parse_iso("1970-01-02"), Some(Day(1)));
        for bad in ["31/02/2026", "1/9/2026", "2026-09-01", "01/09/26", "01/09/2026/1", ""] {
            assert!(Day::parse_french(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_school_year_turns_in_august() {
        assert_eq!(Day::parse_iso("2026-07-31").unwrap().school_year(), SchoolYear(2025));
        assert_eq!(Day::parse_iso("2026-08-01").unwrap().school_year().to_string(), "2026-2027");
        assert_eq!(SchoolYear::parse("2026-2028"), None);
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_school() {
        let day = Day::parse_iso("2026-11-22").unwrap();
        let start = day.start(&Zone::paris());
        assert_eq!(start.rfc3339(), "2026-11-21T23:00:00Z");
        assert_eq!(start.day(&Zone::paris()), day);
        assert_eq!(start.plus(-1).day(&Zone::paris()).0, day.0 - 1);
    }
}
