//! The vocabulary that all stages speak.
//!
//! One article's way, one type a step:
//!
//! 1. `acquire`: bytes → [`Article`]
//! 2. `annotate`: [`Article`] → [`Annotated`]
//! 3. `code`: [`Annotated`] → [`Coded`] (its [`Report`]s and [`Utterance`]s)
//! 4. `collate`: all [`Coded`] known → [`Record`] (events, standings, claims, stories)
//! 5. `ledger`: [`Coded`] and [`Record`] → rows; append-only, as-of queries
//!
//! A [`Correction`] is what a person says of the record; it goes into 4 beside what is coded.
//!
//! Stage crates depend on this one and never on each other. Offsets are [`Span`]s: Unicode scalar
//! values of the article's text. Nothing here reads a file or a clock: data come in as [`Resources`].

mod actor;
mod annotated;
mod article;
mod attribution;
mod correction;
mod failure;
mod labels;
pub mod matrix;
mod meaning;
mod moment;
mod ontology;
mod pair;
pub mod phrases;
mod profile;
mod record;
mod report;
mod resources;
mod span;
mod stages;
mod text;
mod token;

pub use actor::{Actor, Mention, MentionKind, Point, Sector};
pub use annotated::{
    Annotated, DropReason, Dropped, Quantity, QuantityMention, QuantityRelation, Sentence, TimeKind, TimeMention, Tree,
};
pub use article::{Article, Place, Published, PublishedSource};
pub use attribution::{Attribution, Quote, Stance};
pub use correction::{
    Allowed, BadValue, Corrected, CorrectedField, Correction, CorrectionKind, CorrectionRow, CorrectionState,
    EventTarget, Judgement, ReportPlace, essentials, set_field, set_field_as_named, value_of,
};
pub use failure::Failure;
pub use meaning::Meaning;
pub use moment::{Basis, Dated, Precision};
pub use ontology::{Deed, Ontology};
pub use pair::{Pair, PairReading, Relate};
pub use profile::Profile;
pub use record::{
    Answer, AnswerBasis, ArticleRow, ClaimRow, ClockFault, ClockProblem, Disagreement, DisagreementValue, EventRow,
    HangsOn, HistoryStep, PloverScored, Record, StoryRow,
};
pub use report::{
    Assertion, Coded, Condition, Decided, EventType, Evidence, Field, Location, Party, PloverRecord, Report, Status,
    Utterance,
};
pub use resources::{DataError, Folder, Resources, read_table};
pub use span::Span;
pub use stages::{Annotate, Code, Collate};
pub use text::Text;
pub use token::{EntityLabel, NamedEntity, Parsed, PartOfSpeech, Relation, Tag, Token};
