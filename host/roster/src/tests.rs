//! Tests of the floor; the files they read are built here, letter by letter.

mod apply;
mod comparison;
mod encodings;
mod joined;
mod matching;
mod property;
mod reading;
mod refusals;
mod sample;
mod wrapping;
