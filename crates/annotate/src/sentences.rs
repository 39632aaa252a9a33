//! Sentence boundaries, corrected after parsing.
//!
//! The parser reads the whole article as one document and is wrong about one boundary in ten. Rules that need no
//! model mend what matters to news: paragraphs, quotes, abbreviations, parts that are no part of the article. Heads
//! are then cut where they cross a boundary, so that every sentence has one root and is a tree of its own.

use terms::{Article, Dropped, Parsed, PartOfSpeech, Relation, Sentence, Tag, Token};

use crate::layout::paragraphs::paragraphs;

/// Abbreviations after which a sentence goes on, since a name or number follows.
const LEADING: &[&str] = &[
    "mr.", "mrs.", "ms.", "dr.", "prof.", "rev.", "hon.", "st.", "ste.", "gen.", "lt.", "col.", "maj.", "capt.",
    "cmdr.", "adm.", "sgt.", "cpl.", "gov.", "sen.", "rep.", "reps.", "sens.", "pres.", "amb.", "sec.", "supt.",
    "insp.", "det.", "fr.", "msgr.", "no.", "nos.", "vs.", "v.", "e.g.", "i.e.", "cf.", "fig.", "vol.", "art.", "ft.",
    "mt.", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sept.", "sep.", "oct.", "nov.", "dec.", "approx.",
    "ca.", "al.", "op.", "brig.", "atty.", "messrs.", "ald.",
];

/// Tokens of a sentence from which on every boundary of the parser's is taken: no news sentence is that long.
const LONG: usize = 250;
/// Tokens after which a sentence is cut whatever it holds, so that a text without an end stays workable.
const LONGEST: usize = 3000;

/// Corrects the parser's boundaries in place (heads are cut where they cross one) and gives the sentences.
///
/// Together the sentences hold every token that is no white space; white-space tokens stand between or inside them.
/// Where two of the parser's sentences become one, the second root becomes a `parataxis` of the first, unless the
/// first is a quotation and the second its attribution: then the quotation's root becomes a `ccomp` of the verb after it.
pub fn correct(article: &Article, parsed: &mut Parsed, dropped: &[Dropped]) -> Vec<Sentence> {
    parsed.sentence_starts.resize(parsed.tokens.len(), false);
    let text = article.text.as_str();
    let paragraph_starts: Vec<u32> = paragraphs(text).iter().map(|range| article.text.scalar(range.start)).collect();
    let tokens = &parsed.tokens;
    let place = |token: &Token| paragraph_starts.partition_point(|&start| start < token.span.end).saturating_sub(1);
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut parts = Parts { dropped, next: 0 };
    let mut previous: Option<usize> = None;
    let mut quotes = Quotes::default();
    let mut part_before = None;
    let mut paragraph_before = 0;
    // A boundary of the parser's that fell on white space holds for the word after it.
    let mut pending = false;
    let mut opened = false;
    for index in 0..tokens.len() {
        pending |= parsed.sentence_starts[index];
        if tokens[index].is_space() {
            continue;
        }
        let paragraph = place(&tokens[index]);
        let part = parts.holding(&tokens[index]);
        let new_paragraph = previous.is_none() || paragraph != paragraph_before;
        if new_paragraph {
            quotes = Quotes::default();
        }
        let closes = quotes.closes(tokens, index);
        let opens = !closes && is_opening(&tokens[index].text);
        // A boundary that the parser set behind an opening mark belongs before it.
        let said = pending || (opens && parsed.sentence_starts.get(index + 1) == Some(&true));
        let starts = match previous {
            None => true,
            Some(_) if new_paragraph || part != part_before => true,
            Some(_) if opened => false,
            Some(previous) => {
                let length = sentences.last().map_or(0, |sentence| index - sentence.tokens.start);
                length >= LONGEST || (said && length >= LONG) || begins(tokens, previous, index, said, closes)
            }
        };
        match sentences.last_mut() {
            Some(sentence) if !starts => {
                sentence.tokens.end = index + 1;
                sentence.span = sentence.span.cover(tokens[index].span);
            }
            _ => sentences.push(Sentence {
                span: tokens[index].span,
                tokens: index..index + 1,
                dropped: part.is_some(),
                paragraph,
            }),
        }
        pending = false;
        opened = opens;
        previous = Some(index);
        part_before = part;
        paragraph_before = paragraph;
    }
    parsed.sentence_starts.fill(false);
    for sentence in &sentences {
        parsed.sentence_starts[sentence.tokens.start] = true;
    }
    mend_heads(&mut parsed.tokens, &sentences);
    sentences
}

/// Walks through the dropped parts beside the tokens.
struct Parts<'a> {
    dropped: &'a [Dropped],
    next: usize,
}

