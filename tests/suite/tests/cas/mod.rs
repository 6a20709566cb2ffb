//! Logging in through CAS servers: one that forges every answer, and a real LemonLDAP::NG.

mod answers;
mod logouts;
mod portal;
mod tickets;
