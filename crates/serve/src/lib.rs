//! The pages and the HTTP API: what the ledger holds, for readers and programs.
//!
//! 1. [`Desk`]: the ledger opened to read only, its record collated and indexed ([`snapshot`]), renewed when the file changes;
//! 2. [`guard`]: what every request must pass, and what every answer bears;
//! 3. [`api`]: JSON, with its OpenAPI description; [`pages`]: the same rows as HTML.
//!
//! Nothing is written to the ledger, and nothing is fetched from anywhere. No page and no answer holds a word that is not in
//! a row or in a label.

mod api;
mod ask;
mod assets;
mod desk;
mod facts;
mod fields;
mod guard;
mod marks;
mod pages;
mod people;
mod problem;
mod refresh;
mod search;
mod server;
mod snapshot;

#[cfg(test)]
mod described;
#[cfg(test)]
#[path = "../tests/sample/mod.rs"]
mod sample;

pub use api::description;
pub use desk::{Desk, Options};
pub use server::{ServeError, router, serve};
