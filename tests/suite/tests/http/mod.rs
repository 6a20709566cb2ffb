//! What browsers get: pages for whom they are, refusals for everybody else, headers on everything.

mod door;
mod failing;
mod headers;
mod importing;
mod linking;
mod matrix;
mod notice;
mod posting;
mod sessions;
