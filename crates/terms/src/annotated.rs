use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::labels::labels;
use crate::{Article, Attribution, Dated, Mention, NamedEntity, Span, Token};

labels! {
    /// Why a part of the text is kept from coding.
    DropReason {
        /// Place and date before the first sentence, or a date that only heads the text.
        Dateline = "dateline",
        /// Standing matter: navigation, notices, translations beside a quote.
        Boilerplate = "boilerplate",
        /// A link or headline that leads to another story.
        RelatedLink = "related-link",
        /// Words under a picture, map keys.
        Caption = "caption",
        /// Name of the author.
        Byline = "byline",
    }
}

/// A part of the text that is no part of the article; kept and shown, never coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// Which part.
    #[serde(flatten)]
    pub span: Span,
    /// Why.
    pub reason: DropReason,
}

/// One sentence after correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last character that is no white space.
    pub span: Span,
    /// Token indices.
    pub tokens: Range<usize>,
    /// Whether it lies in a dropped part.
    pub dropped: bool,
    /// Number of the paragraph it stands in, from 0.
    pub paragraph: usize,
}

labels! {
    /// TIMEX3 type.
    TimeKind {
        /// A calendar date: day, week, month, year.
        Date = "DATE",
        /// A time of day.
        Time = "TIME",
        /// A length of time.
        Duration = "DURATION",
        /// A recurring time.
        Set = "SET",
    }
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    /// The words.
    pub span: Span,
    /// Token indices that it touches.
    pub tokens: Range<usize>,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value ("2016-12-29", "P3D", "PAST_REF").
    pub value: String,
    /// The calendar date meant; `None` for durations, sets and vague times.
    pub date: Option<Dated>,
}

labels! {
    /// How a number bounds what it counts.
    QuantityRelation {
        /// Just this many.
        Exactly = "exactly",
        /// This many or more.
        AtLeast = "at_least",
        /// This many or fewer.
        AtMost = "at_most",
        /// More than this many.
        MoreThan = "more_than",
        /// Fewer than this many.
        FewerThan = "fewer_than",
        /// Roughly this many.
        About = "about",
    }
}

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// How it bounds what it counts.
    pub relation: QuantityRelation,
    /// Lemma of what is counted ("diplomat"), a currency code, or "percent".
    pub unit: String,
}

impl fmt::Display for Quantity {
    /// "at least 35 diplomat".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let relation = match self.relation {
            QuantityRelation::Exactly => "",
            QuantityRelation::AtLeast => "at least ",
            QuantityRelation::AtMost => "at most ",
            QuantityRelation::MoreThan => "more than ",
            QuantityRelation::FewerThan => "fewer than ",
            QuantityRelation::About => "about ",
        };
        f.write_str(format!("{relation}{} {}", self.value, self.unit).trim_end())
    }
}

/// A place in the text that states a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityMention {
    /// From the relation word to the number ("at least 35").
    pub span: Span,
    /// Token indices of the same.
    pub tokens: Range<usize>,
    /// Token index of the counted noun, where there is one.
    pub noun: Option<usize>,
    /// The quantity.
    pub quantity: Quantity,
}

/// Children of every token, from the heads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    starts: Vec<u32>,
    children: Vec<u32>,
}

impl Tree {
    /// Builds the lists from the tokens' heads.
    pub fn new(tokens: &[Token]) -> Self {
        let mut starts = vec![0u32; tokens.len() + 1];
        for (index, token) in tokens.iter().enumerate() {
            if token.head != index {
                starts[token.head + 1] += 1;
            }
        }
        for index in 0..tokens.len() {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut children = vec![0u32; starts[tokens.len()] as usize];
        for (index, token) in tokens.iter().enumerate() {
            if token.head != index {
                children[next[token.head] as usize] = index as u32;
                next[token.head] += 1;
            }
        }
        Self { starts, children }
    }

    /// Direct dependents of a token, in text order.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[self.starts[token] as usize..self.starts[token + 1] as usize].iter().map(|&child| child as usize)
    }

    /// A token and everything below it, in text order.
    pub fn subtree(&self, token: usize) -> Vec<usize> {
        let mut all = vec![token];
        let mut at = 0;
        while at < all.len() {
            all.extend(self.children(all[at]));
            at += 1;
        }
        all.sort_unstable();
        all
    }
}

/// An article with every layer that later stages read.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The article itself.
    pub article: Article,
    /// Parts kept from coding.
    pub dropped: Vec<Dropped>,
    /// Sentences in order; together they hold every token that is no white space.
    pub sentences: Vec<Sentence>,
    /// Tokens; a head never lies outside its sentence.
    pub tokens: Vec<Token>,
    /// For each token the index of its sentence.
    pub sentence_of: Vec<usize>,
    /// Children of every token.
    pub tree: Tree,
    /// Entities as the model tells them.
    pub entities: Vec<NamedEntity>,
    /// Mentions of actors, in order of their start, longer first.
    pub mentions: Vec<Mention>,
    /// Time expressions in order.
    pub times: Vec<TimeMention>,
    /// Quantities in order.
    pub quantities: Vec<QuantityMention>,
    /// Who says what, in order of their first content; `id` is the index.
    pub attributions: Vec<Attribution>,
    /// The headline, as a text of its own with offsets of its own, for who says what in it; it is not coded.
    pub title: Option<Box<Annotated>>,
}

impl Annotated {
    /// An article without any layer: what stands for a text that is not to be coded.
    pub fn bare(article: Article) -> Self {
        Self {
            article,
            dropped: Vec::new(),
            sentences: Vec::new(),
            tokens: Vec::new(),
            sentence_of: Vec::new(),
            tree: Tree::new(&[]),
            entities: Vec::new(),
            mentions: Vec::new(),
            times: Vec::new(),
            quantities: Vec::new(),
            attributions: Vec::new(),
            title: None,
        }
    }

    /// The words of a run of tokens.
    pub fn words(&self, tokens: Range<usize>) -> &str {
        self.article.text.slice(self.span(tokens))
    }

    /// The span of a run of tokens; empty for an empty run.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match self.tokens.get(tokens.clone()) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// The mention whose head is this token; the longest where there are several.
    pub fn mention_at(&self, head: usize) -> Option<usize> {
        self.mentions
            .iter()
            .enumerate()
            .filter(|(_, mention)| mention.head == head)
            .max_by_key(|(index, mention)| (mention.tokens.len(), std::cmp::Reverse(*index)))
            .map(|(index, _)| index)
    }
}
