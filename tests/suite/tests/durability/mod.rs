//! What was said to be saved is on the disk: processes killed at any moment, system calls read, journals verified.

mod journal;
mod killed;
mod synced;
mod trace;
