//! Reports as PLOVER would count them, for outputs that speak PLOVER: one line a record.
//!
//! Our reports keep a deed once, with all its sides and with who says so; PLOVER's manual counts otherwise, and these are
//! the differences:
//!
//! - A mutual deed (a meeting, a treaty, joint work) has a record in each direction for each two of its sides.
//! - Of several who act and several who are acted upon, each two have a record.
//! - What stands in the background of its sentence (told in a relative clause, behind "after", as the grounds of a punishment)
//!   is no record.
//! - A deed asked for is a request of whoever asks to whoever is to do it.
//! - A hostile deed that another political side tells of is that side's accusation.
//! - Nothing is recorded without an actor of a known country or body; nor cooperation in deeds, help or cut relations
//!   without a recipient.
//! - A noun that only mentions a deed and leaves a side unsaid is no record; nor is a deed that a fuller report of the same
//!   sentence tells.

use terms::{
    Actor, Annotated, Assertion, Decided, EntityLabel, EventType, Mention, MentionKind, Ontology, Party, PloverRecord,
    Relation, Report, Sector, Status, Tag,
};

use crate::clause::FARTHEST;
use crate::scene::{LONGEST_NAME, party_of};

/// Sectors whose word is news, not politics: who tells of a deed without taking a side.
const ONLOOKERS: &[Sector] = &[Sector::Cop, Sector::Cvl, Sector::Edu, Sector::Bus, Sector::Agr, Sector::Ref];

/// The reports with PLOVER's records, mutual deeds in each direction, accusations by telling added.
pub fn plover_lines(ontology: &Ontology, annotated: &Annotated, reports: &[Report]) -> Vec<Report> {
    let mut lines = Vec::new();
    for group in reports.chunk_by(|left, right| left.sentence == right.sentence) {
        for report in group {
            let mut report = report.clone();
            let background = is_background(annotated, &report);
            if !is_recorded(&report)
                || background
                || report.presupposed
                || group.iter().any(|other| is_fuller(other, &report) || tells_again(other, &report))
            {
                report.plover = None;
            }
            if let Some(request) = request(annotated, &report) {
                report.plover = None;
                lines.push(report);
                if !group.iter().any(|other| presses(other, &request)) {
                    lines.extend(dyads(&request));
                }
            } else if let Some(accusation) = (!background).then(|| accusation(ontology, annotated, &report)).flatten() {
                report.plover = None;
                lines.push(report);
                lines.push(accusation);
            } else if is_mutual(&report) {
                lines.extend(directions(annotated, &report));
            } else {
                lines.extend(dyads(&report));
            }
        }
    }
    lines
}

/// Whether the sides are there that the manual requires.
fn is_recorded(report: &Report) -> bool {
    let needs_recipient = report
        .plover
        .as_ref()
        .is_some_and(|record| matches!(record.event, EventType::Cooperate | EventType::Aid | EventType::Sanction));
    // What its own doer denies is no record of anybody.
    if report.assertion == Assertion::Denied && matches!(report.status, Status::Done | Status::UnderWay) {
        return false;
    }
    // "Paris said the army had planned attacks": that others say so makes no threat.
    let foreign = report.by.as_ref().is_none_or(|by| report.actor.iter().all(|party| party.actor.code != by.code));
    let threat = report.plover.as_ref().is_some_and(|record| record.event == EventType::Threaten);
    if threat && report.status == Status::Planned && report.assertion == Assertion::Alleged && foreign {
        return false;
    }
    let known = report.actor.iter().any(|party| party.actor.code.is_some());
    known && (!report.recipient.is_empty() || !needs_recipient && !report.presupposed)
}

/// Whether a report of the same sentence tells the deed of another, by the same actor, with a side that the other lacks.
fn is_fuller(report: &Report, other: &Report) -> bool {
    let same_actor = report.actor.iter().any(|party| other.actor.iter().any(|one| one.actor.code == party.actor.code));
    report.event == other.event
        && report.status == other.status
        && same_actor
        && other.recipient.is_empty()
        && !report.recipient.is_empty()
}

/// Whether a report is a later mention, by a noun, of a deed that another of the sentence tells with the same sides.
fn tells_again(report: &Report, other: &Report) -> bool {
    report.event == other.event
        && report.trigger < other.trigger
        && (other.presupposed || other.anaphoric)
        && codes(&report.actor) == codes(&other.actor)
        && (other.recipient.is_empty() || codes(&report.recipient) == codes(&other.recipient))
}

/// The codes of some parties, in order of telling.
fn codes(parties: &[Party]) -> Vec<Option<&str>> {
    parties.iter().map(|party| party.actor.code.as_deref()).collect()
}

fn is_mutual(report: &Report) -> bool {
    report.actor.len() > 1 && report.actor == report.recipient
}

