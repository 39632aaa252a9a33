//! The words that a report rests on.

use terms::{Evidence, Field, Relation, Span};

use crate::scene::Scene;

/// How far from its clause a party may stand to be shown with it, in scalar values.
const NEAR: u32 = 120;
/// Longest piece of evidence in scalar values; a longer clause is cut around its trigger.
const LONGEST: u32 = 480;

/// The smallest clause that says it: the words from the outermost governor to the deed's own phrases, without relative
/// and adverbial clauses that stand beside it.
pub fn clause(scene: &Scene<'_>, trigger: usize, words: (usize, usize), top: usize) -> Span {
    let annotated = scene.annotated;
    let sentence = annotated.sentences[annotated.sentence_of[trigger]].tokens.clone();
    let mut keep = vec![trigger];
    let mut path = vec![trigger];
    let mut at = trigger;
    while at != top {
        let head = scene.clause.token(at).head;
        if head == at {
            break;
        }
        at = head;
        path.push(at);
    }
    let mut open = path.clone();
    while let Some(next) = open.pop() {
        keep.push(next);
        for child in annotated.tree.children(next) {
            let token = scene.clause.token(child);
            let aside = matches!(
                token.relation,
                Relation::Relcl
                    | Relation::Advcl
                    | Relation::Parataxis
                    | Relation::Punct
                    | Relation::Meta
                    | Relation::Intj
                    | Relation::Cc
                    | Relation::Dep
            ) || token.relation == Relation::Conj && token.is_verb()
                || token.relation == Relation::Ccomp && next != trigger && !path.contains(&child)
                || token.is_space();
            // Above the deed only the arguments of the governors count, not what else hangs there.
            let above = next != trigger
                && path.contains(&next)
                && !path.contains(&child)
                && !matches!(
                    token.relation,
                    Relation::Nsubj
                        | Relation::Nsubjpass
                        | Relation::Aux
                        | Relation::Auxpass
                        | Relation::Neg
                        | Relation::Det
                        | Relation::Dobj
                        | Relation::Prt
                        | Relation::Agent
                        | Relation::Prep
                        | Relation::Poss
                        | Relation::Amod
                );
            if !aside && !above && !path.contains(&child) {
                open.push(child);
            }
        }
    }
    let inside = keep.into_iter().filter(|token| sentence.contains(token));
    let (mut first, mut last) = words;
    for token in inside {
        first = first.min(token);
        last = last.max(token);
    }
    let span = scene.span(first).cover(scene.span(last));
    if span.len() <= LONGEST {
        return span;
    }
    let middle = scene.span(words.0).cover(scene.span(words.1));
    let near = |token: usize| {
        scene.span(token).start + LONGEST / 2 >= middle.start && scene.span(token).end <= middle.end + LONGEST / 2
    };
    let (mut low, mut high) = words;
    while low > first && near(low - 1) {
        low -= 1;
    }
    while high < last && near(high + 1) {
        high += 1;
    }
    scene.span(low).cover(scene.span(high))
}

/// The clause, widened to the parties that its sentence names close by.
pub fn with_parties(scene: &Scene<'_>, trigger: usize, clause: Span, parties: &[Span]) -> Span {
    let sentence = scene.annotated.sentences[scene.annotated.sentence_of[trigger]].span;
    parties.iter().filter(|party| sentence.holds(**party)).fold(clause, |span, &party| {
        let wider = span.cover(party);
        if wider.len() <= span.len() + NEAR && wider.len() <= LONGEST { wider } else { span }
    })
}

/// A span with its words.
pub fn piece(scene: &Scene<'_>, span: Span) -> Evidence {
    Evidence {
        article: scene.annotated.article.id.clone(),
        start: span.start,
        end: span.end,
        quote: scene.annotated.article.text.slice(span).to_owned(),
        field: Field::Text,
    }
}