impl Parts<'_> {
    /// The number of the dropped part that touches a token; tokens come in order.
    fn holding(&mut self, token: &Token) -> Option<usize> {
        while self.dropped.get(self.next).is_some_and(|part| part.span.end <= token.span.start) {
            self.next += 1;
        }
        self.dropped.get(self.next).filter(|part| part.span.touches(token.span)).map(|_| self.next)
    }
}

/// Whether a quotation is open, told by the marks themselves and by the blanks around straight ones.
#[derive(Default)]
struct Quotes {
    open: bool,
}

impl Quotes {
    /// Whether the token is a mark that closes a quotation.
    fn closes(&mut self, tokens: &[Token], index: usize) -> bool {
        match &*tokens[index].text {
            "”" | "’’" | "»" => {
                self.open = false;
                true
            }
            "“" | "``" | "«" => {
                self.open = true;
                false
            }
            // Some agencies write '' on both sides.
            "\"" | "''" => {
                let glued_before = index > 0 && !tokens[index - 1].space_after && !tokens[index - 1].is_space();
                let glued_after = tokens[index].space_after.eq(&false)
                    && tokens.get(index + 1).is_some_and(|next| !next.is_space() && next.part != PartOfSpeech::Punct);
                let closes = match (glued_before, glued_after) {
                    (true, false) => true,
                    (false, true) => false,
                    _ => self.open,
                };
                self.open = !closes;
                closes
            }
            _ => false,
        }
    }
}

/// Whether a sentence begins at `index`, within a paragraph; `said` is the parser's word.
fn begins(tokens: &[Token], previous: usize, index: usize, said: bool, closes: bool) -> bool {
    let (before, token) = (&tokens[previous], &tokens[index]);
    let first = token.text.chars().next().unwrap_or(' ');
    if closes || is_closing(&token.text) {
        return false;
    }
    let lower = before.text.to_ascii_lowercase();
    if LEADING.contains(&lower.as_str()) {
        // "He voted no. They left.": a word that only looks like an abbreviation ends its sentence.
        return said && lower == "no." && !first.is_ascii_digit();
    }
    if is_initial(&before.text) {
        return false;
    }
    let end = end_mark(tokens, previous);
    if matches!(&*token.text, "•" | "●" | "■" | "▪" | "◦") {
        return true;
    }
    match end {
        End::None => said && matches!(&*before.text, ":" | ";") && first.is_uppercase(),
        End::Abbreviation => (said && !first.is_lowercase()) || (is_sentence_word(token) && !token.text.contains('.')),
        End::Mark { quoted } => {
            if first.is_lowercase() {
                // `"Go!" he said`, `… and more`: a sentence does not begin with a small letter.
                return false;
            }
            if quoted && follows_as_attribution(tokens, index) {
                return false;
            }
            said || first.is_uppercase() || matches!(&*token.text, "\"" | "“" | "‘" | "``" | "«" | "'" | "(" | "[")
        }
        End::Dots => said && !first.is_lowercase(),
    }
}

/// How what stands before a possible boundary ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// In the middle of things.
    None,
    /// A full stop, question or exclamation mark, within closing marks or not.
    Mark { quoted: bool },
    /// An abbreviation's own point.
    Abbreviation,
    /// Dots of omission.
    Dots,
}

/// How the text up to and with token `last` ends, closing marks set aside.
fn end_mark(tokens: &[Token], last: usize) -> End {
    let mut quoted = false;
    for token in tokens[..=last].iter().rev().take(6).filter(|token| !token.is_space()) {
        match &*token.text {
            "\"" | "”" | "''" | "’" | "'" | "»" => quoted = true,
            ")" | "]" => {}
            "..." | "…" | "...." | ".." => return End::Dots,
            "." | "!" | "?" | "?!" | "!!" | "!?" | "!!!" => return End::Mark { quoted },
            text if text.ends_with(['!', '?']) => return End::Mark { quoted },
            text if text.ends_with('.') && text.len() > 1 => return End::Abbreviation,
            _ => return End::None,
        }
    }
    End::None
}

/// `"Why?" Putin asked.`: after a quotation that ended with a mark, a name and a verb of speech at once.
fn follows_as_attribution(tokens: &[Token], index: usize) -> bool {
    let name = tokens[index..]
        .iter()
        .take(4)
        .take_while(|token| token.part == PartOfSpeech::Propn || token.part == PartOfSpeech::Pron)
        .count();
    let mark = tokens[..index]
        .iter()
        .rev()
        .find(|token| !token.is_space() && !is_closing(&token.text))
        .map(|token| &*token.text);
    name > 0
        && matches!(mark, Some("?" | "!"))
        && tokens.get(index + name).is_some_and(|verb| {
            matches!(
                &*verb.lemma,
                "say"
                    | "ask"
                    | "tell"
                    | "add"
                    | "write"
                    | "declare"
                    | "shout"
                    | "reply"
                    | "wonder"
                    | "tweet"
                    | "exclaim"
                    | "demand"
            )
        })
        && tokens
            .get(index + name + 1)
            .is_none_or(|next| next.part != PartOfSpeech::Noun && next.part != PartOfSpeech::Det)
}