/// A report for each ordered two of the sides of a mutual deed.
fn directions(annotated: &Annotated, report: &Report) -> Vec<Report> {
    let sides: Vec<&Party> = report.actor.iter().filter(|party| party.actor.code.is_some()).collect();
    if sides.len() < 2 {
        return vec![report.clone()];
    }
    // What one side offers or refuses the others do not.
    let one_sided = matches!(report.status, Status::Proposed | Status::Refused | Status::Threatened);
    let proposers = report.by.as_ref().filter(|_| one_sided).map(|by| parties_of(annotated, report, by));
    let leads = |party: &Party| {
        let among = |proposers: &Vec<Party>| proposers.iter().any(|one| one.actor.code == party.actor.code);
        proposers.as_ref().is_none_or(among)
    };
    let anyone = !sides.iter().any(|party| leads(party));
    let mut lines = Vec::new();
    for (from, actor) in sides.iter().enumerate().filter(|(_, party)| anyone || leads(party)) {
        for (to, recipient) in sides.iter().enumerate() {
            if from != to {
                let mut line = report.clone();
                line.id = format!("{}-{from}{to}", report.id);
                line.actor = vec![Party::clone(actor)];
                line.recipient = vec![Party::clone(recipient)];
                lines.push(line);
            }
        }
    }
    lines
}

/// A report for each country or body that acts and each that is acted upon.
fn dyads(report: &Report) -> Vec<Report> {
    let (actors, recipients) = (by_code(&report.actor), by_code(&report.recipient));
    if report.plover.is_none() || actors.len() * recipients.len() < 2 {
        return vec![report.clone()];
    }
    let mut lines = Vec::new();
    for (from, actor) in actors.iter().enumerate() {
        for (to, recipient) in recipients.iter().enumerate() {
            lines.push(Report {
                id: format!("{}-{from}{to}", report.id),
                actor: actor.clone(),
                recipient: recipient.clone(),
                ..report.clone()
            });
        }
    }
    lines
}

/// The parties of each code, in order of telling; one empty group where there are none.
fn by_code(parties: &[Party]) -> Vec<Vec<Party>> {
    let mut groups: Vec<Vec<Party>> = Vec::new();
    for party in parties {
        match groups.iter_mut().find(|group| group[0].actor.code == party.actor.code) {
            Some(group) => group.push(party.clone()),
            None => groups.push(vec![party.clone()]),
        }
    }
    if groups.is_empty() {
        groups.push(Vec::new());
    }
    groups
}

/// Whether a deed is told in the background of its sentence: in a relative clause or a participle on a noun, in a clause or
/// phrase of what went before, as the grounds on which somebody is judged.
fn is_background(annotated: &Annotated, report: &Report) -> bool {
    const EARLIER: &[&str] = &["after", "since", "following", "before", "while", "although", "though", "during"];
    const GROUNDS: &[&str] = &["for", "over", "of", "despite", "amid", "against"];
    let word = |token: usize| annotated.tokens[token].text.to_lowercase();
    let mut at = annotated.tokens.partition_point(|token| token.span.end <= report.trigger.start);
    for _ in 0..FARTHEST {
        let Some(token) = annotated.tokens.get(at) else { return false };
        let marked = || {
            annotated.tree.children(at).any(|child| {
                matches!(annotated.tokens[child].relation, Relation::Mark | Relation::Advmod | Relation::Prep)
                    && child < at
                    && EARLIER.contains(&word(child).as_str())
            })
        };
        let background = match token.relation {
            Relation::Relcl => true,
            Relation::Acl => matches!(token.tag, Tag::VBN | Tag::VBD),
            Relation::Advcl => marked(),
            Relation::Pcomp => {
                let preposition = word(token.head);
                EARLIER.contains(&preposition.as_str()) || GROUNDS.contains(&preposition.as_str())
            }
            Relation::Pobj => EARLIER.contains(&word(token.head).as_str()),
            _ => false,
        };
        if background {
            return true;
        }
        if token.head == at {
            return false;
        }
        at = token.head;
    }
    false
}

/// Whether a report tells of the pressure by which a request is made: "pressured the president to help".
fn presses(report: &Report, request: &Report) -> bool {
    report.event == EventType::Coerce
        && report.trigger < request.trigger
        && codes(&report.actor) == codes(&request.actor)
        && codes(&report.recipient) == codes(&request.recipient)
}

