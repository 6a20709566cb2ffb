//! Policies: who sees what, who writes what, on both engines where data matter.

mod people;
