//! Which deed of a sentence answers which: "in retaliation for", "after", "following", "over".

use terms::Relation;

use crate::coder::Draft;
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

/// Nouns by which a sentence speaks of the deed told before it.
const REFERRING: &[&str] = &["announcement", "decision", "move", "step", "action", "measure", "declaration"];
/// Nouns that only measure what stands below them.
const MEASURES: &[&str] =
    &["hour", "day", "week", "month", "year", "series", "wave", "string", "spate", "round", "night"];
/// Sentences back in which the deed meant is looked for.
const NEAR: usize = 3;

/// Whether the deed at `later` answers the deed at `earlier`, as the sentence puts it.
pub fn answers(scene: &Scene<'_>, later: usize, earlier: usize) -> bool {
    if later == earlier {
        return false;
    }
    let clause = scene.clause;
    // "B followed A", "B followed weeks of A"
    let token = clause.token(measured(scene, earlier));
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

/// The noun that measures a deed ("weeks of protests"), else the deed itself.
fn measured(scene: &Scene<'_>, deed: usize) -> usize {
    let token = scene.clause.token(deed);
    let above = scene.clause.token(token.head);
    let measures = token.relation == Relation::Pobj
        && above.text.eq_ignore_ascii_case("of")
        && MEASURES.contains(&scene.clause.lemma(above.head).as_str());
    if measures { above.head } else { deed }
}

/// "His announcement followed weeks of protests": a noun of deciding that is the subject of its clause and has no deed of
/// its own below it stands for the deed told last, done by the same people where they are known. Pairs of drafts,
/// answering and answered.
pub(crate) fn by_reference(scene: &Scene<'_>, drafts: &[Draft]) -> Vec<(usize, usize)> {
    let sentence_of = |draft: &Draft| scene.annotated.sentence_of[draft.token];
    let mut found = Vec::new();
    for (place, group) in drafts.chunk_by(|one, other| sentence_of(one) == sentence_of(other)).scan(0, |at, group| {
        *at += group.len();
        Some((*at - group.len(), group))
    }) {
        let sentence = sentence_of(&group[0]);
        let referring = scene.annotated.sentences[sentence].tokens.clone().filter(|&token| {
            matches!(scene.clause.token(token).relation, Relation::Nsubj | Relation::Nsubjpass)
                && REFERRING.contains(&scene.clause.lemma(token).as_str())
                && !group.iter().any(|draft| scene.clause.is_below(draft.token, token))
        });
        for noun in referring {
            let answered = group.iter().position(|draft| answers(scene, noun, draft.token));
            let meant = drafts[..place].iter().rposition(|draft| !draft.report.anaphoric);
            if let (Some(answered), Some(meant)) = (answered, meant)
                && sentence - sentence_of(&drafts[meant]) <= NEAR
            {
                found.push((last_decided(scene, drafts, meant, noun), place + answered));
            }
        }
    }
    found
}

/// Of the deeds told in the sentences before, the last that its doer announced or decided, else the last.
fn last_decided(scene: &Scene<'_>, drafts: &[Draft], last: usize, noun: usize) -> usize {
    let here = scene.annotated.sentence_of[noun];
    (0..=last)
        .rev()
        .take_while(|&at| here - scene.annotated.sentence_of[drafts[at].token] <= NEAR)
        .find(|&at| {
            let report = &drafts[at].report;
            report.by.as_ref().is_some_and(|by| crate::coder::is_of(by, &report.actor))
        })
        .unwrap_or(last)
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
