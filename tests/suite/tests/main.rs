//! Tests through several floors. One binary: one link, one database server.

mod cas;
mod durability;
mod http;
mod ignorance;
mod policy;
mod roster;
mod sandbox;
mod storage;
