//! One article as the coder sees it: grammar, mentions by head, the attribution that each token stands in.

use terms::{Actor, Annotated, Mention, MentionKind, Party, Relation, Sector, Span, Stance};

use crate::clause::Clause;
use crate::lexicon::Demand;

/// An annotated article with look-up tables that are built once.
pub struct Scene<'a> {
    /// The article.
    pub annotated: &'a Annotated,
    /// Its grammar.
    pub clause: Clause<'a>,
    mention_at: Vec<Option<u32>>,
    attribution_at: Vec<Option<u32>>,
}

/// Longest name that is looked for around a word, in scalar values.
pub(crate) const LONGEST_NAME: u32 = 200;

/// Participles that tell whose somebody or something is.
const SERVING: &[&str] = &[
    "run",
    "use",
    "used",
    "own",
    "owned",
    "operate",
    "operated",
    "hold",
    "held",
    "work",
    "working",
    "link",
    "linked",
    "ally",
    "allied",
    "back",
    "backed",
    "affiliate",
    "affiliated",
    "belong",
    "belonging",
    "loyal",
    "employ",
    "employed",
    "control",
    "controlled",
    "fight",
    "fighting",
];

/// Words that stand for whoever speaks.
const FIRST_PERSON: &[&str] = &["i", "we", "us", "me", "our", "my", "ours", "ourselves"];

impl<'a> Scene<'a> {
    /// Builds the tables.
    pub fn new(annotated: &'a Annotated) -> Self {
        let mut mention_at: Vec<Option<u32>> = vec![None; annotated.tokens.len()];
        for (index, mention) in annotated.mentions.iter().enumerate() {
            let slot = &mut mention_at[mention.head];
            let longer =
                slot.is_none_or(|other| annotated.mentions[other as usize].tokens.len() < mention.tokens.len());
            if longer {
                *slot = Some(index as u32);
            }
        }
        // "president-elect" is three words to the parser, and its head the last: a mention is found at the head of its words too.
        for (index, mention) in annotated.mentions.iter().enumerate() {
            let outer = annotated.tokens[mention.head].head;
            if mention.tokens.contains(&outer) {
                mention_at[outer].get_or_insert(index as u32);
            }
        }
        let mut attribution_at: Vec<Option<u32>> = vec![None; annotated.tokens.len()];
        let mut size = vec![u32::MAX; annotated.tokens.len()];
        for attribution in &annotated.attributions {
            let length: u32 = attribution.content.iter().map(|piece| piece.len()).sum();
            for piece in &attribution.content {
                let from = annotated.tokens.partition_point(|token| token.span.end <= piece.start);
                for at in from..annotated.tokens.len() {
                    if annotated.tokens[at].span.start >= piece.end {
                        break;
                    }
                    // The innermost is the shortest that covers the token.
                    if length < size[at] {
                        size[at] = length;
                        attribution_at[at] = Some(attribution.id as u32);
                    }
                }
            }
        }
        Self { annotated, clause: Clause { annotated }, mention_at, attribution_at }
    }

