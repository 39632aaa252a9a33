//! What rows look like in answers: the description is made from these, and a test reads real answers with them.

#![expect(dead_code, reason = "the description and tests are made from the fields; answers are written from the rows")]

use serde::Deserialize;
use utoipa::ToSchema;

/// Declares an enum by its spellings, as `terms` has it.
macro_rules! spelled {
    ($name:ident of $labels:ty) => {
        /// One of the spellings below.
        #[derive(Debug)]
        pub(crate) struct $name;

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$labels>::deserialize(deserializer).map(|_| Self)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .enum_values(Some(<$labels>::ALL.iter().map(|label| label.as_str())))
                    .into()
            }
        }

        impl ToSchema for $name {}
    };
}

spelled!(EventType of terms::EventType);
spelled!(Status of terms::Status);
spelled!(Assertion of terms::Assertion);
spelled!(Stance of terms::Stance);
spelled!(Quote of terms::Quote);
spelled!(Sector of terms::Sector);
spelled!(AnswerBasis of terms::AnswerBasis);
spelled!(QuantityRelation of terms::QuantityRelation);
spelled!(ClockFault of terms::ClockFault);

/// Somebody who acts, is acted upon, or speaks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Actor {
    /// Name as the actor files have it, else as the text has it.
    pub name: String,
    /// ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC.
    #[schema(required)]
    pub code: Option<String>,
    /// PLOVER sector.
    #[schema(required)]
    pub sector: Option<Sector>,
    /// Wikidata item.
    #[schema(required)]
    pub wikidata_id: Option<String>,
}

/// An actor in a role, with the words that name it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Party {
    pub name: String,
    #[schema(required)]
    pub code: Option<String>,
    #[schema(required)]
    pub sector: Option<Sector>,
    #[schema(required)]
    pub wikidata_id: Option<String>,
    /// The words.
    pub text: String,
    /// First scalar value of the words.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Words that a row rests on: `text[start:end] == quote` in Unicode scalar values.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evidence {
    pub article: String,
    pub start: u32,
    pub end: u32,
    /// The words; empty where the text was taken out of the ledger.
    pub quote: String,
    /// "title" where the offsets count in the headline; absent where in the text.
    #[serde(default)]
    #[schema(nullable = false)]
    pub field: Option<String>,
}

/// A place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Location {
    pub name: String,
    #[schema(required)]
    pub country: Option<String>,
    /// Degrees north.
    #[schema(required)]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[schema(required)]
    pub longitude: Option<f64>,
    #[schema(required)]
    pub wikidata_id: Option<String>,
    pub start: u32,
    pub end: u32,
}

/// A number with what it counts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quantity {
    pub value: f64,
    pub relation: QuantityRelation,
    pub unit: String,
}

/// PLOVER's record of an event as it stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plover {
    pub event: EventType,
    pub mode: Vec<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad_code: u8,
    /// −10 (most hostile) to 10 (most friendly).
    pub event_scale: f64,
}

/// A step in an event's history.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub status: Status,
    pub assertion: Assertion,
    /// When it was said.
    #[schema(required)]
    pub at: Option<String>,
    /// Who decided, proposed or said it; null where only the article speaks.
    #[schema(required)]
    pub by: Option<Actor>,
    pub article: String,
    pub evidence: Vec<Evidence>,
    /// Whether the standing rests on this step.
    pub decides: bool,
}

/// A value that some articles give.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisagreementValue {
    pub value: String,
    pub articles: Vec<String>,
}

/// A field on which articles, or parts of one, differ.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Disagreement {
    pub field: String,
    pub values: Vec<DisagreementValue>,
}

/// How an event is known to answer another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    pub event: String,
    pub basis: AnswerBasis,
}

/// What an event hangs on, and whether that has come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HangsOn {
    pub event: String,
    pub unless: bool,
    pub came: bool,
}

