//! Hostile guests, as real components, and the admission of packages.

mod admission;
mod burn;
mod data;
mod life;
mod writer;
