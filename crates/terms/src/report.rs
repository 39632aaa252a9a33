use serde::{Deserialize, Serialize};

use crate::labels::labels;
use crate::{Actor, Dated, Meaning, Place, Profile, Published, Quantity, Quote, Span, Stance};

labels! {
    /// What kind of deed an event is (PLOVER's sixteen types).
    EventType {
        /// Agrees or promises to cooperate.
        Agree = "AGREE",
        /// Meets, visits, phones.
        Consult = "CONSULT",
        /// Endorses, recognises, appoints.
        Support = "SUPPORT",
        /// Gives way in words: promises, admits, apologises.
        Concede = "CONCEDE",
        /// Works together in deeds.
        Cooperate = "COOPERATE",
        /// Gives money, goods, protection.
        Aid = "AID",
        /// Gives way in deeds: withdraws, resigns, releases.
        Retreat = "RETREAT",
        /// Asks for something.
        Request = "REQUEST",
        /// Blames, charges, sues, investigates.
        Accuse = "ACCUSE",
        /// Refuses, rejects, vetoes.
        Reject = "REJECT",
        /// Threatens.
        Threaten = "THREATEN",
        /// Demonstrates, strikes, obstructs.
        Protest = "PROTEST",
        /// Ends or cuts relations, expels, convicts.
        Sanction = "SANCTION",
        /// Readies or moves forces.
        Mobilize = "MOBILIZE",
        /// Seizes, arrests, restricts, hacks.
        Coerce = "COERCE",
        /// Uses violence.
        Assault = "ASSAULT",
    }
}

labels! {
    /// How far a deed has come, as one report tells it; an event's standing is one of these too.
    Status {
        /// Recommended or considered, not decided.
        Proposed = "proposed",
        /// Asked of another.
        Demanded = "demanded",
        /// Announced on a condition that the other side can meet.
        Threatened = "threatened",
        /// Decided or announced, still to come.
        Planned = "planned",
        /// Going on.
        UnderWay = "under_way",
        /// Done.
        Done = "done",
        /// Decided against by who could do it.
        Refused = "refused",
        /// A proposal, plan or demand taken back.
        Withdrawn = "withdrawn",
        /// Done, then undone.
        Reversed = "reversed",
        /// Tried without success.
        Failed = "failed",
        /// May or if.
        Hypothetical = "hypothetical",
    }
}

labels! {
    /// Whose word a report rests on.
    Assertion {
        /// The article's own voice.
        Stated = "stated",
        /// Somebody says so.
        Alleged = "alleged",
        /// The actor itself, or several independent sides.
        Confirmed = "confirmed",
        /// Somebody says it is not so.
        Denied = "denied",
        /// Somebody is not sure of it.
        Doubted = "doubted",
        /// Alleged by some and denied by others; of events only.
        Disputed = "disputed",
    }
}

labels! {
    /// What power whoever speaks has over the deed.
    Decided {
        /// By the person or body with the power to do it.
        Decider = "decider",
        /// By somebody who can only recommend.
        Adviser = "adviser",
        /// Told by the article, nobody named.
        Narrator = "narrator",
    }
}

/// An actor in a role, with the words that name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Who.
    #[serde(flatten)]
    pub actor: Actor,
    /// The words.
    pub text: String,
    /// First scalar value of the words.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A place, resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Wikidata item.
    pub wikidata_id: Option<String>,
    /// First scalar value of its mention.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Which text of an article a span counts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The text itself.
    #[default]
    Text,
    /// The headline.
    Title,
}

impl Field {
    /// Whether it is the text itself.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text)
    }
}

/// Words that a record rests on: `text[start..end] == quote` in scalar values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the article.
    pub article: String,
    /// First scalar value.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub quote: String,
    /// Which text of the article the offsets count in; left out of outputs where it is the text itself.
    #[serde(default, skip_serializing_if = "Field::is_text")]
    pub field: Field,
}

impl Evidence {
    /// Its span.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// What PLOVER's rules give for a deed in a status: type and modes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PloverRecord {
    /// Type.
    pub event: EventType,
    /// Modes.
    pub mode: Vec<String>,
}

/// What a deed hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Index among the article's reports.
    pub report: usize,
    /// Whether the deed comes about if that one does not ("unless").
    pub unless: bool,
}

