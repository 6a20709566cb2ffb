//! Floor 5: who knocks. The protocol side of logging in, without HTTP server and without database.
//!
//! * [`provider`]: one identity server of a school, as data; [`preset`]: those that come with Préau.
//! * [`cas`]: service addresses, tickets, their validation, answers, single logout.
//! * [`identity`]: what of an answer is kept, and the keys that may lead to a person.
//! * [`next`]: deep links; [`login_state`]: what the browser carries while it is at the identity server;
//!   [`cookie`]: the only cookies there are; [`limiter`]: against guessing; [`address`]: our own public address.
//!
//! Time, randomness and keys are parameters; the web floor calls this one and asks the policy floor for persons.

pub mod address;
pub mod cas;
pub mod cookie;
pub mod identity;
pub mod limiter;
pub mod login_state;
pub mod next;
pub mod preset;
pub mod provider;
