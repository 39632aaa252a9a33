//! Which attribution stands within which: the Guardian reports that officials said …

use terms::{Relation, Stance, Tag};

use super::candidate::Candidate;
use super::cues::Kind;
use super::scene::Scene;
use super::utterances;

/// For each candidate the narrowest other one whose content holds its cue, or its content where it has no cue.
pub fn within(candidates: &[Candidate]) -> Vec<Option<usize>> {
    let anchor = |candidate: &Candidate| candidate.cue_token.unwrap_or(candidate.first());
    let width = |index: usize| candidates[index].content.iter().map(std::ops::Range::len).sum::<usize>();
    let mut anchors: Vec<(usize, usize)> =
        candidates.iter().enumerate().map(|(index, candidate)| (anchor(candidate), index)).collect();
    anchors.sort_unstable();
    let mut pieces: Vec<(usize, usize, usize)> = candidates
        .iter()
        .enumerate()
        .flat_map(|(index, candidate)| candidate.content.iter().map(move |piece| (piece.len(), piece.start, index)))
        .collect();
    pieces.sort_unstable_by(|one, other| other.cmp(one));
    let mut within = vec![None; candidates.len()];
    // Wide pieces first, so that the narrowest has the last word.
    for (length, start, outer) in pieces {
        let from = anchors.partition_point(|&(token, _)| token < start);
        for &(token, inner) in &anchors[from..] {
            if token >= start + length {
                break;
            }
            // The narrower of two never holds the wider, so that no two stand within each other.
            if inner != outer && width(inner) < width(outer) {
                within[inner] = Some(outer);
            }
        }
    }
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(teller) = candidate.told_by else { continue };
        let from = anchors.partition_point(|&(token, _)| token < teller);
        within[index] = anchors[from..]
            .iter()
            .take_while(|&&(token, _)| token == teller)
            .map(|&(_, outer)| outer)
            .find(|&outer| outer != index && candidates[outer].told_by.is_none());
    }
    within
}

/// Adds quotations that nothing introduces to what the last speaker said, when they stand right behind it.
pub fn continue_speech(scene: &Scene, candidates: &mut Vec<Candidate>) {
    // For each token that ends a speaker's sentence or words, who spoke last there.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut covered: Vec<(usize, usize)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        covered.extend(candidate.content.iter().map(|piece| (piece.start, piece.end)));
        if matches!(candidate.kind, Kind::Speech | Kind::Attitude)
            && let Some(cue) = candidate.cue_token
        {
            ends.push((scene.sentence(cue).tokens.end, index));
        }
    }
    covered.sort_unstable();
    ends.sort_unstable();
    let mut reach = 0;
    let mut next = 0;
    // Where the last orphan ended, and whose it is.
    let mut last: Option<(usize, usize)> = None;
    for (number, run) in scene.quotes.runs.iter().enumerate() {
        let start = run.tokens.start;
        while next < covered.len() && covered[next].0 <= start {
            reach = reach.max(covered[next].1);
            next += 1;
        }
        if reach > start
            || scene.is_dropped(start)
            || !utterances::opens_sentence(scene, start)
            || !utterances::is_speech(scene, number)
        {
            continue;
        }
        let Some(before) = scene.before(start) else { continue };
        let speaker = match last {
            Some((end, speaker)) if end == before + 1 => Some(speaker),
            _ => {
                let sentence_end = scene.sentence(before).tokens.end;
                let at = ends.partition_point(|&(end, _)| end < sentence_end);
                ends[at..].iter().take_while(|&&(end, _)| end == sentence_end).last().map(|&(_, speaker)| speaker)
            }
        };
        let Some(mut speaker) = speaker else { continue };
        if candidates[speaker].kind == Kind::Attitude {
            // "The senator condemned the plan. "It …"": the quotation says why, in the senator's words.
            if candidates[speaker].source_head.is_none() || (before + 1..=start).any(|token| scene.breaks[token]) {
                continue;
            }
            candidates.push(Candidate {
                cue_token: None,
                cue: None,
                content: Vec::new(),
                kind: Kind::Speech,
                stance: Stance::Asserts,
                ..candidates[speaker].clone()
            });
            speaker = candidates.len() - 1;
        }
        candidates[speaker].content.push(run.tokens.clone());
        last = Some((run.tokens.end, speaker));
    }
}

