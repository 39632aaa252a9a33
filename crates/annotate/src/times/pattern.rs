//! Patterns over tokens, as the rules in `data/times/` write them.
//!
//! A pattern is words parted by blanks. `a|b` is either word; `{class}` a word of that class, kept for the rule's
//! meaning; `[…]` may be missing; what stands within `(…)` is the time expression where the whole pattern is not.

use terms::Token;

use super::words::{Capture, Class, FIGURES, Symbol, Words};

#[derive(Clone, Debug, PartialEq)]
enum Element {
    Word(Vec<Symbol>),
    Class(Class),
    Optional(Vec<Element>),
    Open,
    Close,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Vec<Element>);

/// Where a pattern matched.
#[derive(Clone, Debug, Default)]
pub(super) struct Match {
    /// First token of the time expression.
    pub(super) start: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// One past the last token looked at.
    pub(super) reach: usize,
    pub(super) captures: Vec<Capture>,
}

impl Pattern {
    /// Compiles a pattern; the error says what is wrong with it.
    pub(super) fn compile(text: &str, words: &mut Words) -> Result<Self, String> {
        let spaced = ["[", "]", "(", ")"]
            .iter()
            .fold(text.to_lowercase(), |text, mark| text.replace(mark, &format!(" {mark} ")));
        let mut stack: Vec<Vec<Element>> = vec![Vec::new()];
        for part in spaced.split_whitespace() {
            let element = match part {
                "[" => {
                    stack.push(Vec::new());
                    continue;
                }
                "]" => {
                    let inner = stack
                        .pop()
                        .filter(|inner| !inner.is_empty() && !stack.is_empty())
                        .ok_or("`]` without `[`, or nothing between them")?;
                    Element::Optional(inner)
                }
                "(" => Element::Open,
                ")" => Element::Close,
                _ if part.starts_with('{') => {
                    let name = part
                        .trim_start_matches('{')
                        .strip_suffix('}')
                        .ok_or_else(|| format!("`{part}` is not closed"))?;
                    Element::Class(Class::parse(name).ok_or_else(|| format!("there is no class `{name}`"))?)
                }
                _ => Element::Word(part.split('|').map(|word| words.intern(word)).collect()),
            };
            stack.last_mut().ok_or("`]` without `[`")?.push(element);
        }
        match (stack.pop(), stack.is_empty()) {
            (Some(elements), true)
                if elements.iter().any(|element| matches!(element, Element::Word(_) | Element::Class(_))) =>
            {
                Ok(Self(elements))
            }
            (_, false) => Err("`[` without `]`".into()),
            _ => Err("nothing in it must be there".into()),
        }
    }

    /// Symbols with which a match can begin.
    pub(super) fn first(&self, words: &Words) -> Vec<Symbol> {
        let mut symbols = Vec::new();
        first(&self.0, words, &mut symbols);
        symbols.sort_unstable();
        symbols.dedup();
        symbols
    }

    /// The longest way in which the pattern matches from token `at` on; options are taken where they can be.
    pub(super) fn matches(
        &self,
        words: &Words,
        tokens: &[Token],
        symbols: &[Symbol],
        at: usize,
        limit: usize,
    ) -> Option<Match> {
        let mut found = Match { start: at, end: at, reach: at, captures: Vec::new() };
        let mut marks = (None, None);
        let reach = run(&self.0, &[], Context { words, tokens, symbols, limit }, at, &mut found.captures, &mut marks)?;
        found.reach = reach;
        found.start = marks.0.unwrap_or(at);
        found.end = marks.1.unwrap_or(reach);
        (found.start < found.end).then_some(found)
    }
}

/// Gathers what can begin a run of elements; tells whether the whole run may be missing.
fn first(elements: &[Element], words: &Words, symbols: &mut Vec<Symbol>) -> bool {
    for element in elements {
        match element {
            Element::Word(options) => {
                symbols.extend(options);
                return false;
            }
            Element::Class(class) => {
                if class.is_listed() {
                    symbols.extend(words.members(*class));
                } else {
                    symbols.push(FIGURES);
                    symbols.extend(words.spelled(*class));
                }
                return false;
            }
            Element::Optional(inner) => {
                first(inner, words, symbols);
            }
            Element::Open | Element::Close => {}
        }
    }
    true
}

#[derive(Clone, Copy)]
struct Context<'a> {
    words: &'a Words,
    tokens: &'a [Token],
    symbols: &'a [Symbol],
    limit: usize,
}

type Marks = (Option<usize>, Option<usize>);

/// Matches `elements` and then `rest` from `at` on, options first with and then without; gives where it ended.
fn run(
    elements: &[Element],
    rest: &[&[Element]],
    context: Context<'_>,
    at: usize,
    captures: &mut Vec<Capture>,
    marks: &mut Marks,
) -> Option<usize> {
    let Some((element, after)) = elements.split_first() else {
        return match rest.split_last() {
            Some((next, rest)) => run(next, rest, context, at, captures, marks),
            None => Some(at),
        };
    };
    // White space between the words (a broken line) does not part them.
    let before = at;
    let at =
        at + context.tokens[at.min(context.limit)..context.limit].iter().take_while(|token| token.is_space()).count();
    match element {
        Element::Open => {
            marks.0 = Some(at);
            run(after, rest, context, at, captures, marks)
        }
        Element::Close => {
            marks.1 = Some(before);
            run(after, rest, context, at, captures, marks)
        }
        Element::Word(options) => (at < context.limit && options.contains(&context.symbols[at]))
            .then(|| run(after, rest, context, at + 1, captures, marks))?,
        Element::Class(class) => {
            let (capture, end) = (at < context.limit)
                .then(|| context.words.capture(*class, context.tokens, context.symbols, at))?
                .filter(|(_, end)| *end <= context.limit)?;
            let held = captures.len();
            captures.push(capture);
            let found = run(after, rest, context, end, captures, marks);
            if found.is_none() {
                captures.truncate(held);
            }
            found
        }
        Element::Optional(inner) => {
            let held = captures.len();
            let kept = *marks;
            let mut later = rest.to_vec();
            later.push(after);
            run(inner, &later, context, at, captures, marks).or_else(|| {
                captures.truncate(held);
                *marks = kept;
                run(after, rest, context, at, captures, marks)
            })
        }
    }
}
