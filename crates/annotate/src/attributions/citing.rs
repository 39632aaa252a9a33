//! Whom a report names as its source: "The mill will shut, the Post reported, *citing two engineers*".

use terms::{EntityLabel, Relation, Stance, Tag};

use super::candidate::Candidate;
use super::cues::Kind;
use super::quoting;
use super::scene::{LONGEST_SENTENCE, Scene};
use super::spans;

/// Gives whoever is cited the content of the report that cites them; the citing itself is no attribution then.
pub fn relay(scene: &Scene, candidates: &mut Vec<Candidate>) {
    let mut cues: Vec<(usize, usize)> =
        candidates.iter().enumerate().filter_map(|(index, candidate)| Some((candidate.cue_token?, index))).collect();
    cues.sort_unstable();
    let mut relayed: Vec<Candidate> = Vec::new();
    for citing in 0..scene.tokens.len() {
        let Some(cited) = cited(scene, citing) else { continue };
        let Some(teller) = teller(scene, citing, candidates, &cues) else { continue };
        relayed.push(Candidate {
            source_head: Some(cited),
            source: Some(spans::source(scene, cited, citing)),
            cue_token: Some(citing),
            cue: Some(spans::verb(scene, citing)),
            stance: Stance::Asserts,
            told_by: candidates[teller].cue_token,
            ..candidates[teller].clone()
        });
    }
    let mut tellers: Vec<Candidate> = Vec::new();
    let mut quoted: Vec<usize> = Vec::new();
    for candidate in candidates.iter_mut() {
        let Some(quoting) = candidate.cue_token.and_then(|cue| quoting::find(scene, cue)) else { continue };
        quoted.push(quoting.verb);
        let Some((head, words)) = quoting.teller else { continue };
        tellers.push(Candidate {
            source_head: Some(head),
            source: Some(words),
            cue_token: Some(quoting.verb),
            cue: Some(spans::verb(scene, quoting.verb)),
            kind: Kind::Speech,
            stance: Stance::Asserts,
            ..candidate.clone()
        });
        candidate.told_by = Some(quoting.verb);
    }
    quoted.sort_unstable();
    candidates.retain(|candidate| candidate.cue_token.is_none_or(|cue| quoted.binary_search(&cue).is_err()));
    candidates.append(&mut tellers);
    let is_relayed = |candidate: &Candidate| {
        candidate.cue_token.is_some_and(|cue| relayed.binary_search_by_key(&Some(cue), |one| one.cue_token).is_ok())
    };
    candidates.retain(|candidate| !is_relayed(candidate));
    candidates.append(&mut relayed);
}

/// Whoever is cited: a person, a body, a text, not a reason ("citing security concerns").
fn cited(scene: &Scene, citing: usize) -> Option<usize> {
    let token = &scene.tokens[citing];
    if token.tag != Tag::VBG || &*token.lemma != "cite" || scene.quotes.at(citing).is_some() {
        return None;
    }
    let object = scene.child(citing, &[Relation::Dobj]).filter(|&object| object > citing)?;
    let lemma = &*scene.tokens[object].lemma;
    let person = ["anonymous", "anonymous-one"].iter().any(|list| scene.cues.lists(list, lemma));
    // "citing the release of prisoners": a deed, no text.
    let text = || scene.cues.lists("document", lemma) && !scene.children(object).any(|child| scene.is(child, "of"));
    (person || text() || is_named(scene, object)).then_some(object)
}

/// Whether a token stands in the name of a person or a body.
fn is_named(scene: &Scene, token: usize) -> bool {
    scene.entity(token).is_some_and(|entity| matches!(entity.label, EntityLabel::Org | EntityLabel::Person))
}

/// The report that cites: what the participle hangs on, or else the last one before it in its sentence; `cues` are the
/// candidates by their cues, in order.
fn teller(scene: &Scene, citing: usize, candidates: &[Candidate], cues: &[(usize, usize)]) -> Option<usize> {
    let sentence = scene.sentence(citing).tokens.clone();
    if sentence.len() > LONGEST_SENTENCE {
        return None;
    }
    let reports = |cue: usize, candidate: &Candidate| {
        candidate.kind == Kind::Speech
            && candidate.source_head.is_some()
            && candidate.content.iter().all(|piece| !piece.contains(&citing))
            && cue != citing
            && scene.tokens[cue].is_verb()
    };
    let from = cues.partition_point(|&(cue, _)| cue < sentence.start);
    let to = cues.partition_point(|&(cue, _)| cue < sentence.end);
    let near = || cues[from..to].iter().filter(|&&(cue, index)| reports(cue, &candidates[index]));
    let governor = scene.tokens[citing].head;
    let hung = near().find(|&&(cue, _)| cue == governor);
    let last = || near().rfind(|&&(cue, _)| cue < citing);
    let opens = || near().next().filter(|_| citing <= sentence.start + 1);
    hung.or_else(last).or_else(opens).map(|&(_, index)| index)
}
