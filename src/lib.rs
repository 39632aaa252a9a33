//! Demarche reads news articles and keeps a record of international politics: who did what to whom, who says so,
//! and whether it still stands.
//!
//! The pipeline, a crate a stage:
//!
//! 1. `acquire`: bytes → [`terms::Article`]
//! 2. `annotate`: article → [`terms::Annotated`]
//! 3. `code`: annotated → [`terms::Coded`]
//! 4. `collate`: all coded → [`terms::Record`]
//! 5. `ledger`: rows in one file; append-only, as-of queries
//!
//! [`engine`] wires them; [`data`] holds what they are built from.

pub mod data;
pub mod engine;
