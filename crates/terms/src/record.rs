use serde::{Deserialize, Serialize};

use crate::correction;
use crate::labels::labels;
use crate::{
    Actor, Assertion, Corrected, CorrectionRow, EventType, Evidence, Location, Party, Place, Quantity, Quote, Stance,
    Status,
};

/// The record as it stands at a moment: what `demarche ledger --format json` prints.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Articles, by id.
    pub articles: Vec<ArticleRow>,
    /// Stories, by first publication, then id.
    pub stories: Vec<StoryRow>,
    /// Events, by story, date, then id.
    pub events: Vec<EventRow>,
    /// Claims, by when said, then id.
    pub claims: Vec<ClaimRow>,
    /// What people set right, by when they did. Outputs leave out what was taken back, and the whole where nothing is left.
    #[serde(default, skip_serializing_if = "correction::none_in_force", serialize_with = "correction::in_force")]
    pub corrections: Vec<CorrectionRow>,
}

labels! {
    /// How it is known that one event answers another.
    AnswerBasis {
        /// An article says so.
        Told = "told",
        /// Each side does to the other what that did to it, within days.
        Mirrored = "mirrored",
        /// One is the usual next step of a procedure after the other ("a ruling on a suit").
        Procedure = "procedure",
    }
}

labels! {
    /// What is odd about the clocks of an article. Nothing is dropped or set right for it.
    ClockFault {
        /// A deed is told as done on a day after the article was published.
        EventAfterReport = "event-after-report",
        /// The time of publication has no zone, and is taken as UTC.
        NoZone = "no-zone",
        /// Several texts bear the id that was given.
        SeveralTexts = "several-texts",
    }
}

/// Something odd about the clocks of an article, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockProblem {
    /// What kind.
    pub kind: ClockFault,
    /// What was found.
    pub detail: String,
}

/// What an event hangs on, and whether that has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HangsOn {
    /// Id of the event on which it hangs.
    pub event: String,
    /// Whether it comes about if that one does not ("unless").
    pub unless: bool,
    /// Whether that event is under way or done by now.
    pub came: bool,
}

/// How an event is known to answer another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Answer {
    /// Id of the event that is answered.
    pub event: String,
    /// How that is known.
    pub basis: AnswerBasis,
}

/// An article in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleRow {
    /// Id.
    pub id: String,
    /// Id of its story.
    pub story: Option<String>,
    /// As given; `None` where unknown.
    pub published: Option<String>,
    /// Day inferred from events shared with dated articles, where `published` is unknown.
    pub published_inferred: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// BLAKE3 of the text.
    pub content_hash: String,
    /// Where it was found.
    pub source: Place,
    /// What is odd about its clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clock_problems: Vec<ClockProblem>,
}

/// Events and articles that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryRow {
    /// Id: hash of its least article id.
    pub id: String,
    /// Title, put together from its rows.
    pub title: String,
    /// Ids of its articles.
    pub articles: Vec<String>,
    /// Ids of its events.
    pub events: Vec<String>,
}

/// PLOVER's record of an event as it stands, with its scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PloverScored {
    /// Type.
    pub event: EventType,
    /// Modes.
    pub mode: Vec<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad_code: u8,
    /// Score of the type or mode, −10 (most hostile) to 10 (most friendly).
    pub event_scale: f64,
}

/// One step in an event's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryStep {
    /// Status after this step.
    pub status: Status,
    /// Whose word it is.
    pub assertion: Assertion,
    /// When it was said; `None` where unknown.
    pub at: Option<String>,
    /// Who decided, proposed or said it; `None` where only the article speaks.
    pub by: Option<Actor>,
    /// Article that tells it.
    pub article: String,
    /// The words.
    pub evidence: Vec<Evidence>,
    /// Whether the standing rests on this step.
    pub decides: bool,
}

/// A value that some articles give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisagreementValue {
    /// The value as told.
    pub value: String,
    /// Articles that tell it.
    pub articles: Vec<String>,
}

/// A field on which articles, or parts of one, differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disagreement {
    /// Field of the event.
    pub field: String,
    /// The values, with who tells them.
    pub values: Vec<DisagreementValue>,
}

