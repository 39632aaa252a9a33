//! The dependency parser: arc-eager transitions with sentence breaks, greedy.

use terms::{DataError, Relation};

use super::transitions::{Scorer, ScorerSpace};
use super::weights::{Weights, model_error};

/// A relation as the parser gives it: a lifted arc also names the relation of its true head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arc {
    /// The relation.
    pub relation: Relation,
    /// Where the arc was lifted: the relation under which its true head hangs below.
    pub true_head: Option<Relation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

const KINDS: usize = 5;

/// The parser.
pub(super) struct Parser {
    scorer: Scorer<8>,
    moves: Vec<(Kind, Arc)>,
    /// Runs of moves of one kind.
    runs: Vec<(Kind, std::ops::Range<usize>)>,
}

/// A parse of one document, before lifted arcs are put back.
#[derive(Clone, Debug, Default)]
pub(super) struct Arcs {
    /// Head of each token; `None` at a root.
    pub heads: Vec<Option<u32>>,
    /// Relation to it.
    pub arcs: Vec<Arc>,
}

const ROOT: Arc = Arc { relation: Relation::Root, true_head: None };

impl Parser {
    /// Reads the parser; `names` are its moves in the order of the scores.
    pub fn load(weights: &Weights<'_>, names: &[Box<str>]) -> Result<Self, DataError> {
        let mut moves = Vec::new();
        let mut runs: Vec<(Kind, std::ops::Range<usize>)> = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let parsed =
                read_move(name).ok_or_else(|| model_error("labels.json", format!("`{name}` is no parser move")))?;
            match runs.last_mut() {
                Some((kind, run)) if *kind == parsed.0 => run.end += 1,
                _ => runs.push((parsed.0, number..number + 1)),
            }
            moves.push(parsed);
        }
        Ok(Self { scorer: Scorer::load(weights, "parser", names.len())?, moves, runs })
    }

    /// Parses a document of `count` tokens from the encoder's rows, which start at `start` values.
    pub fn parse(&self, rows: &[f32], start: usize, count: usize, space: &mut ScorerSpace) -> Arcs {
        self.scorer.prepare(rows, start, count, space);
        let mut state = State::new(count);
        while !state.is_final() {
            let scores = self.scorer.score(state.features(), space);
            let valid = state.valid();
            let mut best: Option<usize> = None;
            for (_, run) in self.runs.iter().filter(|(kind, _)| valid[*kind as usize]) {
                for number in run.clone() {
                    if best.is_none_or(|best| scores[number] > scores[best]) {
                        best = Some(number);
                    }
                }
            }
            // With a stack, reducing is always valid; without one, shifting is.
            let (kind, arc) = self.moves[best.expect("one move is always valid")];
            state.apply(kind, arc);
        }
        Arcs { heads: state.heads, arcs: state.arcs }
    }
}

fn read_move(name: &str) -> Option<(Kind, Arc)> {
    let (kind, label) = name.split_once('-').unwrap_or((name, ""));
    let kind = match kind {
        "S" => Kind::Shift,
        "D" => Kind::Reduce,
        "L" => Kind::Left,
        "R" => Kind::Right,
        "B" => Kind::Break,
        _ => return None,
    };
    let arc = match (kind, label.split_once("||")) {
        (Kind::Left | Kind::Right, Some((relation, head))) => {
            Arc { relation: Relation::parse(relation)?, true_head: Some(Relation::parse(head)?) }
        }
        (Kind::Left | Kind::Right, None) => Arc { relation: Relation::parse(label)?, true_head: None },
        _ => ROOT,
    };
    Some((kind, arc))
}

/// The parser's state: a stack, what was put back from it, and the rest of the document.
struct State {
    count: usize,
    /// First token of the rest.
    next: usize,
    stack: Vec<usize>,
    /// Tokens put back in front of the rest, the nearest last.
    returned: Vec<usize>,
    heads: Vec<Option<u32>>,
    arcs: Vec<Arc>,
    /// Newest child on either side of each token.
    left: Vec<Option<u32>>,
    right: Vec<Option<u32>>,
    /// For a right child, the right child of the same head that came before it.
    earlier: Vec<Option<u32>>,
    starts_sentence: Vec<bool>,
    unshiftable: Vec<bool>,
}

