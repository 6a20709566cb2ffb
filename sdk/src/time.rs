//! Days and moments. The present comes from [`ambient`](crate::ambient): a plugin has no clock.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Days since 1970-01-01, in the school's own time zone. In JSON: `"2026-11-22"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Day(pub i32);

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Instant(pub i64);

impl Day {
    /// The day with this date, if the calendar has it.
    #[must_use]
    pub fn from_civil(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        // Years begin in March, so that the leap day is the last of its year.
        let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let of_year = (153 * i32::try_from(m).ok()? + 2) / 5 + i32::try_from(day).ok()? - 1;
        let found = Self(y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + of_year - 719_468);
        (found.ymd() == (year, month, day)).then_some(found)
    }

    /// Year, month (1–12) and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let m = (5 * of_year + 2) / 153;
        let day = of_year - (153 * m + 2) / 5 + 1;
        let month = if m < 10 { m + 3 } else { m - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
    }

    /// Reads `2026-11-22`, what a date field posts, or `22/11/2026`, what people type.
    ///
    /// ```
    /// use preau_sdk::Day;
    /// assert_eq!(Day::parse("1970-01-02"), Some(Day(1)));
    /// assert_eq!(Day::parse("29/02/2024").map(Day::iso), Some("2024-02-29".into()));
    /// assert_eq!(Day::parse("2026-02-29"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (separator, french) = if text.contains('/') { ('/', true) } else { ('-', false) };
        let mut parts = text.trim().split(separator);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        let (year, day) = if french { (third, first) } else { (first, third) };
        if parts.next().is_some() || year.len() != 4 || !text.trim().bytes().all(|b| b.is_ascii_digit() || b == b'/' || b == b'-')
        {
            return None;
        }
        Self::from_civil(year.parse().ok()?, second.parse().ok()?, day.parse().ok()?)
    }

    /// `2026-11-22`.
    #[must_use]
    pub fn iso(self) -> String {
        let (year, month, day) = self.ymd();
        let mut text = String::with_capacity(10);
        for (number, width) in [(i64::from(year), 4), (i64::from(month), 2), (i64::from(day), 2)] {
            if !text.is_empty() {
                text.push('-');
            }
            let mut digits = String::new();
            crate::push_number(&mut digits, number);
            (digits.len()..width).for_each(|_| text.push('0'));
            text.push_str(&digits);
        }
        text
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IsoDay;
        impl Visitor<'_> for IsoDay {
            type Value = Day;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day such as 2026-11-22")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
                Day::parse(text).ok_or_else(|| E::custom("not a day"))
            }
        }
        deserializer.deserialize_str(IsoDay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_comes_back_from_its_text() {
        for number in (-200_000..200_000).step_by(17) {
            let day = Day(number);
            assert_eq!(Day::parse(&day.iso()), Some(day), "{number}");
        }
        assert_eq!(Day::from_civil(2026, 11, 22).map(|d| d.0), Some(20_779));
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for bad in ["", "2026", "2026-13-01", "2026-11-31", "26-11-22", "2026-11-22-1", "2026-+1-22", "31/02/2026", "a-b-c"] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn json_holds_the_iso_form() {
        let json = serde_json::to_string(&Day(0)).unwrap();
        assert_eq!(json, "\"1970-01-01\"");
        assert_eq!(serde_json::from_str::<Day>(&json).unwrap(), Day(0));
        assert!(serde_json::from_str::<Day>("12").is_err());
    }
}
