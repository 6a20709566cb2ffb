//! CAS 1, 2 and 3 as a client: where the browser is sent, the ticket it brings back, what the server says about it, and
//! the server's word that a session is over.

pub mod answer;
mod error;
pub mod logout;
pub mod service;
pub mod ticket;
pub mod validate;
mod xml;

pub use answer::CasUser;
pub use error::{CasError, Fault};
pub use ticket::{Ticket, TicketError};
pub use validate::Validator;
