//! Tests through several floors. One binary: one link, one database server.

mod policy;
mod roster;
mod storage;