    /// The mention that a token heads.
    pub fn mention(&self, token: usize) -> Option<&'a Mention> {
        self.mention_at[token].map(|index| &self.annotated.mentions[index as usize])
    }

    /// The innermost attribution that a token stands in.
    pub fn attribution(&self, token: usize) -> Option<usize> {
        self.attribution_at[token].map(|index| index as usize)
    }

    /// Whoever speaks the words at a token; `None` for the article's own voice and for unknown speakers.
    pub fn speaker(&self, token: usize) -> Option<&'a Actor> {
        self.attribution(token).and_then(|index| self.annotated.attributions[index].speaker.as_ref())
    }

    /// The stance of whoever speaks the words at a token.
    pub fn stance(&self, token: usize) -> Option<Stance> {
        self.attribution(token).map(|index| self.annotated.attributions[index].stance)
    }

    pub(crate) fn party(&self, mention: &Mention) -> Party {
        party_of(self.annotated, mention)
    }

    /// Whether a word means whoever speaks it; "US" is a country.
    fn is_first_person(&self, token: usize) -> bool {
        let text = &*self.clause.token(token).text;
        FIRST_PERSON.contains(&text.to_lowercase().as_str()) && text != "US"
    }

    /// The actor that the phrase headed by a token names, looked for at the head, then inside the phrase ("members of
    /// the European Union", "Russian compounds").
    pub fn party_at(&self, token: usize) -> Option<Party> {
        let token = self.clause.antecedent(token);
        let word = self.clause.token(token);
        if self.is_first_person(token)
            && let Some(speaker) = self.speaker(token)
        {
            return Some(Party {
                actor: speaker.clone(),
                text: word.text.to_string(),
                start: word.span.start,
                end: word.span.end,
            });
        }
        if let Some(source) = self.reporting_subject(token) {
            return Some(self.party(source));
        }
        if let Some(mention) = self.mention(token) {
            if mention.kind == MentionKind::Pronoun && mention.actor.code.is_none() && mention.actor.sector.is_none() {
                return None;
            }
            // "officers in the Russian military": a country that only the article suggests gives way to the body's own.
            let body = || {
                ["in", "of", "with", "from"].iter().find_map(|word| {
                    let inner =
                        self.clause.preposition(token, word).into_iter().find_map(|inner| self.mention(inner))?;
                    let is_body = inner.label == terms::EntityLabel::Org && inner.actor.sector.is_some();
                    inner.actor.code.clone().filter(|_| is_body)
                })
            };
            let unsaid = mention.kind == MentionKind::Nominal
                && mention.tokens.clone().all(|at| !self.clause.token(at).text.starts_with(char::is_uppercase));
            if let Some(code) = unsaid.then(body).flatten() {
                let mut party = self.party(mention);
                party.actor.code = Some(code);
                party.actor.name.clone_from(&party.text);
                return Some(party);
            }
            if mention.actor.code.is_some() || mention.kind == MentionKind::Named {
                return Some(self.party(mention));
            }
            // A nominal of unknown country may still name it inside: "members of the European Union".
            if let Some(inner) = self.party_inside(token).filter(|inner| inner.actor.code.is_some()) {
                let mut party = self.party(mention);
                party.actor.code = inner.actor.code;
                if party.actor.sector.is_none() {
                    party.actor.sector = inner.actor.sector;
                }
                return Some(party);
            }
            return Some(self.party(mention));
        }
        // "one of these groups, the Democratic Forces"; "the capital, San Juan"
        let named = self.clause.children(token, &[Relation::Appos]).find_map(|child| self.mention(child));
        named.map(|mention| self.party(mention)).or_else(|| self.party_inside(token))
    }

    /// "UNICEF reported that they had delivered": a pronoun that opens what somebody says is mostly that somebody.
    fn reporting_subject(&self, token: usize) -> Option<&'a Mention> {
        let word = self.clause.token(token);
        if !matches!(word.text.to_lowercase().as_str(), "it" | "they") || word.relation != Relation::Nsubj {
            return None;
        }
        let verb = self.clause.token(word.head);
        if verb.relation != Relation::Ccomp || !self.clause.token(verb.head).is_verb() {
            return None;
        }
        let subject = self.clause.child(verb.head, &[Relation::Nsubj])?;
        let mention = self.mention(subject)?;
        let is_person = mention.label == terms::EntityLabel::Person && mention.kind == MentionKind::Named;
        (mention.actor.code.is_some() && mention.kind != MentionKind::Pronoun && !is_person).then_some(mention)
    }

    /// Whether a token stands in square brackets: an editor's words inside a quotation.
    pub fn in_brackets(&self, token: usize) -> bool {
        let sentence = &self.annotated.sentences[self.annotated.sentence_of[token]].tokens;
        let opened = (sentence.start..token).rev().find(|&at| matches!(self.clause.token(at).text.as_ref(), "[" | "]"));
        opened.is_some_and(|at| self.clause.token(at).text.as_ref() == "[")
    }

    /// Whether a word is part of a longer name ("National Emergency Operation Centre").
    pub fn in_name(&self, token: usize, last: usize) -> bool {
        if self.clause.token(token).part != terms::PartOfSpeech::Propn {
            return false;
        }
        let start = self
            .annotated
            .mentions
            .partition_point(|mention| mention.span.start + LONGEST_NAME < self.span(token).start);
        self.annotated.mentions[start..].iter().take_while(|mention| mention.tokens.start <= token).any(|mention| {
            mention.kind == MentionKind::Named
                && mention.tokens.contains(&token)
                && mention.tokens.len() > last + 1 - token + 1
        })
    }

    /// The country that most mentions of the article speak of; `None` where none has half of them.
    pub fn main_country(&self) -> Option<&'a Actor> {
        let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        let mut all = 0;
        for mention in &self.annotated.mentions {
            if let Some(code) = mention.actor.code.as_deref().filter(|_| mention.kind != MentionKind::Pronoun) {
                *counts.entry(code).or_default() += 1;
                all += 1;
            }
        }
        let (code, count) = counts.into_iter().max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code)))?;
        if count * 2 < all {
            return None;
        }
        let of_code = |mention: &&Mention| mention.actor.code.as_deref() == Some(code);
        let mentions = &self.annotated.mentions;
        mentions
            .iter()
            .filter(of_code)
            .find(|mention| mention.actor.sector.is_none())
            .or_else(|| mentions.iter().find(of_code))
            .map(|mention| &mention.actor)
    }

    /// The actor named inside a phrase: possessor, adjective, compound, or of-phrase.
    pub fn party_inside(&self, token: usize) -> Option<Party> {
        // "his Turkish counterpart": the adjective tells more than the pronoun before it.
        let modifier = self
            .clause
            .children(token, &[Relation::Poss, Relation::Amod, Relation::Compound, Relation::Nmod])
            .filter_map(|child| self.mention(child).filter(|mention| mention.actor.code.is_some()))
            .min_by_key(|mention| mention.kind == MentionKind::Pronoun);
        if let Some(mention) = modifier {
            return Some(self.party(mention));
        }
        // "our jets"
        let own = |child: &usize| self.is_first_person(*child);
        if let Some(party) =
            self.clause.children(token, &[Relation::Poss]).find(own).and_then(|child| self.party_at(child))
        {
            return Some(party);
        }
        // "pipelines run by the Italian firm", "hackers working for North Korea"
        let serving = self.clause.children(token, &[Relation::Acl]).filter(|&verb| {
            SERVING.contains(&self.clause.lemma(verb).as_str()) || SERVING.contains(&&*self.clause.token(verb).text)
        });
        for verb in serving {
            for preposition in ["by", "for", "to", "with"] {
                let party =
                    self.clause.preposition(verb, preposition).into_iter().find_map(|inner| self.party_at(inner));
                if let Some(party) = party.filter(|party| party.actor.code.is_some()) {
                    return Some(party);
                }
            }
        }
        for preposition in ["of", "from", "in", "by", "for"] {
            for inner in self.clause.preposition(token, preposition) {
                // "in Afghanistan's Kunar province": the name may stand further in.
                let further = || self.party_inside(inner).filter(|party| party.actor.code.is_some());
                if let Some(mention) = self.mention(inner) {
                    if mention.actor.code.is_none()
                        && let Some(party) = further()
                    {
                        return Some(party);
                    }
                    return Some(self.party(mention));
                }
                if matches!(preposition, "of" | "from")
                    && let Some(party) = self.party_inside(inner)
                {
                    return Some(party);
                }
            }
        }
        None
    }

    /// Whether a token meets a lexicon's demand.
    pub fn meets(&self, token: usize, demand: &Demand) -> bool {
        if demand.is_open() {
            return true;
        }
        let token = self.clause.antecedent(token);
        let lemma = self.clause.lemma(token);
        if demand.lemmas.contains(&lemma) {
            return true;
        }
        // "state of emergency", "tear gas": demands of two words are met by the run of lemmas around the head.
        if demand.lemmas.iter().any(|wanted| wanted.contains(' ') && self.run_matches(token, wanted)) {
            return true;
        }
        let apposed = || self.clause.children(token, &[Relation::Appos]).find_map(|child| self.mention(child));
        let Some(mention) = self.mention(token).or_else(apposed) else {
            return false;
        };
        let known =
            mention.actor.code.is_some() || mention.actor.sector.is_some() || mention.kind == MentionKind::Named;
        demand.actor && known
            || demand.country && mention.actor.code.is_some()
            || demand.state
                && mention.actor.code.is_some()
                && mention.actor.sector.is_none()
                && mention.kind == MentionKind::Named
            || demand.person && mention.label == terms::EntityLabel::Person
            || mention.actor.sector.is_some_and(|sector| demand.sectors.contains(&sector))
            || mention.actor.code.is_some()
                && demand.sectors.contains(&Sector::Gov)
                && (mention.actor.sector.is_none() || self.is_to_govern(mention))
    }

    /// Whether somebody has been elected to an office that he is to take: what he announces, his government will do.
    fn is_to_govern(&self, mention: &Mention) -> bool {
        mention.actor.sector == Some(Sector::Eli)
            && mention.tokens.clone().any(|at| matches!(&*self.clause.token(at).text, "elect" | "incoming"))
    }

    /// Whether a run of lemmas that holds the token reads as the phrase.
    pub fn run_matches(&self, token: usize, phrase: &str) -> bool {
        let words: Vec<&str> = phrase.split(' ').collect();
        let from = token.saturating_sub(words.len() - 1);
        (from..=token).any(|start| {
            start + words.len() <= self.annotated.tokens.len()
                && words.iter().enumerate().all(|(offset, word)| {
                    let token = self.clause.token(start + offset);
                    token.lemma.eq_ignore_ascii_case(word) || token.text.eq_ignore_ascii_case(word)
                })
        })
    }

    /// The span of a token.
    pub fn span(&self, token: usize) -> Span {
        self.annotated.tokens[token].span
    }
}

/// A mention as a party, with its words.
pub(crate) fn party_of(annotated: &Annotated, mention: &Mention) -> Party {
    Party {
        actor: mention.actor.clone(),
        text: annotated.article.text.slice(mention.span).to_owned(),
        start: mention.span.start,
        end: mention.span.end,
    }
}
