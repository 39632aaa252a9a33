//! Deeds that hang on another: "will strike if Washington attacks", "unless the prisoners are freed".

use std::ops::Range;

use terms::{Condition, Relation};

use crate::coder::Draft;
use crate::scene::Scene;

/// The deed on whose coming another hangs, as an index of the drafts; `here` are those of its sentence.
pub(crate) fn condition(
    scene: &Scene<'_>,
    drafts: &[Draft],
    mut here: Range<usize>,
    index: usize,
) -> Option<Condition> {
    let clause = scene.clause;
    let draft = &drafts[index];
    let mut verbs: Vec<usize> = clause.conjuncts(clause.first_conjunct(draft.token));
    verbs.extend(draft.reading.chain.iter().map(|step| step.token));
    verbs.retain(|&verb| clause.token(verb).is_verb());
    let conditional = verbs
        .into_iter()
        .flat_map(|verb| clause.children(verb, &[Relation::Advcl]))
        .filter(|&conditional| !clause.is_below(draft.token, conditional))
        .find_map(|conditional| {
            let mark = clause
                .children(conditional, &[Relation::Mark, Relation::Advmod])
                .map(|mark| clause.lemma(mark))
                .find(|mark| matches!(mark.as_str(), "if" | "unless" | "once" | "should"))?;
            Some((conditional, (mark == "unless") != clause.is_negated(conditional)))
        });
    let (conditional, unless) = conditional?;
    let report = here.find(|&other| clause.is_below(drafts[other].token, conditional))?;
    Some(Condition { report, unless })
}
