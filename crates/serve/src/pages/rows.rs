//! Rows of the record as the templates show them: words and addresses, nothing to reckon.

use terms::{Actor, ArticleRow, EventRow, Evidence, HistoryStep, Party, Status, phrases};

use super::frame::escaped;
use crate::people;
use crate::snapshot::Snapshot;

/// A standing: shape, word, and the class that colours it.
pub(crate) struct Chip {
    pub shape: char,
    pub word: &'static str,
    pub class: &'static str,
}

/// Somebody, with the way to its page.
pub(crate) struct Who {
    pub name: String,
    pub href: String,
}

/// Words of an article, with the way to them.
pub(crate) struct Quoted {
    pub words: String,
    pub href: String,
    /// "The Guardian, 2016-12-30".
    pub place: String,
}

/// A move from one standing to another.
pub(crate) struct Move {
    pub old: &'static str,
    pub old_by: String,
    pub new: &'static str,
    pub new_by: String,
    pub at: String,
}

/// A step in a history.
pub(crate) struct StepRow {
    pub chip: Chip,
    pub at: String,
    pub by: String,
    pub assertion: &'static str,
    pub decides: bool,
    pub quotes: Vec<Quoted>,
}

/// An event.
pub(crate) struct Line {
    pub id: String,
    pub href: String,
    pub chip: Chip,
    pub actors: Vec<Who>,
    pub recipients: Vec<Who>,
    pub deed: String,
    pub kind: String,
    pub date: String,
    pub meaning: &'static str,
    pub says_so: String,
    pub moved: Option<Move>,
    pub origins: String,
    pub disputed: bool,
    pub warnings: Vec<String>,
    pub steps: Vec<StepRow>,
}

impl Chip {
    pub(crate) fn of(status: Status) -> Self {
        let class = match status {
            Status::Done | Status::UnderWay => "done",
            Status::Planned | Status::Proposed | Status::Demanded => "open",
            Status::Threatened | Status::Withdrawn | Status::Reversed => "turned",
            Status::Refused | Status::Failed => "no",
            Status::Hypothetical => "maybe",
        };
        Self { shape: phrases::shape(status), word: phrases::word(status), class }
    }

    /// Of what a person said is no event.
    pub(crate) fn no_event() -> Self {
        Self { shape: '×', word: "no event", class: "no" }
    }
}

impl Who {
    /// Each side once, by name.
    pub(crate) fn all(parties: &[Party]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for party in parties {
            let who = Self::of(&party.actor, &party.text);
            if !all.iter().any(|other| other.name == who.name) {
                all.push(who);
            }
        }
        all
    }

    pub(crate) fn of(actor: &Actor, text: &str) -> Self {
        let name = if actor.name.is_empty() { text } else { &actor.name };
        Self { name: name.to_owned(), href: format!("/actors/{}", escaped(people::id(actor).unwrap_or(name))) }
    }
}

impl Quoted {
    pub(crate) fn of(view: &Snapshot, piece: &Evidence) -> Self {
        let row = view.article(&piece.article);
        let at = row.and_then(|row| row.published.as_deref().or(row.published_inferred.as_deref()));
        let name = row.map_or(piece.article.as_str(), source);
        let at = at.and_then(|at| at.get(..10)).map(|at| format!(", {at}")).unwrap_or_default();
        let place = if piece.field.is_text() { format!("?at={}-{}#at", piece.start, piece.end) } else { String::new() };
        Self {
            words: if piece.quote.is_empty() { "the text was taken out".to_owned() } else { piece.quote.clone() },
            href: format!("/articles/{}{place}", escaped(&piece.article)),
            place: format!("{name}{at}"),
        }
    }
}

/// What an article is called in few words: its outlet, its headline, the file that it was found in, its id.
pub(crate) fn source(row: &ArticleRow) -> &str {
    let file =
        row.source.path.rsplit('/').next().filter(|name| row.source.line.is_none() && !matches!(*name, "" | "-"));
    row.outlet.as_deref().or(row.title.as_deref()).or(file).unwrap_or(&row.id)
}

/// Whose word a step is.
pub(crate) fn by(step: &HistoryStep) -> String {
    step.by.as_ref().map_or("the article".to_owned(), phrases::in_full)
}

impl StepRow {
    pub(crate) fn of(view: &Snapshot, step: &HistoryStep) -> Self {
        Self {
            chip: Chip::of(step.status),
            at: step.at.clone().unwrap_or_else(|| "undated".to_owned()),
            by: by(step),
            assertion: step.assertion.as_str(),
            decides: step.decides,
            quotes: step.evidence.iter().map(|piece| Quoted::of(view, piece)).collect(),
        }
    }
}

impl Line {
    pub(crate) fn of(view: &Snapshot, event: &EventRow) -> Self {
        let moved = phrases::last_change(event).map(|(old, new)| Move {
            old: phrases::word(old.status),
            old_by: by(old),
            new: phrases::word(new.status),
            new_by: by(new),
            at: new.at.clone().unwrap_or_else(|| "undated".to_owned()),
        });
        let is_mutual = phrases::side(&event.actor) == phrases::side(&event.recipient);
        Self {
            id: event.id.clone(),
            href: format!("/events/{}", event.id),
            chip: Chip::of(event.standing),
            actors: Who::all(&event.actor),
            recipients: if is_mutual { Vec::new() } else { Who::all(&event.recipient) },
            deed: phrases::deed(event).to_owned(),
            kind: phrases::kind(event),
            date: event.date.clone().unwrap_or_else(|| "day unknown".to_owned()),
            meaning: phrases::meaning(event.standing, event.assertion),
            says_so: phrases::says_so(event),
            moved,
            origins: phrases::counted(event.origins, "origin"),
            disputed: crate::facts::is_disputed(event),
            warnings: phrases::warnings(event),
            steps: event.history.iter().map(|step| StepRow::of(view, step)).collect(),
        }
    }
}
