//! From routes to functions whose parameters are typed.

use crate::{Failure, Group, Handle, Person, Request, Result, Subject, Writer};

/// Runs the first function whose method and pattern fit.
///
/// A segment in braces is a parameter and reaches the function as the type it asks for: `String`, `i64`, [`Person`],
/// [`Group`], [`Subject`] or an own [`FromSegment`]; two or three as a tuple, none as `()`. A segment that does not
/// read as its type is [`Failure::NotFound`], as is a route nobody answers; a known route with another method is `Invalid`.
///
/// ```
/// # use preau_sdk::{Failure, Person, Request, Result, Router, Writer};
/// fn show(_: &Request, who: Person, out: &mut Writer) -> Result { out.person_name(who); Ok(()) }
/// fn save(_: &Request, (who, page): (Person, i64), _: &mut Writer) -> Result { Ok(()) }
/// fn home(_: &Request, _: (), out: &mut Writer) -> Result { out.title("Accueil"); Ok(()) }
///
/// pub fn handle(req: &Request, out: &mut Writer) -> Result {
///     Router::new(req, out)
///         .get("/", home)
///         .get("/eleve/{who}", show)
///         .post("/eleve/{who}/page/{number}", save)
///         .end()
/// }
/// ```
pub struct Router<'r, 'q, 'w> {
    request: &'r Request<'q>,
    out: &'r mut Writer<'w>,
    method: String,
    path: String,
    known: bool,
    answer: Option<Result>,
}

impl<'r, 'q, 'w> Router<'r, 'q, 'w> {
    /// Begins to look for the function that answers.
    #[must_use]
    pub fn new(request: &'r Request<'q>, out: &'r mut Writer<'w>) -> Self {
        Self { request, out, method: request.method(), path: request.path(), known: false, answer: None }
    }

    /// Answers a GET.
    #[must_use]
    pub fn get<P: FromRoute>(self, pattern: &str, handler: impl FnOnce(&Request<'q>, P, &mut Writer<'w>) -> Result) -> Self {
        self.on("GET", pattern, handler)
    }

    /// Answers a POST.
    #[must_use]
    pub fn post<P: FromRoute>(self, pattern: &str, handler: impl FnOnce(&Request<'q>, P, &mut Writer<'w>) -> Result) -> Self {
        self.on("POST", pattern, handler)
    }

    /// What the function answered.
    ///
    /// # Errors
    /// Those of the function; `NotFound` when none fits, `Invalid` when only the method is another.
    pub fn end(self) -> Result {
        match self.answer {
            Some(answer) => answer,
            None if self.known => Err(Failure::invalid("cette adresse ne se demande pas ainsi")),
            None => Err(Failure::NotFound),
        }
    }

    fn on<P: FromRoute>(
        mut self,
        method: &str,
        pattern: &str,
        handler: impl FnOnce(&Request<'q>, P, &mut Writer<'w>) -> Result,
    ) -> Self {
        if self.answer.is_none()
            && let Some(params) = parameters(pattern, &self.path)
        {
            if self.method == method {
                self.answer = Some(match P::from_route(&params) {
                    Some(typed) => handler(self.request, typed, self.out),
                    None => Err(Failure::NotFound),
                });
            }
            self.known = true;
        }
        self
    }
}

/// The segments of `path` that stand where `pattern` has braces; `None` when the two do not fit.
fn parameters<'p>(pattern: &str, path: &'p str) -> Option<Vec<&'p str>> {
    let mut found = Vec::new();
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        let segment = segments.next()?;
        if wanted.starts_with('{') {
            found.push(segment);
        } else if wanted != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(found)
}

/// A type that one segment of a route can be read as.
pub trait FromSegment: Sized {
    /// Reads it; `None` makes the page not found.
    fn from_segment(segment: &str) -> Option<Self>;
}

impl FromSegment for String {
    fn from_segment(segment: &str) -> Option<Self> {
        (!segment.is_empty()).then(|| segment.to_owned())
    }
}

impl FromSegment for i64 {
    fn from_segment(segment: &str) -> Option<Self> {
        segment.parse().ok()
    }
}

impl FromSegment for Person {
    fn from_segment(segment: &str) -> Option<Self> {
        Handle::parse(segment).map(Self)
    }
}

impl FromSegment for Group {
    fn from_segment(segment: &str) -> Option<Self> {
        Handle::parse(segment).map(Self)
    }
}

impl FromSegment for Subject {
    fn from_segment(segment: &str) -> Option<Self> {
        Handle::parse(segment).map(Self)
    }
}

/// The parameters of a whole route.
pub trait FromRoute: Sized {
    /// Reads them; `None` makes the page not found.
    fn from_route(segments: &[&str]) -> Option<Self>;
}

impl FromRoute for () {
    fn from_route(segments: &[&str]) -> Option<Self> {
        segments.is_empty().then_some(())
    }
}

impl<T: FromSegment> FromRoute for T {
    fn from_route(segments: &[&str]) -> Option<Self> {
        let [one] = segments else { return None };
        T::from_segment(one)
    }
}

impl<A: FromSegment, B: FromSegment> FromRoute for (A, B) {
    fn from_route(segments: &[&str]) -> Option<Self> {
        let [a, b] = segments else { return None };
        Some((A::from_segment(a)?, B::from_segment(b)?))
    }
}

impl<A: FromSegment, B: FromSegment, C: FromSegment> FromRoute for (A, B, C) {
    fn from_route(segments: &[&str]) -> Option<Self> {
        let [a, b, c] = segments else { return None };
        Some((A::from_segment(a)?, B::from_segment(b)?, C::from_segment(c)?))
    }
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn patterns_fit_whole_paths_only() {
        assert_eq!(parameters("/", "/"), Some(vec![]));
        assert_eq!(parameters("/e/{id}/cells", "/e/k1/cells"), Some(vec!["k1"]));
        for (pattern, path) in [("/", "/e"), ("/e", "/e/"), ("/e/{id}", "/e"), ("/e/{id}", "/e/a/b"), ("/e/{id}/x", "/e/a/y")] {
            assert_eq!(parameters(pattern, path), None, "{pattern} {path}");
        }
    }
}