/// "Congress asked the president to help Iran": what PLOVER counts is a request of Congress to the president.
fn request(annotated: &Annotated, report: &Report) -> Option<Report> {
    let record = report.plover.as_ref().filter(|record| record.event == EventType::Request)?;
    let asker = report.by.as_ref().filter(|asker| asker.code.is_some())?;
    let askers = parties_of(annotated, report, asker);
    let same = |party: &Party| party.actor.name == asker.name;
    if report.event == EventType::Request || report.actor.is_empty() || report.actor.iter().any(same) {
        return None;
    }
    Some(Report {
        id: format!("{}-asked", report.id),
        event: EventType::Request,
        mode: record.mode.clone(),
        plover: Some(record.clone()),
        recipient: report.actor.clone(),
        actor: (!askers.is_empty()).then_some(askers)?,
        ..report.clone()
    })
}

/// Somebody who is named by actor only, with the words that name it in or next before the report's sentence, and whoever
/// is coordinated with it there ("Germany and France demanded").
fn parties_of(annotated: &Annotated, report: &Report, actor: &Actor) -> Vec<Party> {
    let Some(sentence) = annotated.sentences.get(report.sentence) else { return Vec::new() };
    let told = annotated.mentions.partition_point(|mention| mention.span.start < sentence.span.end);
    let mentions = &annotated.mentions[..told];
    let Some(first) = mentions.iter().rev().find(|mention| mention.actor.name == actor.name) else {
        return Vec::new();
    };
    let beside = |mention: &&Mention| {
        let token = &annotated.tokens[mention.head];
        token.relation == Relation::Conj && token.head == first.head && mention.actor.code.is_some()
    };
    let here = mentions.partition_point(|mention| mention.span.start < sentence.span.start);
    std::iter::once(first)
        .chain(mentions[here..].iter().filter(beside))
        .map(|mention| party_of(annotated, mention))
        .collect()
}

/// "The US said that Iraq had attacked": what PLOVER counts is that the speaker accuses the doer.
fn accusation(ontology: &Ontology, annotated: &Annotated, report: &Report) -> Option<Report> {
    let hostile = ontology.quad(report.event) == 4 && report.event != EventType::Protest;
    let told = matches!(report.status, Status::Done | Status::UnderWay | Status::Planned)
        && report.assertion == Assertion::Alleged;
    if !hostile || !told || report.presupposed {
        return None;
    }
    let source = annotated.attributions.get(report.attribution?)?.source?;
    // "…, officials said" behind the deed only tells where the news comes from.
    if source.start > report.trigger.start {
        return None;
    }
    let in_source = |mention: &&Mention| mention.span.touches(source) && mention.actor.code.is_some();
    let named = || {
        let end = annotated.mentions.partition_point(|mention| mention.span.start < source.end);
        annotated.mentions[..end].iter().rev().take_while(|mention| mention.span.start + LONGEST_NAME >= source.start)
    };
    // "A report by UN investigators said": whose report it is accuses.
    let speaker = report
        .by
        .as_ref()
        .filter(|speaker| speaker.code.is_some())
        .or_else(|| named().find(in_source).map(|mention| &mention.actor))?;
    // A movement that watches its own state's forces is another side than they are.
    let apart = |party: &Party| {
        let outside =
            |sector: Option<Sector>| matches!(sector, Some(Sector::Opp | Sector::Reb | Sector::Pty | Sector::Soc));
        outside(speaker.sector) && !outside(party.actor.sector) && party.actor.sector.is_some()
    };
    let of_doer = report.actor.iter().any(|party| party.actor.code == speaker.code && !apart(party));
    // An organisation that speaks in its own name takes a side; the doctors and officers of a place do not.
    let organisation = named().any(|mention| {
        mention.span.touches(source) && mention.kind == MentionKind::Named && mention.label == EntityLabel::Org
    });
    let onlooker = speaker.sector.is_some_and(|sector| {
        ONLOOKERS.contains(&sector) && !(organisation && sector == Sector::Cvl) || sector == Sector::Jrn
    });
    let told = annotated.mentions.partition_point(|mention| mention.span.start < source.end);
    let unnamed = annotated.mentions[..told]
        .iter()
        .rev()
        .take_while(|mention| mention.span.start + LONGEST_NAME >= source.start)
        .any(|mention| {
            mention.span.touches(source) && mention.kind == MentionKind::Nominal && mention.tokens.len() == 1
        });
    if report.actor.is_empty() || of_doer || onlooker || unnamed {
        return None;
    }
    let party = Party {
        actor: speaker.clone(),
        text: annotated.article.text.slice(source).to_owned(),
        start: source.start,
        end: source.end,
    };
    Some(Report {
        id: format!("{}-told", report.id),
        event: EventType::Accuse,
        mode: vec!["allege".to_owned()],
        plover: Some(PloverRecord { event: EventType::Accuse, mode: vec!["allege".to_owned()] }),
        recipient: report.actor.clone(),
        actor: vec![party],
        status: Status::Done,
        assertion: Assertion::Stated,
        decided: Decided::Decider,
        date: report.said.clone(),
        quantities: Vec::new(),
        locations: Vec::new(),
        ..report.clone()
    })
}