/// An event: the thing in the world, with every report of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Id: hash of its least report id; every report id is an alias.
    pub id: String,
    /// Ids of its reports.
    pub reports: Vec<String>,
    /// Id of its story.
    pub story: Option<String>,
    /// One line put together from its fields.
    pub summary: String,
    /// The deed.
    pub event: EventType,
    /// Modes of the deed.
    pub mode: Vec<String>,
    /// Contexts.
    pub context: Vec<String>,
    /// PLOVER's record of it as it stands; `None` where nothing is to be counted.
    pub plover: Option<PloverScored>,
    /// Who acts.
    pub actor: Vec<Party>,
    /// Who is acted upon.
    pub recipient: Vec<Party>,
    /// Day the deed happened or is due.
    pub date: Option<String>,
    /// How much of the date is known.
    pub date_precision: Option<String>,
    /// Where the date comes from.
    pub date_basis: Option<String>,
    /// Numbers, each as told.
    pub quantities: Vec<Quantity>,
    /// Where.
    pub locations: Vec<Location>,
    /// Where it stands.
    pub standing: Status,
    /// Whose word it rests on, over all reports.
    pub assertion: Assertion,
    /// Every step, in the order in which they were said.
    pub history: Vec<HistoryStep>,
    /// Events that it answers.
    pub responds_to: Vec<String>,
    /// How each of `responds_to` is known, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// The day by which it was due, where that day is over and nothing was reported of it since: it is not known to have
    /// happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<String>,
    /// The event on which it hangs, where it is open and hangs on one ("if Washington attacks").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hangs_on: Option<HangsOn>,
    /// Fields on which reports differ.
    pub disagreements: Vec<Disagreement>,
    /// Number of independent origins.
    pub origins: usize,
    /// Whether a lead claims more than the body of its article bears out.
    pub overstated: bool,
    /// The corrections that act on it, by when they were made; left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

impl EventRow {
    /// The step that the standing rests on: the last that decides, else the last.
    pub fn deciding(&self) -> Option<&HistoryStep> {
        self.history.iter().rev().find(|step| step.decides).or(self.history.last())
    }

    /// The day of the event, else when it was first spoken of.
    pub fn moment(&self) -> Option<&str> {
        self.date.as_deref().or_else(|| self.history.first()?.at.as_deref())
    }
}

impl EventRow {
    /// Everybody who takes part: who acts, who is acted upon, who proposed, decided or said something of it; somebody may
    /// come several times.
    pub fn participants(&self) -> impl Iterator<Item = &Actor> {
        let parties = self.actor.iter().chain(&self.recipient).map(|party| &party.actor);
        parties.chain(self.history.iter().filter_map(|step| step.by.as_ref()))
    }

    /// Whether somebody takes part who answers to a code or a name, as [`Actor::answers_to`] has it.
    pub fn involves(&self, asked: &str) -> bool {
        self.participants().any(|actor| actor.answers_to(asked))
    }
}

/// A proposition with a speaker and a stance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// Id: hash of speaker and words.
    pub id: String,
    /// Who speaks.
    pub speaker: Actor,
    /// How the speaker stands to it.
    pub stance: Stance,
    /// The event it speaks of, where one was coded.
    pub event: Option<String>,
    /// What is said.
    pub content: String,
    /// Quote marks or not.
    pub quote: Quote,
    /// When it was said; `None` where unknown.
    pub said: Option<String>,
    /// Where it stands, an entry an article and piece.
    pub evidence: Vec<Evidence>,
    /// Where it stands in headlines; offsets count in the title.
    #[serde(default)]
    pub headlines: Vec<Evidence>,
    /// Id of the story in which it is said.
    #[serde(default)]
    pub story: Option<String>,
    /// Whether the speaker is a kind of person, not a person ("officials", "sources").
    #[serde(default)]
    pub anonymous: bool,
    /// What claims of one proposition share: the id of its event, else of the first claim that says it.
    #[serde(default)]
    pub proposition: String,
    /// Ids of the claims that it denies or doubts, of other speakers.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Id of the earlier claim of the same speaker and proposition with another stance: the speaker's mind has changed.
    #[serde(default)]
    pub revises: Option<String>,
}
