//! The record in formats of others.
//!
//! [`Source`] (a [`terms::Record`], the codings behind it, the [`Mapping`] of codes) → bytes, by the table [`FORMATS`]:
//!
//! 1. `plover`, `polecat`, `gdelt`: event data, what PLOVER counts of an event as it stands;
//! 2. `stix`: cyber attacks with who is said to be behind them, and who denies it;
//! 3. `timeline`, `graphml`, `geojson`: to be drawn;
//! 4. `csv`, `parquet`: everything, a table each.
//!
//! A format is one file here and one row of the table. Its parts are written to an [`std::io::Write`], row by row; one
//! that makes a folder of files asks a [`Folder`] for them. Nothing here prints or reads a clock: the same source gives
//! the same bytes.

mod counted;
mod csv;
mod day;
mod dyads;
mod format;
mod gdelt;
mod geojson;
mod graphml;
mod mapping;
mod parquet;
mod plover;
mod polecat;
mod source;
mod stix;
mod tables;
mod techniques;
mod timeline;

pub use format::{FORMATS, Folder, Format, Part, format};
pub use mapping::Mapping;
pub use source::Source;
pub use techniques::check;
