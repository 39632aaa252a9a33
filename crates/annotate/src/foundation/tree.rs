//! The finished tree: lifted arcs put back, and sentence starts.

use super::parser::{Arc, Arcs};
use terms::Relation;

/// Heads, relations and sentence starts of a document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Head of each token; itself at a root.
    pub heads: Vec<usize>,
    /// Relation to the head.
    pub relations: Vec<Relation>,
    /// Whether a sentence starts there.
    pub sentence_starts: Vec<bool>,
}

/// Rounds in which the edges of subtrees are widened where arcs cross.
const MOST_ROUNDS: usize = 12;

impl Tree {
    /// Finishes a parse; `is_space` tells white-space tokens, which are never the true head of a lifted arc.
    pub fn new(parse: Arcs, is_space: impl Fn(usize) -> bool) -> Self {
        let Arcs { heads, mut arcs } = parse;
        let mut heads: Vec<usize> =
            heads.into_iter().enumerate().map(|(token, head)| head.map_or(token, |head| head as usize)).collect();
        for (token, arc) in arcs.iter_mut().enumerate() {
            if heads[token] == token {
                *arc = Arc { relation: Relation::Root, true_head: None };
            }
        }
        let lifted: Vec<usize> = (0..arcs.len()).filter(|&token| arcs[token].true_head.is_some()).collect();
        if !lifted.is_empty() {
            let edges = Edges::new(&heads);
            for token in lifted {
                if let Some(relation) = arcs[token].true_head.take() {
                    heads[token] = true_head(token, relation, &heads, &arcs, &edges, &is_space);
                }
            }
        }
        let edges = Edges::new(&heads);
        let mut sentence_starts = vec![false; heads.len()];
        for (token, &head) in heads.iter().enumerate() {
            if head == token {
                sentence_starts[edges.left[token]] = true;
            }
        }
        Self { relations: arcs.into_iter().map(|arc| arc.relation).collect(), heads, sentence_starts }
    }
}

/// The nearest token below the present head, level by level and left to right, that hangs there by `relation`.
fn true_head(
    token: usize,
    relation: Relation,
    heads: &[usize],
    arcs: &[Arc],
    edges: &Edges,
    is_space: &impl Fn(usize) -> bool,
) -> usize {
    let sought = Arc { relation, true_head: None };
    let mut level = vec![heads[token]];
    let mut seen = 0;
    while !level.is_empty() && seen <= heads.len() {
        let mut below = Vec::new();
        for &parent in &level {
            let children =
                (edges.left[parent]..=edges.right[parent]).filter(|&child| child != parent && heads[child] == parent);
            for child in children.filter(|&child| child != token && !is_space(child)) {
                if arcs[child] == sought {
                    return child;
                }
                below.push(child);
            }
        }
        seen += below.len();
        level = below;
    }
    heads[token]
}

/// Leftmost and rightmost token below each token.
struct Edges {
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Edges {
    fn new(heads: &[usize]) -> Self {
        let mut edges = Self { left: (0..heads.len()).collect(), right: (0..heads.len()).collect() };
        for _ in 0..MOST_ROUNDS {
            for token in (0..heads.len()).chain((0..heads.len()).rev()) {
                let head = heads[token];
                edges.left[head] = edges.left[head].min(edges.left[token]);
                edges.right[head] = edges.right[head].max(edges.right[token]);
            }
            if edges.hold_sentences(heads) {
                break;
            }
        }
        edges
    }

    /// Whether no head lies outside its sentence, sentences being cut at the left edges of the roots.
    fn hold_sentences(&self, heads: &[usize]) -> bool {
        let mut starts = vec![false; heads.len()];
        for (token, &head) in heads.iter().enumerate() {
            if head == token {
                starts[self.left[token]] = true;
            }
        }
        let mut sentence = 0;
        for end in 0..heads.len() {
            if (end > 0 && starts[end]) || end + 1 == heads.len() {
                if heads[sentence..end].iter().any(|head| !(sentence..=end).contains(head)) {
                    return false;
                }
                sentence = end;
            }
        }
        true
    }
}
