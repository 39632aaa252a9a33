//! Which event answers which: as an article says so, and by the table in `data/standing/answers.toml`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde::Deserialize;
use terms::{AnswerBasis, DataError, EventRow, EventType, Party, Resources, Sector, read_table};

const FILE: &str = "standing/answers.toml";

/// Answers by index of the answering event: the events answered, with how that is known.
pub type Answered = BTreeMap<usize, BTreeMap<usize, AnswerBasis>>;

/// The table of deeds that are taken for answers.
#[derive(Clone, Debug)]
pub struct Responses {
    rows: Vec<Row>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    event: Vec<EventType>,
    mode: Option<String>,
    #[serde(default)]
    by: Vec<Sector>,
    answers: Option<EventType>,
    answers_mode: Option<String>,
    sides: Sides,
    days: i32,
    basis: AnswerBasis,
    #[serde(rename = "reason")]
    _reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Sides {
    Crossed,
    SameRecipient,
}

#[derive(Deserialize)]
struct File {
    answer: Vec<Row>,
}

impl Responses {
    /// Reads the table.
    ///
    /// # Errors
    /// The file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let file: File = read_table(resources, FILE)?;
        Ok(Self { rows: file.answer })
    }

    /// Answers among the events of one story.
    ///
    /// `explicit` holds (answering, answered) pairs that articles tell.
    pub fn of(&self, events: &[EventRow], explicit: &BTreeSet<(usize, usize)>) -> Answered {
        let mut found = Answered::new();
        let ends: Vec<Ends> = events.iter().map(Ends::of).collect();
        for &(answering, answered) in explicit {
            // Told both ways, the later answers the earlier.
            let turned = explicit.contains(&(answered, answering)) && ends[answering].day <= ends[answered].day;
            if answering != answered && !turned {
                found.entry(answering).or_default().insert(answered, AnswerBasis::Told);
            }
        }
        for row in &self.rows {
            for (answering, answered) in row.pairs(events, &ends) {
                // What articles tell the other way round is not turned.
                let turned = found.get(&answered).is_some_and(|answers| answers.contains_key(&answering));
                if !turned {
                    found.entry(answering).or_default().entry(answered).or_insert(row.basis);
                }
            }
        }
        found
    }
}

/// Who acts and who is acted upon, with the day.
struct Ends {
    actor: BTreeSet<String>,
    recipient: BTreeSet<String>,
    recipient_names: BTreeSet<String>,
    day: Option<Date>,
}

impl Ends {
    fn of(row: &EventRow) -> Self {
        let codes = |parties: &[Party]| parties.iter().filter_map(|party| party.actor.code.clone()).collect();
        let day = row.date.as_deref().or_else(|| row.history.first().and_then(|step| step.at.as_deref()));
        Self {
            actor: codes(&row.actor),
            recipient: codes(&row.recipient),
            recipient_names: row.recipient.iter().map(|party| party.actor.name.clone()).collect(),
            day: day.and_then(|day| day.parse().ok()),
        }
    }
}

impl Row {
    /// (answering, answered) pairs by this row: the events that may be answered are found by what they share with the
    /// one that answers.
    fn pairs(&self, events: &[EventRow], ends: &[Ends]) -> Vec<(usize, usize)> {
        let has = |event: &EventRow, mode: &Option<String>| mode.as_ref().is_none_or(|mode| event.mode.contains(mode));
        let mut answerable: HashMap<(EventType, &str), Vec<usize>> = HashMap::new();
        for (index, event) in events.iter().enumerate() {
            let fits = self.answers.map_or(self.event.contains(&event.event), |answers| answers == event.event);
            if !fits || !has(event, &self.answers_mode) {
                continue;
            }
            let shared = match self.sides {
                Sides::Crossed => &ends[index].actor,
                Sides::SameRecipient => &ends[index].recipient_names,
            };
            for key in shared {
                answerable.entry((event.event, key)).or_default().push(index);
            }
        }
        let mut pairs = Vec::new();
        for (index, event) in events.iter().enumerate() {
            let by = |party: &Party| party.actor.sector.is_some_and(|sector| self.by.contains(&sector));
            let acts = self.by.is_empty() || event.actor.iter().any(by);
            if !self.event.contains(&event.event) || !has(event, &self.mode) || !acts {
                continue;
            }
            let (keys, ends_here) = match self.sides {
                Sides::Crossed => (&ends[index].recipient, &ends[index]),
                Sides::SameRecipient => (&ends[index].recipient_names, &ends[index]),
            };
            let kind = self.answers.unwrap_or(event.event);
            let candidates = keys.iter().filter_map(|key| answerable.get(&(kind, key.as_str()))).flatten();
            for &other in candidates {
                let before = match (ends_here.day, ends[other].day) {
                    (Some(later), Some(earlier)) => (later - earlier).get_days(),
                    _ => continue,
                };
                let alike = self.mode.is_some() || event.mode == events[other].mode;
                let crossed = self.sides != Sides::Crossed
                    || !ends_here.actor.is_disjoint(&ends[other].recipient)
                        && ends_here.actor.is_disjoint(&ends_here.recipient);
                if other != index && before > 0 && before <= self.days && alike && crossed {
                    pairs.push((index, other));
                }
            }
        }
        pairs
    }
}