impl State {
    fn new(count: usize) -> Self {
        let mut starts_sentence = vec![false; count];
        if let Some(first) = starts_sentence.first_mut() {
            *first = true;
        }
        Self {
            count,
            next: 0,
            stack: Vec::new(),
            returned: Vec::new(),
            heads: vec![None; count],
            arcs: vec![ROOT; count],
            left: vec![None; count],
            right: vec![None; count],
            earlier: vec![None; count],
            starts_sentence,
            unshiftable: vec![false; count],
        }
    }

    fn buffered(&self, place: usize) -> Option<usize> {
        match place.checked_sub(self.returned.len()) {
            None => Some(self.returned[self.returned.len() - 1 - place]),
            Some(beyond) => Some(self.next + beyond).filter(|&token| token < self.count),
        }
    }

    fn stacked(&self, place: usize) -> Option<usize> {
        self.stack.len().checked_sub(place + 1).map(|index| self.stack[index])
    }

    fn buffer_length(&self) -> usize {
        self.returned.len() + self.count - self.next
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    fn features(&self) -> [Option<usize>; 8] {
        let (buffer, stack) = (self.buffered(0), self.stacked(0));
        let child = |children: &[Option<u32>], head: Option<usize>| {
            head.and_then(|head| children[head]).map(|child| child as usize)
        };
        [
            buffer,
            self.buffered(1),
            stack,
            self.stacked(1),
            self.stacked(2),
            child(&self.left, buffer),
            child(&self.left, stack),
            child(&self.right, stack),
        ]
    }

    fn valid(&self) -> [bool; KINDS] {
        let stack = !self.stack.is_empty();
        let (buffer, second) = (self.buffered(0), self.buffered(1));
        let starts = buffer.is_some_and(|token| self.starts_sentence[token]);
        let arc = stack && buffer.is_some() && !starts;
        let mut valid = [false; KINDS];
        valid[Kind::Shift as usize] =
            !stack || (second.is_some() && !starts && buffer.is_some_and(|token| !self.unshiftable[token]));
        valid[Kind::Reduce as usize] = stack;
        valid[Kind::Left as usize] = arc;
        valid[Kind::Right as usize] = arc;
        valid[Kind::Break as usize] = match (buffer, second) {
            (Some(first), Some(second)) => second == first + 1 && !self.starts_sentence[second],
            _ => false,
        };
        valid
    }

    fn apply(&mut self, kind: Kind, arc: Arc) {
        let (buffer, stack) = (self.buffered(0), self.stacked(0));
        match (kind, buffer, stack) {
            (Kind::Shift, Some(token), _) => self.shift(token),
            (Kind::Reduce, _, Some(token)) => {
                self.stack.pop();
                if self.heads[token].is_none() && !self.stack.is_empty() {
                    self.unshiftable[token] = true;
                    self.returned.push(token);
                }
            }
            (Kind::Left, Some(head), Some(child)) => {
                self.attach(head, child, arc);
                self.unshiftable[head] = false;
                self.stack.pop();
            }
            (Kind::Right, Some(child), Some(head)) => {
                self.attach(head, child, arc);
                self.shift(child);
            }
            (Kind::Break, Some(_), _) => {
                if let Some(second) = self.buffered(1) {
                    self.starts_sentence[second] = true;
                }
            }
            _ => unreachable!("only valid moves are applied"),
        }
    }

    fn shift(&mut self, token: usize) {
        if self.returned.pop().is_none() {
            self.next += 1;
        }
        self.stack.push(token);
    }

    fn attach(&mut self, head: usize, child: usize, arc: Arc) {
        if let Some(old) = self.heads[child] {
            // A token that gets a second head is its first head's newest right child: that head has lain under it
            // on the stack since.
            let old = old as usize;
            if self.right[old] == Some(child as u32) {
                self.right[old] = self.earlier[child];
            }
        }
        if head > child {
            self.left[head] = Some(child as u32);
        } else {
            self.earlier[child] = self.right[head];
            self.right[head] = Some(child as u32);
        }
        self.heads[child] = Some(head as u32);
        self.arcs[child] = arc;
    }
}