/// Marks that open a quotation or bracket; a straight mark does where it does not close one.
fn is_opening(text: &str) -> bool {
    matches!(text, "\"" | "''" | "“" | "``" | "«" | "(" | "[")
}

/// Words with a capital that begin a sentence after an abbreviation, since no name does.
fn is_sentence_word(token: &Token) -> bool {
    matches!(token.tag, Tag::DT | Tag::PRP | Tag::PRPS | Tag::EX | Tag::IN | Tag::WRB | Tag::WP | Tag::CC)
        && token.text.starts_with(char::is_uppercase)
}

/// Marks that can only end what stands before them.
fn is_closing(text: &str) -> bool {
    matches!(text, "." | "," | ";" | ":" | "!" | "?" | "…" | "..." | ")" | "]" | "”" | "’" | "»" | "%" | "'s" | "’s")
}

/// A single capital with a point: "J." in a name.
fn is_initial(text: &str) -> bool {
    let mut letters = text.chars();
    matches!((letters.next(), letters.next(), letters.next()), (Some(letter), Some('.'), None) if letter.is_uppercase())
}

/// Gives every sentence one root and cuts the heads that cross a boundary.
fn mend_heads(tokens: &mut [Token], sentences: &[Sentence]) {
    let mut held = vec![false; tokens.len()];
    let mut loose = Vec::new();
    for sentence in sentences {
        held[sentence.tokens.clone()].fill(true);
        loose.clear();
        let cut = |token: &Token| !sentence.tokens.contains(&token.head);
        loose.extend(sentence.tokens.clone().filter(|&index| tokens[index].head == index || cut(&tokens[index])));
        let root = choose_root(tokens, &loose);
        let quotation = loose.iter().position(|&index| index == root).is_some_and(|at| at > 0);
        for &index in &loose {
            let was_root = tokens[index].head == index;
            if index == root {
                tokens[index].head = index;
                tokens[index].relation = Relation::Root;
            } else {
                tokens[index].head = root;
                if tokens[index].part == PartOfSpeech::Punct {
                    tokens[index].relation = Relation::Punct;
                } else if was_root {
                    tokens[index].relation =
                        if quotation && index < root { Relation::Ccomp } else { Relation::Parataxis };
                } else if matches!(
                    tokens[index].relation,
                    Relation::Root
                        | Relation::Conj
                        | Relation::Relcl
                        | Relation::Acl
                        | Relation::Ccomp
                        | Relation::Advcl
                        | Relation::Appos
                        | Relation::Pcomp
                ) {
                    tokens[index].relation = Relation::Parataxis;
                }
            }
        }
    }
    for (index, token) in tokens.iter_mut().enumerate().filter(|(index, _)| !held[*index]) {
        token.head = index;
    }
}

/// Which of a sentence's loose tokens (roots, and tokens whose head lies outside) becomes its root.
///
/// A root of the parser's before a token that was cut off, a verb before a noun before the rest, the earlier before the
/// later; yet after a quotation the verb that tells who speaks.
fn choose_root(tokens: &[Token], loose: &[usize]) -> usize {
    let rank = |index: usize| {
        let token = &tokens[index];
        let kind = if token.is_verb() {
            0
        } else if token.is_noun() {
            1
        } else if token.part == PartOfSpeech::Punct || token.is_space() {
            3
        } else {
            2
        };
        (kind == 3, token.head != index, kind)
    };
    let first = loose.iter().copied().min_by_key(|&index| (rank(index), index)).unwrap_or_default();
    loose
        .iter()
        .copied()
        .find(|&index| {
            index > first
                && tokens[index].head == index
                && tokens[index].is_verb()
                && tells_quotation(tokens, first, index)
        })
        .unwrap_or(first)
}

/// Whether a quotation closes between two roots, and the second is a verb of speech.
fn tells_quotation(tokens: &[Token], first: usize, second: usize) -> bool {
    matches!(
        &*tokens[second].lemma,
        "say"
            | "ask"
            | "tell"
            | "add"
            | "write"
            | "declare"
            | "shout"
            | "reply"
            | "tweet"
            | "warn"
            | "insist"
            | "explain"
    ) && second - first < 200
        && tokens[first..second].iter().rev().take(8).any(|token| matches!(&*token.text, "\"" | "”" | "''" | "’"))
}
