//! Time expressions (TIMEX3).
//!
//! Rules in `data/times/` say which words are a time and what they mean ([`rules`], [`pattern`], [`words`]); [`meaning`]
//! reckons the value from the article's day, the tense of the verb above ([`tense`]) and the times told before; [`join`]
//! makes one of neighbours. The longest match wins, and of equally long ones the rule that comes first.

mod calendar;
mod join;
mod meaning;
mod pattern;
mod rules;
mod tense;
mod words;

use std::ops::Range;

use jiff::civil::Date;
use terms::{
    Annotated, Basis, DataError, Dated, DropReason, EntityLabel, Precision, Relation, Resources, Tag, TimeKind,
    TimeMention, Token,
};

use calendar::{Grain, Point};
use meaning::{Reading, Scene};
use pattern::Match;
pub use rules::Proof;
use rules::{Means, Rule};
use words::{Symbol, UNKNOWN, Words};

/// Sentences for which a quarter that was told is still the one spoken of.
const QUARTER_HOLDS: usize = 8;

/// Finds time expressions and gives them values, by the rules in `data/times/`.
pub struct Times {
    words: Words,
    rules: Vec<Rule>,
    /// For each symbol the patterns that can begin with it: rule and number of the pattern.
    starts: Vec<Vec<(u32, u32)>>,
}

/// A time expression while the text is read.
struct Found {
    /// First token and one past the last.
    start: usize,
    end: usize,
    rule: usize,
    reading: Reading,
    /// Whether it is a mere weekday.
    weekday: bool,
    /// Whether it stands on its own or has joined another.
    whole: bool,
}

/// What the text has told so far.
struct Story {
    article: Option<Date>,
    last: Option<Point>,
    quarter: Option<(usize, Point)>,
}

impl Times {
    /// Builds the finder from `data/times/`.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let mut words = Words::load(resources)?;
        let rules = rules::load(resources, &mut words)?;
        let mut starts = vec![Vec::new(); words.len()];
        for (rule_index, rule) in rules.iter().enumerate() {
            for (pattern_index, pattern) in rule.patterns.iter().enumerate() {
                for symbol in pattern.first(&words) {
                    starts[symbol as usize].push((rule_index as u32, pattern_index as u32));
                }
            }
        }
        starts[UNKNOWN as usize].clear();
        Ok(Self { words, rules, starts })
    }

    /// All time expressions, in order, without overlap.
    pub fn find(&self, annotated: &Annotated) -> Vec<TimeMention> {
        self.found(annotated).into_iter().map(|(_, mention)| mention).collect()
    }

    /// All time expressions, each with the line and file of the rule that found it (of its first part, where it was
    /// joined from several).
    pub fn found(&self, annotated: &Annotated) -> Vec<((&str, usize), TimeMention)> {
        let mut lower = String::new();
        let symbols: Vec<Symbol> = annotated.tokens.iter().map(|token| self.words.symbol(token, &mut lower)).collect();
        let mut story = Story {
            article: annotated.article.published.as_ref().map(|published| published.day),
            last: None,
            quarter: None,
        };
        let mut mentions = Vec::new();
        for (index, sentence) in annotated.sentences.iter().enumerate() {
            let found = self.in_sentence(annotated, &symbols, index, sentence.tokens.clone(), &mut story);
            for found in
                join::join(found, &annotated.tokens, &symbols, &self.words).into_iter().filter(|found| found.whole)
            {
                if story.article.is_none() {
                    story.article = heading_date(annotated, &found);
                }
                let rule = &self.rules[found.rule];
                mentions.push(((rule.file.as_str(), rule.line), mention(annotated, &found, &story)));
            }
        }
        mentions
    }

    /// What every rule must and must not find.
    pub fn proofs(&self) -> Vec<Proof> {
        self.rules.iter().map(Rule::proof).collect()
    }

    fn in_sentence(
        &self,
        annotated: &Annotated,
        symbols: &[Symbol],
        number: usize,
        tokens: Range<usize>,
        story: &mut Story,
    ) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = tokens.start;
        let mut looked_from = at;
        while at < tokens.end {
            let after_date = found.last().is_some_and(|last: &Found| {
                last.end == at && matches!(last.reading, Reading::Point(Point { grain: Grain::Day, .. }, _))
            });
            let Some((rule, matched)) = self.longest(annotated, symbols, at, tokens.end, looked_from, after_date)
            else {
                at += 1;
                continue;
            };
            let written = &self.rules[rule].written;
            let quarter = story.quarter.filter(|(told, _)| number - told <= QUARTER_HOLDS).map(|(_, quarter)| quarter);
            let head = head(annotated, &matched);
            let tense = tense::governing(annotated, matched.start, head);
            let scene = Scene {
                article: story.article,
                story: story.last,
                quarter,
                tense,
                direct: tense::is_direct(annotated, head),
            };
            let other = || {
                is_rate(&annotated.tokens, &matched)
                    || in_name(annotated, &matched)
                    || (written.means == Means::Year && is_counted(annotated, &matched))
            };
            let reading = meaning::read(written, &matched.captures, scene).filter(|_| !other());
            match reading {
                Some(reading) => {
                    if let Reading::Point(point, _) = reading {
                        story.last = Some(point);
                        // "a year earlier" beside a quarter does not change which quarter is spoken of.
                        if point.grain == Grain::Quarter
                            && (written.means == Means::Quarter || written.unit.as_deref() == Some("Q"))
                        {
                            story.quarter = Some((number, point));
                        }
                    }
                    at = matched.end;
                    found.push(Found {
                        start: matched.start,
                        end: matched.end,
                        rule,
                        reading,
                        weekday: written.means == Means::Weekday,
                        whole: !written.joined,
                    });
                }
                None => at = if written.means == Means::Nothing { matched.end } else { at + 1 },
            }
            looked_from = at;
        }
        found
    }

    /// The longest match whose time expression does not begin before `from`; `after_date` tells that a day ends where it begins.
    fn longest(
        &self,
        annotated: &Annotated,
        symbols: &[Symbol],
        at: usize,
        limit: usize,
        from: usize,
        after_date: bool,
    ) -> Option<(usize, Match)> {
        let mut best: Option<(usize, Match)> = None;
        for &(rule, pattern) in &self.starts[symbols[at] as usize] {
            let Rule { written, patterns, .. } = &self.rules[rule as usize];
            if written.follows && !after_date {
                continue;
            }
            let pattern = &patterns[pattern as usize];
            if let Some(matched) = pattern.matches(&self.words, &annotated.tokens, symbols, at, limit) {
                // Of equally long ones a rule that says "no time" comes first.
                let rank = |rule: usize| (self.rules[rule].written.means != Means::Nothing, rule);
                let longer = best.as_ref().is_none_or(|(other, longest)| {
                    matched.reach > longest.reach
                        || (matched.reach == longest.reach && rank(rule as usize) < rank(*other))
                });
                if longer && matched.start >= from {
                    best = Some((rule as usize, matched));
                }
            }
        }
        best
    }
}

