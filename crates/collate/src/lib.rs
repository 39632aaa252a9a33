//! Stage 4: all reports to one record.
//!
//! A pure function of the set of coded articles and of what people set right: the order in which they come does not matter.
//!
//! 1. [`clock`]: when each article and report was said
//! 2. [`origins`]: copies of one wire story count once
//! 3. [`stories`]: articles that belong together
//! 4. [`sameness`]: reports of one event, within a story
//! 5. [`standing`]: where each event stands, by the table in `data/standing/`
//! 6. [`quantities`], [`disagreements`], [`responses`]: which numbers stand, where reports differ, which event answers which
//! 7. [`claims`]: who says what
//! 8. [`deadlines`]: what was due and went unreported
//! 9. [`summary`]: lines and titles, put together from rows
//!
//! `corrections` act between these: on actors before 3, on groups after 4, on fields after 5.

pub mod claims;
pub mod clock;
pub mod collator;
mod corrections;
pub mod deadlines;
pub mod disagreements;
pub mod origins;
pub mod paraphrase;
pub mod quantities;
pub mod responses;
pub mod sameness;
pub mod specifics;
pub mod standing;
pub mod stories;
pub mod summary;

pub use collator::Collator;
