//! Floor 2: the synthetic collège. Invented people from a fixed seed, written as the official files that a real school exports.
//!
//! * [`School::generate`] makes the school, [`School::files`] writes SIECLE and STS-Web, [`School::people`] lists ENT accounts.
//! * [`School::next_month`] is the same school later: some left, some arrived, some changed.
//! * `names`, `first_names` and `catalogue` hold the words; `families`, `classes` and `staff` draw people; `siecle`, `structures` and `sts` write.

mod catalogue;
mod classes;
mod dice;
mod families;
mod first_names;
mod later;
mod logins;
mod names;
mod pack;
mod people;
mod school;
mod siecle;
mod staff;
mod structures;
mod sts;
#[cfg(test)]
mod tests;
mod xml;

pub use people::Person;
pub use school::{School, Size};