/// Drops what is said within something said but for plain reports of somebody else's words.
///
/// Whoever is quoted also thinks, wants and praises; that is part of the quotation, not an attribution of the article.
pub fn prune(scene: &Scene, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let outer = within(&candidates);
    let keep: Vec<bool> = candidates
        .iter()
        .zip(&outer)
        .map(|(candidate, outer)| match outer {
            Some(outer) => reports_another(scene, candidate, Some(&candidates[*outer])),
            None => !is_quoted(scene, candidate) || reports_another(scene, candidate, None),
        })
        .collect();
    candidates.into_iter().zip(keep).filter_map(|(candidate, keep)| keep.then_some(candidate)).collect()
}

/// Whether the cue stands in quoted words.
fn is_quoted(scene: &Scene, candidate: &Candidate) -> bool {
    candidate.cue_token.and_then(|cue| scene.quotes.at(cue)).is_some_and(|run| {
        scene.quotes.runs[run].inner.len() > 3
            && candidate.source_head.is_some_and(|head| scene.quotes.at(head) == Some(run))
    })
}

/// Whether a nested cue tells of another speaker's words: quoted people also think, want and praise, which is part of
/// what they say. Within quotation marks only somebody with a name counts as another speaker.
fn reports_another(scene: &Scene, inner: &Candidate, outer: Option<&Candidate>) -> bool {
    let (Some(head), Some(cue)) = (inner.source_head, inner.cue_token) else { return false };
    let quoted = scene.quotes.at(cue).is_some_and(|run| scene.quotes.runs[run].inner.len() > 3);
    // "rejected *the envoy's claim* that …", "reported that *officials believed* …"
    let claim = || scene.tokens[cue].is_noun() && scene.cues.lists("claim-noun", &scene.tokens[cue].lemma);
    // "said residents were demanding *that* the plant be shut"
    let asked_that = || {
        scene.cues.lists("relayed-clause", &scene.tokens[cue].lemma)
            && inner.content.first().is_some_and(|piece| scene.is(piece.start, "that"))
    };
    let believed = || {
        inner.kind == Kind::Thought
            && scene.tokens[cue].is_verb()
            && outer.is_some_and(|outer| {
                outer.cue_token.is_some_and(|cue| {
                    matches!(&*scene.tokens[cue].lemma, "report" | "write" | "publish" | "according" | "quote")
                })
            })
    };
    // ""The guard told us the gate was shut," she said"
    let told = || {
        scene.tokens[head].is_noun()
            && scene.tokens[cue].is_verb()
            && scene.tokens[cue].tag == Tag::VBD
            && matches!(&*scene.tokens[cue].lemma, "tell" | "warn")
            && scene
                .child(cue, &[Relation::Dobj, Relation::Dative])
                .is_some_and(|hearer| matches!(scene.tokens[hearer].tag, Tag::PRP))
    };
    // ""The doctors say she will walk again," her brother said"
    let says = || {
        matches!(scene.tokens[head].tag, Tag::NN | Tag::NNS | Tag::NNPS)
            && !scene.cues.lists("anonymous-always", &scene.tokens[head].lemma.to_lowercase())
            && scene
                .child(head, &[Relation::Det, Relation::Poss])
                .is_some_and(|first| scene.tokens[first].relation == Relation::Poss || scene.is(first, "the"))
            && matches!(scene.tokens[cue].tag, Tag::VBZ | Tag::VBP | Tag::VBD)
            && matches!(&*scene.tokens[cue].lemma, "say" | "warn" | "insist" | "deny")
            && scene.child(cue, &[Relation::Ccomp]).is_some()
    };
    // "said *France had called for* a meeting": another's demand, refusal or support, told as a fact.
    let stands = || {
        !quoted
            && matches!(inner.kind, Kind::Speech | Kind::Attitude)
            && scene.tokens[cue].is_verb()
            && !scene.is_passive(cue)
            && (inner.stance != Stance::Asserts || &*scene.tokens[cue].lemma != "call")
            && (matches!(scene.tokens[cue].tag, Tag::VBZ | Tag::VBP | Tag::VBD)
                || scene.tokens[cue].tag == Tag::VBN && scene.child(cue, &[Relation::Aux]).is_some())
            && scene.cues.lists("relayed-stance", &scene.tokens[cue].lemma)
    };
    (!quoted || scene.tokens[head].tag == Tag::NNP || told() || says())
        && (stands()
            || inner.kind == Kind::Speech
                && (scene.cues.lists("relayed", &scene.tokens[cue].lemma)
                    || asked_that()
                    || scene.is(cue, "according")
                    || claim())
            || believed())
        && !matches!(scene.tokens[head].tag, Tag::PRP | Tag::WP | Tag::WDT | Tag::DT)
        && outer
            .and_then(|outer| outer.source_head)
            .is_none_or(|other| scene.tokens[other].lemma != scene.tokens[head].lemma)
}
