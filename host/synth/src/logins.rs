//! Logins of the ENT: initial, dot, name, in plain letters, with a number for the second of that name.

use preau_domain::fold::fold;

use crate::school::School;

impl School {
    /// A login that nobody has yet.
    pub(crate) fn login(&mut self, first: &str, last: &str) -> String {
        let plain = |text: &str| -> String { fold(text).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect() };
        let (first, last) = (plain(first), plain(last));
        let stem = format!("{}.{}", first.chars().next().unwrap_or('x'), last);
        let mut login = stem.clone();
        let mut number = 2;
        while !self.logins.insert(login.clone()) {
            login = format!("{stem}{number}");
            number += 1;
        }
        login
    }
}
