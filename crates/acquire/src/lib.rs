//! Stage 1: bytes to articles.
//!
//! An article's way through this crate, one module a step:
//!
//! 1. [`Reader`]: paths and streams → files, in a stable order
//! 2. `encoding`: bytes → characters
//! 3. `formats`: characters → drafts, by a table of kinds told by content; `fields` says which member of a record is what
//! 4. `draft`: a draft → [`terms::Article`] (id, hash, date, preamble, language)
//!
//! Whatever cannot be read becomes a [`Problem`] that names the place, what was kept and what to do; the rest is
//! read all the same. Nothing here panics or prints. A file is read piece by piece: what is held of it at once (a page,
//! a record, what one packed member of an archive holds, a row group, a Parquet file that comes from a stream) is
//! bounded by the [`Limits`], not by its length.

mod draft;
mod encoding;
mod fields;
mod first_line;
mod folders;
mod formats;
mod guard;
mod language;
mod limits;
mod problem;
mod published;
mod reader;

pub use draft::content_hash;
pub use fields::{Fields, NoSuchField};
pub use formats::{FeedLink, feed_links, is_feed, unpacked_body};
pub use guard::is_guarded;
pub use limits::Limits;
pub use problem::{Cause, Problem, Severity};
pub use reader::{Input, Meter, Reader, bytes_of, files_of};
