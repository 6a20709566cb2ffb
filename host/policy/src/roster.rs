//! Imports: applied in one transaction.