/// What one article says of one event in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Hash of article, trigger and code; stable over runs.
    pub id: String,
    /// Id of the article.
    pub article: String,
    /// The deed spoken of, whatever its status.
    pub event: EventType,
    /// PLOVER modes of the deed.
    pub mode: Vec<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// Index of its sentence in the article.
    pub sentence: usize,
    /// The words that name the deed.
    pub trigger: Span,
    /// Lemma of the trigger ("expel").
    pub lemma: String,
    /// Lemma of what the deed is done to, where that is no actor ("compound", "bill").
    pub object: Option<String>,
    /// PLOVER's record; `None` where PLOVER records nothing.
    pub plover: Option<PloverRecord>,
    /// Who acts.
    pub actor: Vec<Party>,
    /// Who is acted upon.
    pub recipient: Vec<Party>,
    /// How far it has come.
    pub status: Status,
    /// Whose word it is.
    pub assertion: Assertion,
    /// Index of the innermost attribution that the report stands in.
    pub attribution: Option<usize>,
    /// Who decided, proposed or said it: the speaker or the actor of an embedding verb; `None` where only the article speaks.
    pub by: Option<Actor>,
    /// What power `by` has over the deed.
    pub decided: Decided,
    /// When it was said, as the text tells; `None`: when published.
    pub said: Option<Dated>,
    /// Place in the order of telling, where the text's own words put the saying before the rest of the day ("earlier in the day"): below 0 is earlier.
    pub said_order: i8,
    /// When the deed happened or is due.
    pub date: Option<Dated>,
    /// Numbers that count its objects or participants.
    pub quantities: Vec<Quantity>,
    /// Where.
    pub locations: Vec<Location>,
    /// 0 to 1.
    pub confidence: f64,
    /// The smallest clause that says it, then further pieces.
    pub evidence: Vec<Evidence>,
    /// Index among the article's reports of the one it answers ("in retaliation for").
    pub answers: Option<usize>,
    /// Whether the deed is spoken of by reference only ("the move", "the sanctions").
    pub anaphoric: bool,
    /// Whether a noun names the deed without telling how far it has come ("condemned the invasion").
    #[serde(default)]
    pub presupposed: bool,
    /// How far the end of a deed in force has come ("agreed to lift the sanctions": planned); the deed itself stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoing: Option<Status>,
    /// The deed on whose coming this one hangs, where the same sentence tells one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// What its words mean, for finding the same deed told in other words; only where an encoder was at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Meaning>,
    /// Id of the codebook entry that coded it.
    pub entry: String,
    /// The dependency path from trigger to roles, for `explain`.
    pub path: String,
}

/// Something somebody says in one article: the raw material of claims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Utterance {
    /// Index of the attribution.
    pub attribution: usize,
    /// Who speaks.
    pub speaker: Actor,
    /// How the speaker stands to it.
    pub stance: Stance,
    /// Quote marks or not.
    pub quote: Quote,
    /// What is said, pieces joined by " … ".
    pub content: String,
    /// When it was said.
    pub said: Option<Dated>,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
    /// Indices among the article's reports of the deeds it speaks of.
    pub reports: Vec<usize>,
    /// Whether the speaker is a kind of person, not a person ("officials", "sources").
    #[serde(default)]
    pub anonymous: bool,
    /// Whether it speaks of what somebody said without repeating it ("the allegations", "that is not true").
    #[serde(default)]
    pub refers: bool,
    /// The attribution of the same article whose content it denies or doubts.
    #[serde(default)]
    pub answers: Option<usize>,
}

/// Everything that `code` draws from one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coded {
    /// Id of the article.
    pub article: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// When published.
    pub published: Option<Published>,
    /// BLAKE3 of the text.
    pub content_hash: String,
    /// Where it was found.
    pub source: Place,
    /// Reports in text order.
    pub reports: Vec<Report>,
    /// Utterances in text order.
    pub utterances: Vec<Utterance>,
    /// Content words: lemmas of nouns, names and verbs; names start with a capital.
    pub profile: Profile,
    /// Named origins ("Reuters").
    pub origins: Vec<String>,
    /// Hashes of word runs, for finding copies; sorted.
    pub shingles: Vec<u64>,
}
