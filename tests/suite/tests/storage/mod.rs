//! Storage on both engines.

mod migrations;