/// The token of an expression whose head lies outside it; it stands for the whole.
fn head(annotated: &Annotated, matched: &Match) -> usize {
    let inside = matched.start..matched.end;
    inside.clone().find(|&at| !inside.contains(&annotated.tokens[at].head)).unwrap_or(matched.start)
}

/// "$5 a year", "four flights a week": a rate, not a length of time.
fn is_rate(tokens: &[Token], matched: &Match) -> bool {
    let [article, unit] = &tokens[matched.start..matched.end] else { return false };
    matches!(&*article.text, "a" | "an")
        && unit.relation == Relation::Npadvmod
        && matched.start.checked_sub(1).is_some_and(|before| {
            let before = &tokens[before];
            before.is_noun() || matches!(before.tag, Tag::CD | Tag::Dollar) || &*before.text == "%"
        })
}

/// Whether a number that could be a year counts something: "more than 2000 people", "of whom 1720 were sent home".
fn is_counted(annotated: &Annotated, matched: &Match) -> bool {
    let token = &annotated.tokens[matched.start];
    // "J1131-1231"
    if matched.start.checked_sub(1).is_some_and(|before| {
        matches!(&*annotated.tokens[before].text, "-" | "–") && !annotated.tokens[before].space_after
    }) {
        let year = matched
            .start
            .checked_sub(2)
            .is_some_and(|before| annotated.tokens[before].text.len() == 4 && annotated.tokens[before].tag == Tag::CD);
        return !year;
    }
    // "2000m"
    let last = &annotated.tokens[matched.end - 1];
    let glued = !last.space_after
        && annotated.tokens.get(matched.end).is_some_and(|next| next.text.chars().all(char::is_alphabetic));
    if glued
        || matched.end == matched.start + 1
            && matches!(token.relation, Relation::Nsubj | Relation::Nsubjpass)
            && annotated.tokens[token.head].is_verb()
    {
        return true;
    }
    let after = annotated.quantities.partition_point(|quantity| quantity.tokens.end <= matched.start);
    annotated.quantities.get(after).is_some_and(|quantity| quantity.tokens.start < matched.end)
}

/// Whether the words are part of a longer name: "60 Minutes" of a programme, a person called March.
fn in_name(annotated: &Annotated, matched: &Match) -> bool {
    let after = annotated.entities.partition_point(|entity| entity.tokens.end <= matched.start);
    annotated.entities.get(after).is_some_and(|entity| {
        entity.tokens.start <= matched.start
            && entity.tokens.end >= matched.end
            && entity.tokens.len() > matched.end - matched.start
            && matches!(
                entity.label,
                EntityLabel::Person
                    | EntityLabel::Org
                    | EntityLabel::WorkOfArt
                    | EntityLabel::Product
                    | EntityLabel::Fac
                    | EntityLabel::Gpe
            )
    })
}

/// A full date in a dateline, which dates an article that has no date of its own.
fn heading_date(annotated: &Annotated, found: &Found) -> Option<Date> {
    let Reading::Point(Point { first, grain: Grain::Day }, Basis::Stated) = found.reading else { return None };
    let span = annotated.tokens[found.start].span;
    annotated.dropped.iter().any(|part| part.reason == DropReason::Dateline && part.span.touches(span)).then_some(first)
}

fn mention(annotated: &Annotated, found: &Found, story: &Story) -> TimeMention {
    let tokens = found.start..found.end;
    let (kind, value, date) = match &found.reading {
        Reading::Point(point, basis) => (TimeKind::Date, point.value(), Some(point.dated(*basis))),
        Reading::Time(day, time) => {
            let reckoned = || {
                story
                    .last
                    .filter(|last| last.grain == Grain::Day)
                    .map(|last| last.first)
                    .or(story.article)
                    .map(|day| (day, Basis::Relative))
            };
            let day = day.or_else(reckoned);
            let value = day.map_or_else(|| format!("T{time}"), |(day, _)| format!("{day}T{time}"));
            let precision = if time.contains(':') { Precision::Time } else { Precision::Day };
            (TimeKind::Time, value, day.map(|(day, basis)| Dated { day, precision, basis }))
        }
        Reading::Value(kind, value) => (*kind, value.clone(), None),
    };
    TimeMention { span: annotated.span(tokens.clone()), tokens, kind, value, date }
}
