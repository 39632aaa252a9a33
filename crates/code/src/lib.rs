//! Stage 3: an annotated article to reports.
//!
//! For every sentence that is no dropped part:
//!
//! 1. [`triggers`]: which tokens name a deed, by which entry of the [`lexicon`]
//! 2. [`reading`]: how far it has come: [`tense`] and negation, then the [`governors`] that it hangs on ([`links`]) and
//!    what each makes of it ([`effect`])
//! 3. [`roles`]: who does it and to whom, at the [`positions`] that the entry names
//! 4. [`dates`], [`contexts`], [`evidence`]: when, about what, in which words
//! 5. [`mod@reference`]: deeds spoken of by a noun or pronoun alone ("the bill", "this will no longer happen")
//! 6. [`answers`]: which deed answers which
//! 7. [`utterances`], [`profile`]: what people say, and what the article is about
//!
//! Everything is a pure function of the article and of the data; no tensors, no files, no clock.

mod absorb;
pub mod answers;
pub mod check;
pub mod clause;
pub mod coder;
mod conditions;
pub mod contexts;
pub mod dates;
pub mod details;
pub mod effect;
pub mod evidence;
mod gate;
pub mod governors;
pub mod lexicon;
pub mod links;
mod meanings;
mod members;
pub mod pairs;
pub mod positions;
pub mod profile;
pub mod reading;
pub mod records;
pub mod reference;
pub mod relate;
pub mod roles;
pub mod scene;
pub mod tense;
pub mod triggers;
pub mod utterances;

pub use coder::Coder;
pub use relate::Related;
