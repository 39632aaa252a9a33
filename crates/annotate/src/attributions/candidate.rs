//! An attribution in the making: token indices, nothing resolved.

use std::ops::Range;

use terms::Stance;

use super::cues::Kind;

/// What a finder hands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Head of the source's noun phrase.
    pub source_head: Option<usize>,
    /// Tokens of the source.
    pub source: Option<Range<usize>>,
    /// The cue's head word.
    pub cue_token: Option<usize>,
    /// Tokens of the cue.
    pub cue: Option<Range<usize>>,
    /// Tokens of what is said, in pieces, in text order.
    pub content: Vec<Range<usize>>,
    /// What sort of act the cue tells of.
    pub kind: Kind,
    /// How the source stands to it.
    pub stance: Stance,
    /// Whether the words are the speaker's own though no marks stand round them (a transcript).
    pub verbatim: bool,
    /// The cue of another attribution of the same content, whose speaker has it from this one: "…, X reported, citing Y".
    pub told_by: Option<usize>,
}

impl Candidate {
    /// What a source says by a cue; a source is given by the head and the tokens of its noun phrase, a cue by its head
    /// word and its tokens.
    pub fn new(
        source: Option<(usize, Range<usize>)>,
        cue: (usize, Range<usize>),
        content: Vec<Range<usize>>,
        kind: Kind,
        stance: Stance,
    ) -> Self {
        let (source_head, source) = source.unzip();
        Self {
            source_head,
            source,
            cue_token: Some(cue.0),
            cue: Some(cue.1),
            content,
            kind,
            stance,
            verbatim: false,
            told_by: None,
        }
    }

    /// First token of what is said.
    pub fn first(&self) -> usize {
        self.content.first().map_or(usize::MAX, |piece| piece.start)
    }
}
