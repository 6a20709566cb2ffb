//! Writing routes and numbers without `format!`.

use crate::{Group, Handle, Person, Subject};

/// Something that can stand in a route.
pub trait RoutePart {
    /// Appends it.
    fn push_to(&self, route: &mut String);
}

impl RoutePart for str {
    fn push_to(&self, route: &mut String) {
        route.push_str(self);
    }
}

impl RoutePart for String {
    fn push_to(&self, route: &mut String) {
        route.push_str(self);
    }
}

impl RoutePart for i64 {
    fn push_to(&self, route: &mut String) {
        push_number(route, *self);
    }
}

impl RoutePart for Handle {
    fn push_to(&self, route: &mut String) {
        Handle::push_to(*self, route);
    }
}

impl RoutePart for Person {
    fn push_to(&self, route: &mut String) {
        self.0.push_to(route);
    }
}

impl RoutePart for Group {
    fn push_to(&self, route: &mut String) {
        self.0.push_to(route);
    }
}

impl RoutePart for Subject {
    fn push_to(&self, route: &mut String) {
        self.0.push_to(route);
    }
}

impl<T: RoutePart + ?Sized> RoutePart for &T {
    fn push_to(&self, route: &mut String) {
        T::push_to(self, route);
    }
}

/// Joins parts into a route: `route!("/eleve/", who, "/bilan")`. Parts are texts, handles or `i64`s.
///
/// ```
/// let group = preau_sdk::Group::default();
/// assert_eq!(preau_sdk::route!("/classe/", group, "/page/", 3_i64), "/classe/00000000000000000000000000/page/3");
/// ```
#[macro_export]
macro_rules! route {
    ($($part:expr),+ $(,)?) => {{
        let mut route = ::std::string::String::with_capacity(64);
        $($crate::RoutePart::push_to(&$part, &mut route);)+
        route
    }};
}

/// Appends a number in decimal; cheaper than `write!`, which matters in a guest.
///
/// ```
/// let mut text = String::from("n = ");
/// preau_sdk::push_number(&mut text, -120);
/// assert_eq!(text, "n = -120");
/// ```
pub fn push_number(text: &mut String, number: i64) {
    if number < 0 {
        text.push('-');
    }
    let mut rest = number.unsigned_abs();
    let mut digits = [0_u8; 20];
    let mut used = 0_usize;
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    for digit in digits.iter().skip(20 - used) {
        text.push(char::from(*digit));
    }
}

#[cfg(test)]
mod tests {
    use super::push_number;

    #[test]
    fn numbers_are_written_as_display_does() {
        for number in [0, 1, 9, 10, -1, 1999, i64::MAX, i64::MIN] {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text, number.to_string());
        }
    }
}
