//! The proof of the layers' data: every entry's `example` is found by its layer, its `not` is not.

use jiff::civil::date;
use terms::{Annotate, Annotated, Article, DataError, Failure, Place, Published, PublishedSource, Resources, Span};

use crate::Annotator;
use crate::attributions::cues;

/// Prose around a line, as it stands in an article.
const BEFORE: &str = "The foreign ministers of both countries met in Vienna on Monday and agreed that the border crossing near the river would be opened again in the spring.";
const AFTER: &str = "A spokeswoman for the ministry said that the details were still being worked out, and that they would meet for a second time before the month was out.";

/// A sentence of a cue file: the plain words and what is marked in them.
struct Marked {
    text: String,
    source: Option<Span>,
    cue: Option<Span>,
    content: Vec<Span>,
}

/// Reads `<source> [cue] {content}`.
fn marked(sentence: &str) -> Marked {
    let mut found = Marked { text: String::new(), source: None, cue: None, content: Vec::new() };
    let mut length = 0;
    let mut starts = Vec::new();
    for character in sentence.chars() {
        match character {
            '<' | '[' | '{' => starts.push(length),
            '>' | ']' | '}' => {
                let span = Span::new(starts.pop().unwrap_or_default(), length);
                match character {
                    '>' => found.source = Some(span),
                    ']' => found.cue = Some(span),
                    _ => found.content.push(span),
                }
            }
            _ => {
                found.text.push(character);
                length += 1;
            }
        }
    }
    found
}

/// A text of its own; `dated` ones are published on Friday 30 December 2016.
fn article(text: &str, dated: bool) -> Article {
    let day = date(2016, 12, 30);
    Article {
        id: "example".to_owned(),
        text: text.into(),
        title: None,
        url: None,
        author: None,
        outlet: None,
        published: dated.then(|| Published { value: day.to_string(), day, source: PublishedSource::Given }),
        preamble: 0,
        language: Some("en".to_owned()),
        content_hash: String::new(),
        source: Place::default(),
    }
}

/// The lemmas of all cues that were found, alone and with the word after each ("point out").
fn cue_lemmas(annotated: &Annotated) -> Vec<String> {
    let lemma = |token: usize| annotated.tokens.get(token).map_or("", |token| &*token.lemma);
    annotated
        .attributions
        .iter()
        .filter_map(|attribution| attribution.cue_token)
        .flat_map(|token| [lemma(token).to_owned(), format!("{} {}", lemma(token), lemma(token + 1))])
        .collect()
}

impl Annotator {
    /// Runs the `example` and `not` of every entry of `data/layout/`, `data/times/` and `data/cues/`; empty where all hold.
    ///
    /// # Errors
    /// A cue file is missing or wrong.
    pub fn check(&self, resources: &dyn Resources) -> Result<Vec<Failure>, DataError> {
        let mut failures = self.check_layout();
        failures.extend(self.check_times());
        for (file, entries) in [
            ("cues/verbs.toml", verb_proofs(resources)?),
            ("cues/nouns.toml", noun_proofs(cues::noun_entries(resources)?)),
            ("cues/adjectives.toml", noun_proofs(cues::adjective_entries(resources)?)),
            ("cues/phrases.toml", phrase_proofs(cues::phrase_entries(resources)?)),
        ] {
            for (lemmas, example, not) in entries {
                for problem in self.check_cue(&lemmas, &example, &not) {
                    failures.push(Failure { file: file.to_owned(), entry: lemmas.join(", "), problem });
                }
            }
        }
        Ok(failures)
    }

    fn check_layout(&self) -> Vec<Failure> {
        let mut failures = Vec::new();
        for proof in self.layout.proofs() {
            let mut dropped = |line: &str, wanted: bool| {
                let article = article(&format!("{BEFORE}\n\n{line}\n\n{AFTER}"), false);
                let found = self.layout.dropped(&article);
                let right = match found.as_slice() {
                    [] => !wanted,
                    [part] => wanted && part.reason == proof.reason,
                    _ => false,
                };
                if !right {
                    let problem = if wanted { "its example is not dropped" } else { "its `not` is dropped" };
                    let problem = format!("{problem}: {line:?}");
                    failures.push(Failure { file: proof.file.clone(), entry: proof.entry.to_string(), problem });
                }
            };
            dropped(&proof.example, true);
            dropped(&proof.not, false);
        }
        failures
    }

    fn check_times(&self) -> Vec<Failure> {
        let mut failures = Vec::new();
        for proof in self.times.proofs() {
            let mut fail = |problem: String| {
                failures.push(Failure { file: proof.file.clone(), entry: format!("at line {}", proof.line), problem });
            };
            let here = (proof.file.as_str(), proof.line);
            let told: Vec<_> = self
                .times
                .found(&self.annotate(&article(&proof.example, true)))
                .into_iter()
                .map(|(rule, time)| (rule, time.value))
                .collect();
            // A night's value may come from the rule for its day.
            let of_night = told.len() == 1 && told[0].1 == proof.gives && proof.example.contains(" night");
            let right = if proof.gives.is_empty() {
                told.is_empty()
            } else {
                of_night || told.iter().any(|(rule, value)| *rule == here && *value == proof.gives)
            };
            if !right {
                fail(format!("its example {:?} gives {told:?}, not {}", proof.example, proof.gives));
            }
            let counter = self.annotate(&article(&proof.not, true));
            if self.times.found(&counter).iter().any(|(rule, _)| *rule == here) {
                fail(format!("it finds something in its `not`: {:?}", proof.not));
            }
        }
        failures
    }

    fn check_cue(&self, lemmas: &[String], example: &str, not: &str) -> Vec<String> {
        let mut problems = Vec::new();
        let wanted = marked(example);
        let annotated = self.annotate(&article(&wanted.text, false));
        let found = annotated.attributions.iter().any(|got| {
            wanted.source.is_none_or(|source| got.source == Some(source))
                && wanted.cue.is_none_or(|cue| got.cue == Some(cue))
                && (wanted.content.is_empty() || got.content == wanted.content)
        });
        if !found {
            problems.push(format!("its example is not found as marked: {example:?}"));
        }
        let annotated = self.annotate(&article(not, false));
        if let Some(lemma) = cue_lemmas(&annotated).iter().find(|lemma| lemmas.contains(lemma)) {
            problems.push(format!("{lemma:?} is a cue in its `not`: {not:?}"));
        }
        problems
    }
}

/// Lemmas, example and `not` of an entry.
type Proof = (Vec<String>, String, String);

fn verb_proofs(resources: &dyn Resources) -> Result<Vec<Proof>, DataError> {
    Ok(cues::verb_entries(resources)?.into_iter().map(|entry| (entry.lemma, entry.example, entry.not)).collect())
}

fn phrase_proofs(entries: Vec<cues::PhraseEntry>) -> Vec<Proof> {
    let verb = |words: &String| words.split(' ').next().unwrap_or_default().to_owned();
    entries.into_iter().map(|entry| (entry.words.iter().map(verb).collect(), entry.example, entry.not)).collect()
}

fn noun_proofs(entries: Vec<cues::NounEntry>) -> Vec<Proof> {
    entries.into_iter().map(|entry| (entry.lemma, entry.example, entry.not)).collect()
}
