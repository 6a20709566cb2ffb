//! Lines for the tenant's own log. Never personal data: the host cannot check it.

use crate::sys;

/// How grave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// For the author.
    Debug,
    /// Good to know.
    Info,
    /// Somebody should look.
    Warn,
    /// It went wrong.
    Error,
}

/// Writes a line; at most 1000 characters are kept.
pub fn write(level: Level, message: &str) {
    sys::log(level, message);
}

/// For the author.
pub fn debug(message: &str) {
    write(Level::Debug, message);
}

/// Good to know.
pub fn info(message: &str) {
    write(Level::Info, message);
}

/// Somebody should look.
pub fn warn(message: &str) {
    write(Level::Warn, message);
}

/// It went wrong.
pub fn error(message: &str) {
    write(Level::Error, message);
}