/// An event with its history.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    pub id: String,
    /// Ids of its reports: each is an alias of the event's.
    pub reports: Vec<String>,
    #[schema(required)]
    pub story: Option<String>,
    /// One line put together from its fields.
    pub summary: String,
    pub event: EventType,
    pub mode: Vec<String>,
    pub context: Vec<String>,
    /// PLOVER's record of it as it stands; null where nothing is to be counted.
    #[schema(required)]
    pub plover: Option<Plover>,
    pub actor: Vec<Party>,
    pub recipient: Vec<Party>,
    /// The day (or month, or year) of the deed.
    #[schema(required)]
    pub date: Option<String>,
    #[schema(required)]
    pub date_precision: Option<String>,
    #[schema(required)]
    pub date_basis: Option<String>,
    pub quantities: Vec<Quantity>,
    pub locations: Vec<Location>,
    pub standing: Status,
    pub assertion: Assertion,
    pub history: Vec<Step>,
    pub responds_to: Vec<String>,
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// The day by which it was due, where nothing was reported of it since.
    #[serde(default)]
    #[schema(nullable = false)]
    pub overdue: Option<String>,
    #[serde(default)]
    #[schema(nullable = false)]
    pub hangs_on: Option<HangsOn>,
    pub disagreements: Vec<Disagreement>,
    /// Independent origins.
    pub origins: usize,
    /// Whether a lead claims more than its article bears out.
    pub overstated: bool,
}

/// Who says what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {
    pub id: String,
    pub speaker: Actor,
    pub stance: Stance,
    #[schema(required)]
    pub event: Option<String>,
    pub content: String,
    pub quote: Quote,
    #[schema(required)]
    pub said: Option<String>,
    pub evidence: Vec<Evidence>,
    /// Where it stands in headlines; offsets count in the title.
    pub headlines: Vec<Evidence>,
    #[schema(required)]
    pub story: Option<String>,
    /// Whether the speaker is a kind of person, not a person.
    pub anonymous: bool,
    /// What claims of one proposition share.
    pub proposition: String,
    /// Ids of the claims that it denies or doubts.
    pub answers: Vec<String>,
    /// Id of the earlier claim of the same speaker that it takes back.
    #[schema(required)]
    pub revises: Option<String>,
}

/// Where an article was found.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub path: String,
    #[schema(required)]
    pub line: Option<u64>,
    #[schema(required)]
    pub offset: Option<u64>,
    #[serde(default)]
    #[schema(nullable = false)]
    pub length: Option<u64>,
}

/// Something odd about the clocks of an article.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockProblem {
    pub kind: ClockFault,
    pub detail: String,
}

/// An article, without its text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Article {
    pub id: String,
    #[schema(required)]
    pub story: Option<String>,
    #[schema(required)]
    pub published: Option<String>,
    /// Day inferred from events shared with dated articles.
    #[schema(required)]
    pub published_inferred: Option<String>,
    #[schema(required)]
    pub title: Option<String>,
    #[schema(required)]
    pub outlet: Option<String>,
    #[schema(required)]
    pub url: Option<String>,
    /// BLAKE3 of the text.
    pub content_hash: String,
    pub source: Place,
    #[serde(default)]
    pub clock_problems: Vec<ClockProblem>,
}

/// A column, a row and a cell of who says what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cell {
    pub speaker: String,
    /// In the order of saying, each once.
    pub stances: Vec<Stance>,
    pub claims: Vec<String>,
    pub articles: Vec<String>,
}

/// What is said: an event, or the words of the first claim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proposition {
    pub id: String,
    #[schema(required)]
    pub event: Option<String>,
    pub content: String,
    pub cells: Vec<Cell>,
}

/// Who says what in one story.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Matrix {
    #[schema(required)]
    pub story: Option<String>,
    pub title: String,
    pub speakers: Vec<Actor>,
    pub propositions: Vec<Proposition>,
}

/// Where an event stands, and whose word that rests on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Standing {
    pub standing: Status,
    pub assertion: Assertion,
}

/// How an event's standing moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    pub event: String,
    #[schema(required)]
    pub story: Option<String>,
    pub summary: String,
    /// Where it stood; null where it was not known.
    #[schema(required)]
    pub old: Option<Standing>,
    pub new: Standing,
    /// Steps of its history that are new.
    pub steps: Vec<Step>,
}
