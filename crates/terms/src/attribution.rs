use serde::{Deserialize, Serialize};

use crate::labels::labels;
use crate::{Actor, Span};

labels! {
    /// How words are given.
    Quote {
        /// In quote marks.
        Direct = "direct",
        /// Retold.
        Indirect = "indirect",
        /// Retold with quoted parts.
        Mixed = "mixed",
    }
}

labels! {
    /// How a speaker stands to what is said.
    Stance {
        /// Says that it is so.
        Asserts = "asserts",
        /// Says that it is not so.
        Denies = "denies",
        /// Is not sure that it is so.
        Doubts = "doubts",
        /// Speaks for it.
        Supports = "supports",
        /// Asks that it be done.
        Demands = "demands",
    }
}

/// Who says, thinks, denies or demands what, in one place of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Index in the article's attributions.
    pub id: usize,
    /// Who is named as saying it; `None` where nobody is ("it is believed").
    pub source: Option<Span>,
    /// The words that tell it is said ("told reporters", "according to"); `None` for a bare quote.
    pub cue: Option<Span>,
    /// What is said, in pieces.
    pub content: Vec<Span>,
    /// Quote marks or not.
    pub quote: Quote,
    /// How the speaker stands to it.
    pub stance: Stance,
    /// The attribution that this one stands in (the Guardian reports that officials said …).
    pub within: Option<usize>,
    /// Whom the source means, resolved; `None` where there is no source.
    pub speaker: Option<Actor>,
    /// Token index of the cue's head word.
    pub cue_token: Option<usize>,
    /// Whether the speaker is a kind of person, not a person ("officials", "sources").
    pub anonymous: bool,
}

impl Attribution {
    /// Whether a span lies, wholly or in part, in what is said.
    pub fn covers(&self, span: Span) -> bool {
        self.content.iter().any(|piece| piece.touches(span))
    }
}
