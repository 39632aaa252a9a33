//! Which deed of a sentence answers which: "in retaliation for", "after", "following", "over".

use terms::Relation;

use crate::scene::Scene;

/// Words that put a deed after, or in answer to, the deed below them.
const MARKS: &[&str] = &[
    "after",
    "of",
    "following",
    "since",
    "because",
    "over",
    "for",
    "against",
    "to",
    "upon",
    "despite",
    "amid",
    "with",
];
/// Marks that tell an answer only under a word of answering ("in response to", "in retaliation for").
const UNDER_ANSWER: &[&str] = &["to", "for", "with", "of"];
/// Words of answering.
const ANSWERING: &[&str] = &[
    "response",
    "retaliation",
    "reprisal",
    "answer",
    "reaction",
    "protest",
    "revenge",
    "retaliate",
    "respond",
    "react",
    "reply",
    "favor",
    "favour",
    "defiance",
    "wake",
];

/// Whether the deed at `later` answers the deed at `earlier`, as the sentence puts it.
pub fn answers(scene: &Scene<'_>, later: usize, earlier: usize) -> bool {
    if later == earlier {
        return false;
    }
    let clause = scene.clause;
    // "B followed A"
    let token = clause.token(earlier);
    if token.relation == Relation::Dobj && clause.lemma(token.head) == "follow" {
        let follower = clause.own_subject(token.head);
        if follower.is_some_and(|subject| subject == later || clause.is_below(later, subject)) {
            return true;
        }
    }
    let mut at = earlier;
    let mut mark: Option<String> = None;
    for _ in 0..crate::clause::FARTHEST {
        let token = clause.token(at);
        if token.relation == Relation::Advcl {
            mark = clause
                .children(at, &[Relation::Mark, Relation::Advmod, Relation::Prep])
                .map(|child| clause.token(child).text.to_lowercase())
                .find(|word| MARKS.contains(&word.as_str()) || word == "as" || word == "when")
                .filter(|word| MARKS.contains(&word.as_str()));
        }
        if matches!(token.relation, Relation::Prep | Relation::Mark | Relation::Prt)
            || token.part == terms::PartOfSpeech::Adp
            || token.part == terms::PartOfSpeech::Sconj
            || token.lemma.as_ref() == "follow"
        {
            let word = token.text.to_lowercase();
            if MARKS.contains(&word.as_str()) {
                mark = Some(word);
            }
        }
        let head = token.head;
        if head == at {
            return false;
        }
        if let Some(word) = &mark {
            let answering = ANSWERING.contains(&clause.lemma(head).as_str());
            let plain = !UNDER_ANSWER.contains(&word.as_str());
            if head == later && plain || (plain || answering) && hangs_together(scene, head, later) {
                return true;
            }
        }
        at = head;
    }
    false
}

/// Whether two words are of one clause: the same verb above both, or one right above the other.
fn hangs_together(scene: &Scene<'_>, head: usize, later: usize) -> bool {
    let clause = scene.clause;
    let top = |token: usize| clause.verb_above(token).map(|verb| clause.first_conjunct(verb));
    head == later
        || clause.is_below(later, head) && top(head) == top(later)
        || clause.is_below(head, later)
        || top(head).is_some() && top(head) == top(later)
}
