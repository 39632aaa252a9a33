//! Deeds that hang on another: "will strike if Washington attacks", "unless the prisoners are freed".

use terms::{Condition, Relation};

use crate::coder::Draft;
use crate::scene::Scene;

/// The deed of the same sentence on whose coming another hangs, as an index of the drafts.
pub(crate) fn condition(scene: &Scene<'_>, drafts: &[Draft], index: usize) -> Option<Condition> {
    let clause = scene.clause;
    let draft = &drafts[index];
    let mut verbs: Vec<usize> = clause.conjuncts(clause.first_conjunct(draft.token));
    verbs.extend(draft.reading.chain.iter().map(|step| step.token));
    let sentence = scene.annotated.sentence_of[draft.token];
    verbs.into_iter().filter(|&verb| clause.token(verb).is_verb()).find_map(|verb| {
        clause.children(verb, &[Relation::Advcl]).find_map(|conditional| {
            let mark = clause
                .children(conditional, &[Relation::Mark, Relation::Advmod])
                .map(|mark| clause.lemma(mark))
                .find(|mark| matches!(mark.as_str(), "if" | "unless" | "once" | "should"))?;
            let negated = clause.is_negated(conditional);
            let report = (0..drafts.len()).find(|&other| {
                other != index
                    && scene.annotated.sentence_of[drafts[other].token] == sentence
                    && !clause.is_below(draft.token, conditional)
                    && clause.is_below(drafts[other].token, conditional)
            })?;
            Some(Condition { report, unless: (mark == "unless") != negated })
        })
    })
}
