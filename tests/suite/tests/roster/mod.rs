//! Imports, from official files to what the database holds, on both engines.

mod changes;
mod court;
mod crash;
mod entering;
mod files;
mod homonyms;
mod leavers;
mod refusals;
mod school;
