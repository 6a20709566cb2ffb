//! The house rules, each a test over the project's own files, so that no rule needs a reviewer. Every rule is a function from a
//! [`tree::Tree`] to its faults; beside it stand a test over the real tree and a test that the rule sees a fault when there is one.

pub mod docs;
pub mod floors;
pub mod habits;
pub mod messages;
pub mod requirements;
pub mod scan;
pub mod shape;
pub mod supply;
pub mod tree;
pub mod wit;
