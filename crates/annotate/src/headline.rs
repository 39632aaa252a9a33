//! A headline as the parser can read it: capitals that only dress it up are taken off.
//!
//! "Putin Rejects Plan To Expel Envoys" and "PUTIN REJECTS PLAN" are read as "Putin rejects plan …". A word keeps its
//! capital where the body writes it with one in the middle of a sentence, or where it is short for something (EU, U.S.).

use std::collections::HashSet;

use terms::{Annotated, PartOfSpeech};

/// Share of a headline's longer words that must start with a capital for it to be dressed up.
const DRESSED: f64 = 0.7;
/// Words of fewer letters tell nothing of how a headline is written ("of", "to").
const SHORTEST: usize = 4;
/// Longest run of capitals that is short for something, where not all of the headline is in capitals.
const LONGEST_SHORT_FORM: usize = 5;

/// The headline with as many scalar values as before, its words written as in running text.
pub fn undressed(title: &str, body: &Annotated) -> String {
    let words: Vec<&str> = words(title).collect();
    let longer: Vec<&&str> = words.iter().filter(|word| word.chars().count() >= SHORTEST).collect();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let dressed = longer.iter().filter(|word| capital(word)).count();
    if longer.len() < 2 || (dressed as f64) < DRESSED * longer.len() as f64 {
        return title.to_owned();
    }
    let shouted = longer.iter().all(|word| is_shouted(word));
    let names = names(body);
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    for word in words {
        let Some(at) = rest.find(word) else { break };
        out.push_str(&rest[..at]);
        rest = &rest[at + word.len()..];
        out.push_str(&plain(word, shouted, &names));
    }
    out.push_str(rest);
    out
}

fn words(title: &str) -> impl Iterator<Item = &str> {
    title.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|word| word.chars().any(char::is_alphabetic))
}

fn is_shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// One word as running text has it. Only ASCII letters change, so that no offset moves.
fn plain(word: &str, shouted: bool, names: &HashSet<String>) -> String {
    let short_form = is_shouted(word) && (word.contains('.') || !shouted && word.len() <= LONGEST_SHORT_FORM);
    let is_name = names.contains(&word.to_lowercase());
    match (short_form, is_name) {
        (true, _) => word.to_owned(),
        (false, true) if !shouted => word.to_owned(),
        (false, true) => {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| std::iter::once(first).chain(letters.map(|c| c.to_ascii_lowercase())).collect())
                .unwrap_or_default()
        }
        (false, false) => word.to_ascii_lowercase(),
    }
}

/// Words that the body writes with a capital though no sentence starts there.
fn names(body: &Annotated) -> HashSet<String> {
    let starts: HashSet<usize> = body.sentences.iter().map(|sentence| sentence.tokens.start).collect();
    body.tokens
        .iter()
        .enumerate()
        .filter(|(index, token)| {
            let capital = token.text.chars().next().is_some_and(char::is_uppercase);
            capital && (token.part == PartOfSpeech::Propn || !starts.contains(index) && !after_mark(body, *index))
        })
        .map(|(_, token)| token.text.trim_end_matches('.').to_lowercase())
        .collect()
}

fn after_mark(body: &Annotated, index: usize) -> bool {
    index.checked_sub(1).is_none_or(|before| body.tokens[before].part == PartOfSpeech::Punct)
}
