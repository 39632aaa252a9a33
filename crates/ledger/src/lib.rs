//! Stage 5: the record kept in one SQLite file, append-only, with two clocks.
//!
//! [`terms::Coded`] (one an article) and [`terms::Record`] (all of them collated) → rows:
//!
//! 1. [`Ledger::knowledge`] tells which articles need coding;
//! 2. [`Ledger::add`] stores articles with what was coded of them, a batch a transaction;
//! 3. [`Ledger::record`] collates what is stored, as of any moment of either clock;
//! 4. [`Ledger::amend`] appends how the record differs from the last one;
//! 5. [`Ledger::correct`] appends what a person sets right: it goes into 3 with what is coded, and holds over new runs.
//!
//! What is stored is a set: articles in any order, in any batches, read once or twice, give the same
//! record. Only the reading clock tells the order of reading, and it is passed in: nothing here reads a
//! clock. Collating is passed in too, as a function, since stages do not know each other.

mod amendments;
mod articles;
mod backup;
mod by_key;
mod changes;
mod clock;
mod correct;
mod corrections;
mod error;
mod forgetting;
mod remains;
mod review;
mod runs;
mod salvage;
mod schema;
mod sighting;
mod soundness;
mod store;
mod versions;
mod view;

pub use amendments::{Amendment, AmendmentKind};
pub use articles::{Added, Knowledge, StoredArticle};
pub use by_key::{ArticleKey, Whole};
pub use changes::{Change, StandingPair, changes};
pub use clock::{BadMoment, Until};
pub use correct::{Draft, Made, Wish};
pub use error::LedgerError;
pub use remains::Loss;
pub use review::{ReviewItem, ReviewKind, review};
pub use runs::{Run, RunEnd, RunId};
pub use salvage::{Checkup, Remains, examine, salvage};
pub use schema::SCHEMA;
pub use soundness::{Fault, Verdict};
pub use store::Ledger;
pub use versions::Versions;
pub use view::{Collating, View, until_of_published};
