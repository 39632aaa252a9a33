//! The coder: reports of one article, put together from what the other modules read.

use std::ops::Range;

use terms::{
    Actor, Annotated, Assertion, Code, Coded, DataError, Decided, Deed, EventType, Ontology, Party, Relate, Relation,
    Report, Resources, Stance, Status,
};

use crate::answers;
use crate::conditions;
use crate::contexts::Contexts;
use crate::dates::{self, Dates};
use crate::details;
use crate::evidence;
use crate::gate::Gate;
use crate::governors::{Gives, Governors};
use crate::lexicon::{Entry, Kind, Lexicon};
use crate::meanings;
use crate::pairs;
use crate::profile;
use crate::reading::{self, Reading};
use crate::records;
use crate::reference;
use crate::roles::{self, Roles};
use crate::scene::Scene;
use crate::triggers::{self, Candidate};
use crate::utterances;

/// Codes annotated articles by the lexicon, the governors and the ontology.
pub struct Coder {
    pub(crate) lexicon: Lexicon,
    pub(crate) governors: Governors,
    pub(crate) gate: Gate,
    contexts: Contexts,
    pub(crate) ontology: Ontology,
    version: String,
}

/// A report in the making, with the tokens that it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// The report.
    pub report: Report,
    /// Token of the trigger.
    pub token: usize,
    /// Word class of the trigger.
    pub kind: Kind,
    /// Index of the entry.
    pub entry: usize,
    /// What was read.
    pub reading: Reading,
    /// Token of the object.
    pub object: Option<usize>,
}

/// Reports of lower confidence are not kept.
const LEAST_CONFIDENCE: f64 = 0.35;

impl Coder {
    /// Reads lexicon, governors, contexts and ontology.
    ///
    /// # Errors
    /// A data file is missing or wrong, or an entry names a mode that its type has not.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        let ontology = Ontology::load(resources)?;
        let lexicon = Lexicon::load(resources)?;
        let contexts = Contexts::load(resources)?;
        for entry in &lexicon.entries {
            let own = entry.mode.iter().map(|mode| (entry.event, mode));
            let wrong = own
                .chain(entry.also.iter().map(|(event, mode)| (*event, mode)))
                .find(|(event, mode)| !ontology.has_mode(*event, mode));
            if let Some((event, mode)) = wrong {
                return Err(DataError {
                    file: entry.file.clone(),
                    line: None,
                    problem: format!("entry {}: {event} has no mode {mode:?}", entry.id),
                    remedy: "take one of ontology/modes.toml".to_owned(),
                });
            }
            if let Some(context) = entry.context.iter().find(|context| !contexts.has(context)) {
                return Err(DataError {
                    file: entry.file.clone(),
                    line: None,
                    problem: format!("entry {}: there is no context {context:?}", entry.id),
                    remedy: "take one of ontology/contexts.toml".to_owned(),
                });
            }
        }
        let mut hasher = blake3::Hasher::new();
        for folder in ["lexicon", "lexicon/governors", "models/gate", "ontology"] {
            for file in resources.list(folder) {
                hasher.update(file.as_bytes());
                hasher.update(&resources.bytes(&file).unwrap_or_default());
            }
        }
        Ok(Self {
            lexicon,
            governors: Governors::load(resources)?,
            gate: Gate::load(resources)?,
            contexts,
            ontology,
            version: hasher.finalize().to_hex()[..12].to_owned(),
        })
    }

    /// Hash of the codebook.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The reports of an article as PLOVER would count them; see [`records`].
    pub fn plover_lines(&self, annotated: &Annotated, reports: &[Report]) -> Vec<Report> {
        records::plover_lines(&self.ontology, annotated, reports)
    }

    /// All drafts of an article, in text order; nouns that leave their parties unsaid take those of a deed told before.
    pub(crate) fn drafts(&self, scene: &Scene<'_>, dates: &Dates) -> Vec<Draft> {
        let annotated = scene.annotated;
        let mut drafts: Vec<Draft> = Vec::new();
        let mut bare: Vec<(Candidate, Reading)> = Vec::new();
        for sentence in annotated.sentences.iter().filter(|sentence| !sentence.dropped) {
            if is_question(annotated, sentence.tokens.clone()) {
                continue;
            }
            let mut candidates = triggers::candidates(scene, &self.lexicon, sentence.tokens.clone());
            candidates.sort_by_key(|candidate| {
                let demands = self.lexicon.entries[candidate.entry].demands() + (candidate.words.1 - candidate.words.0);
                (candidate.token, std::cmp::Reverse(demands), candidate.entry)
            });
            let mut last_read: Option<(usize, Kind, Reading)> = None;
            let mut coded: Option<usize> = None;
            for candidate in &candidates {
                if coded == Some(candidate.token) {
                    continue;
                }
                let reading = match &last_read {
                    Some((token, kind, reading)) if *token == candidate.token && *kind == candidate.kind => {
                        reading.clone()
                    }
                    _ => {
                        let reading = reading::read(scene, &self.governors, candidate.token, candidate.kind);
                        last_read = Some((candidate.token, candidate.kind, reading.clone()));
                        reading
                    }
                };
                let entry = &self.lexicon.entries[candidate.entry];
                if reading.nothing {
                    continue;
                }
                let roles = roles::find(scene, &self.governors, entry, candidate.token, candidate.kind, &reading);
                if !triggers::demands_hold(scene, entry, candidate, &reading) {
                    // "the expulsion": a noun that leaves its object unsaid may speak of a deed told before.
                    if candidate.kind == Kind::Noun && roles.recipient.is_empty() {
                        bare.push((candidate.clone(), reading));
                    }
                    continue;
                }
                match self.draft(scene, dates, candidate, reading.clone(), roles) {
                    Some(draft) => {
                        coded = Some(candidate.token);
                        let second = entry.also.as_ref().map(|(event, mode)| {
                            let mut second = draft.clone();
                            second.report.event = *event;
                            second.report.mode = vec![mode.clone()];
                            second.report.id.push('+');
                            second
                        });
                        drafts.push(draft);
                        drafts.extend(second);
                    }
                    None if candidate.kind == Kind::Noun => bare.push((candidate.clone(), reading)),
                    None => {}
                }
            }
        }
        for (candidate, reading) in bare {
            if drafts.iter().any(|draft| draft.token == candidate.token) {
                continue;
            }
            let entry = &self.lexicon.entries[candidate.entry];
            // "a protest movement": a noun before another names no deed, but where a governor stands over it.
            if scene.clause.token(candidate.token).relation == Relation::Compound && reading.chain.is_empty() {
                continue;
            }
            let Some(antecedent) = reference::antecedent(scene, entry, candidate.token, &reading, &drafts) else {
                continue;
            };
            let roles = Roles {
                actor: antecedent.report.actor.clone(),
                recipient: antecedent.report.recipient.clone(),
                path: "told before".to_owned(),
                ..Roles::default()
            };
            let silent = reading.chain.iter().all(|step| self.governors.entries[step.governor].gives == Gives::Fact);
            let status = antecedent.report.status;
            if let Some(mut draft) = self.draft(scene, dates, &candidate, reading, roles) {
                draft.report.anaphoric = true;
                // "opposed the withdrawal": a bare mention tells nothing new of how far it has come.
                if silent {
                    draft.report.status = status;
                }
                draft.report.mode.clone_from(&antecedent.report.mode);
                draft.report.object.clone_from(&antecedent.report.object);
                let place = drafts.partition_point(|other| other.token <= draft.token);
                drafts.insert(place, draft);
            }
        }
        drafts
    }

    pub(crate) fn draft(
        &self,
        scene: &Scene<'_>,
        dates: &Dates,
        candidate: &Candidate,
        mut reading: Reading,
        roles: Roles,
    ) -> Option<Draft> {
        let annotated = scene.annotated;
        let entry = &self.lexicon.entries[candidate.entry];
        if entry.negated {
            reading.not_so = false;
            if reading.status == Status::Refused {
                reading.status = Status::Planned;
            }
        }
        // "announced sanctions": what takes force by being announced is done.
        let above = reading.chain.first().map(|step| (step.token, self.governors.entries[step.governor].gives));
        let announced = above.is_some_and(|(token, _)| {
            matches!(scene.clause.lemma(token).as_str(), "announce" | "unveil" | "declare" | "decree" | "order")
        });
        if entry.by_announcement && announced && reading.chain.len() == 1 && reading.status == Status::Planned {
            reading.status = Status::Done;
        }
        if entry.to_come && matches!(reading.status, Status::Done | Status::UnderWay) && !reading.not_so {
            reading.status = Status::Planned;
        }
        // Where only the asking or the threat can be coded, it stands as asked or threatened until it is answered.
        if reading.status == Status::Done && !reading.not_so {
            match entry.event {
                EventType::Request => reading.status = Status::Demanded,
                EventType::Threaten => reading.status = Status::Threatened,
                _ => {}
            }
        }
        // "will retaliate": what is to come is what is threatened.
        if reading.status == Status::Planned && entry.event == EventType::Threaten {
            reading.status = Status::Threatened;
        }
        // "denied funding", "denied a pardon": what is friendly is refused; what is hostile is said not to be so.
        if reading.voice == Some(Gives::Denied)
            && candidate.kind == Kind::Noun
            && reading.status == Status::Done
            && self.ontology.quad(entry.event) <= 2
        {
            reading.voice = None;
            reading.status = Status::Refused;
        }
        // "dismissed the allegations": they have been made; what is dismissed is what they say.
        let answered = candidate.kind == Kind::Noun
            && entry.event == EventType::Accuse
            && above.is_some_and(|(_, gives)| matches!(gives, Gives::Denied | Gives::Refused | Gives::Doubted));
        if answered {
            reading.voice = None;
            reading.status = Status::Done;
            reading.by = None;
        }
        // "an agreement on tariffs" tells of no tariffs.
        let is_topic = above.is_some_and(|(token, gives)| {
            gives == Gives::Planned
                && !scene.clause.token(token).is_verb()
                && ["on", "over"].iter().any(|word| scene.clause.preposition(token, word).contains(&candidate.token))
        });
        if is_topic && candidate.kind == Kind::Noun && self.ontology.quad(entry.event) >= 3 {
            return None;
        }
        // A measure in force that came to its end is undone; a meeting or a march that ended was held.
        let ended = above.is_some_and(|(_, gives)| gives == Gives::Ended);
        let lasting = match entry.event {
            // A drill that ended was held.
            EventType::Cooperate => !entry.context.iter().any(|context| context == "military"),
            EventType::Coerce | EventType::Sanction | EventType::Aid => true,
            EventType::Retreat => entry.mode.iter().any(|mode| mode == "ceasefire"),
            _ => false,
        };
        if ended && reading.status == Status::Done && lasting {
            reading.status = Status::Reversed;
        }
        let attribution = scene.attribution(candidate.token);
        let speaker = attribution.and_then(|index| annotated.attributions[index].speaker.clone());
        if reading.not_so && attribution.is_none() && reading.by.is_none() {
            return None;
        }
        let stance = scene.stance(candidate.token);
        if stance == Some(Stance::Demands)
            && reading.status == Status::Done
            && reading.chain.is_empty()
            && candidate.kind == Kind::Noun
        {
            reading.status = Status::Demanded;
        }
        let by_party = reading.by.and_then(|by| scene.party_at(by)).map(|party| party.actor);
        let mut by = by_party.or_else(|| speaker.clone());
        let decision =
            !matches!(reading.status, Status::Done | Status::UnderWay | Status::Hypothetical | Status::Failed);
        if by.is_none() && decision && reading.status != Status::Demanded && reading.status != Status::Reversed {
            by = roles.actor.first().map(|party| party.actor.clone());
        }
        // "condemned the test": whoever judges a deed is not the one who tells that it was done.
        let cue = attribution.and_then(|index| annotated.attributions[index].cue_token);
        let judged = reading.presupposed
            && reading
                .chain
                .iter()
                .any(|step| Some(step.token) == cue && self.governors.entries[step.governor].gives == Gives::Fact);
        let assertion = match reading.voice {
            Some(Gives::Denied) => Assertion::Denied,
            Some(Gives::Alleged) => Assertion::Alleged,
            Some(Gives::Doubted) => Assertion::Doubted,
            _ if reading.not_so => Assertion::Denied,
            _ if judged || answered => Assertion::Stated,
            _ => match (attribution, stance) {
                (None, _) => Assertion::Stated,
                (_, Some(Stance::Denies)) if !decision => Assertion::Denied,
                (_, Some(Stance::Doubts)) if !decision => Assertion::Doubted,
                _ if speaker.as_ref().is_some_and(|speaker| owns(speaker, &roles.actor)) => Assertion::Confirmed,
                _ => Assertion::Alleged,
            },
        };
        let decided = match &by {
            None => Decided::Narrator,
            Some(actor)
                if is_of(actor, &roles.actor)
                    && !matches!(reading.status, Status::Proposed | Status::Demanded | Status::Hypothetical) =>
            {
                Decided::Decider
            }
            Some(_) => Decided::Adviser,
        };
        let confidence = confidence(entry, candidate.kind, &reading, &roles);
        if confidence < LEAST_CONFIDENCE {
            return None;
        }
        let token = scene.clause.token(candidate.token);
        let top = reading
            .chain
            .iter()
            .rev()
            .find(|step| {
                !matches!(self.governors.entries[step.governor].gives, Gives::Fact)
                    && scene.clause.is_below(candidate.token, step.token)
            })
            .map_or(candidate.token, |step| step.token);
        let top = if candidate.kind == Kind::Noun && top == candidate.token {
            scene.clause.verb_above(candidate.token).unwrap_or(top)
        } else {
            top
        };
        let trigger = scene.span(candidate.words.0).cover(scene.span(candidate.words.1));
        let date = dates.of(scene, &self.governors, candidate.token, roles.object, &reading);
        let mut context = entry.context.clone();
        let sentence = annotated.sentences[annotated.sentence_of[candidate.token]].tokens.clone();
        context.extend(self.contexts.of(scene, sentence));
        context.sort();
        context.dedup();
        let chain: Vec<&str> =
            reading.chain.iter().map(|step| self.governors.entries[step.governor].id.as_str()).collect();
        let object = roles
            .object
            .filter(|&object| scene.mention(scene.clause.antecedent(object)).is_none())
            .map(|object| scene.clause.lemma(scene.clause.antecedent(object)));
        let quantities = details::quantities(scene, candidate.token, &roles);
        let mut parties: Vec<terms::Span> =
            roles.actor.iter().chain(&roles.recipient).map(|party| terms::Span::new(party.start, party.end)).collect();
        parties.extend(details::spans_of(scene, candidate.token, &quantities));
        let evidence = evidence::clause(scene, candidate.token, candidate.words, top);
        let evidence = evidence::with_parties(scene, candidate.token, evidence, &parties);
        let report = Report {
            id: report_id(&annotated.article.id, &annotated.article.content_hash, trigger.start, &entry.id),
            article: annotated.article.id.clone(),
            event: entry.event,
            mode: entry.mode.clone(),
            context,
            sentence: annotated.sentence_of[candidate.token],
            trigger,
            lemma: token.lemma.to_lowercase(),
            object,
            plover: None,
            quantities,
            locations: details::locations(scene, candidate.token, &roles),
            actor: roles.actor,
            recipient: roles.recipient,
            status: reading.status,
            assertion,
            attribution,
            by,
            decided,
            said: attribution.and_then(|index| dates.said(scene, index)),
            said_order: dates::said_order(scene, candidate.token, &reading),
            date,
            confidence,
            evidence: vec![evidence::piece(scene, evidence)],
            answers: None,
            anaphoric: false,
            presupposed: reading.presupposed && candidate.kind == Kind::Noun,
            condition: None,
            undoing: reading.undoing.filter(|_| matches!(reading.status, Status::Done | Status::UnderWay)),
            meaning: None,
            entry: entry.id.clone(),
            path: format!("{}{}{}", roles.path, if chain.is_empty() { "" } else { "; governors: " }, chain.join(" < ")),
        };
        Some(Draft {
            report,
            token: candidate.token,
            kind: candidate.kind,
            entry: candidate.entry,
            reading,
            object: roles.object,
        })
    }

    /// Reports of an article.
    pub(crate) fn reports(&self, scene: &Scene<'_>, dates: &Dates, scorer: Option<&dyn Relate>) -> Vec<Draft> {
        let mut drafts = self.drafts(scene, dates);
        self.absorb_near(scene, &mut drafts);
        if let Some(scorer) = scorer {
            let found = pairs::find(self, scene, dates, &mut drafts, scorer);
            drafts.extend(found);
            drafts.sort_by_key(|draft| draft.token);
        }
        reference::resolve(scene, self, dates, &mut drafts);
        inherit_dates(scene, dates, &mut drafts);
        drafts.sort_by_key(|draft| (draft.report.trigger, draft.entry));
        reference::aim(scene, &mut drafts);
        reference::let_go_by_captors(scene, &mut drafts);
        for index in 0..drafts.len() {
            let here = same_sentence(scene, &drafts, index);
            let answered = here
                .clone()
                .filter(|&other| other != index)
                .find(|&other| answers::answers(scene, drafts[index].token, drafts[other].token));
            drafts[index].report.answers = answered
                .or_else(|| self.answered_before(scene, &drafts, index))
                .or_else(|| self.contested(scene, &drafts, index));
            drafts[index].report.condition = conditions::condition(scene, &drafts, here, index);
            aim_at_who_provokes(&mut drafts, index);
        }
        for (answering, answered) in answers::by_reference(scene, &drafts) {
            let answers = &mut drafts[answering].report.answers;
            *answers = answers.or(Some(answered));
        }
        for draft in &mut drafts {
            let report = &mut draft.report;
            let by_self = report.by.as_ref().is_none_or(|by| is_of(by, &report.actor));
            let deed = Deed {
                event: report.event,
                mode: &report.mode,
                context: &report.context,
                status: report.status,
                by_self,
            };
            report.plover = match report.undoing {
                None => self.ontology.fold(deed),
                Some(undoing) => self.ontology.fold(Deed { status: Status::Reversed, ..deed }).and_then(|undone| {
                    self.ontology.fold(Deed { event: undone.event, mode: &undone.mode, status: undoing, ..deed })
                }),
            };
        }
        drafts
    }

    /// "Sued over the decree": a suit, a protest or a rejection answers the measure that its own words name.
    fn contested(&self, scene: &Scene<'_>, drafts: &[Draft], index: usize) -> Option<usize> {
        use EventType::{Accuse, Coerce, Protest, Reject, Sanction};
        let draft = &drafts[index];
        let suit = draft.report.event == Accuse && draft.report.mode.iter().any(|mode| mode == "allege");
        if !suit && !matches!(draft.report.event, Protest | Reject) {
            return None;
        }
        (0..drafts.len()).find(|&other| {
            let measure = &drafts[other];
            other != index
                && matches!(measure.report.event, Coerce | Sanction)
                && measure.kind == Kind::Noun
                && measure.token != draft.token
                && scene.clause.is_below(measure.token, draft.token)
        })
    }

    /// "The protesters responded by throwing stones": the hostile deed told just before, done to whoever responds.
    fn answered_before(&self, scene: &Scene<'_>, drafts: &[Draft], index: usize) -> Option<usize> {
        const RESPONDING: &[&str] = &["respond", "retaliate", "react", "answer", "counter", "reply"];
        let draft = &drafts[index];
        let above = scene.clause.verb_above(scene.clause.token(draft.token).head)?;
        if !RESPONDING.contains(&scene.clause.lemma(above).as_str())
            && !RESPONDING.contains(&draft.report.lemma.as_str())
        {
            return None;
        }
        let here = scene.annotated.sentence_of[draft.token];
        (0..index).rev().find(|&other| {
            let before = &drafts[other];
            let hit = before.report.recipient.iter().any(|party| {
                draft.report.actor.iter().any(|actor| {
                    actor.actor.code.is_some()
                        && actor.actor.code == party.actor.code
                        && actor.actor.sector == party.actor.sector
                })
            });
            here - scene.annotated.sentence_of[before.token] <= 2 && hit && self.ontology.quad(before.report.event) >= 3
        })
    }
}

/// "Pakistan will retaliate if India attacks it": what is threatened against nobody by name is meant for whoever would set it off.
fn aim_at_who_provokes(drafts: &mut [Draft], index: usize) {
    let report = &drafts[index].report;
    let Some(condition) =
        report.condition.filter(|_| report.status == Status::Threatened && report.recipient.is_empty())
    else {
        return;
    };
    let provoker: Vec<Party> = drafts[condition.report]
        .report
        .actor
        .iter()
        .filter(|party| !report.actor.iter().any(|actor| actor.actor.code == party.actor.code))
        .cloned()
        .collect();
    drafts[index].report.recipient = provoker;
}

impl Code for Coder {
    fn code(&self, annotated: &Annotated, scorer: Option<&dyn Relate>) -> Coded {
        let scene = Scene::new(annotated);
        let dates = Dates::new(&scene);
        let mut reports: Vec<Report> =
            self.reports(&scene, &dates, scorer).into_iter().map(|draft| draft.report).collect();
        if let Some(scorer) = scorer {
            meanings::tell(annotated, &mut reports, scorer);
        }
        let utterances = utterances::all(&scene, &dates, &reports);
        let article = &annotated.article;
        Coded {
            article: article.id.clone(),
            title: article.title.clone(),
            outlet: article.outlet.clone(),
            url: article.url.clone(),
            published: article.published.clone(),
            content_hash: article.content_hash.clone(),
            source: article.source.clone(),
            reports,
            utterances,
            profile: profile::profile(annotated),
            origins: profile::origins(annotated),
            shingles: profile::shingles(annotated),
        }
    }
}

/// The drafts of one sentence, as a range of indices: drafts stand in text order.
fn same_sentence(scene: &Scene<'_>, drafts: &[Draft], index: usize) -> Range<usize> {
    let sentence = |draft: &Draft| scene.annotated.sentence_of[draft.token];
    let here = sentence(&drafts[index]);
    drafts.partition_point(|draft| sentence(draft) < here)..drafts.partition_point(|draft| sentence(draft) <= here)
}

/// Whether an actor is, or speaks for, one of the parties.
pub(crate) fn is_of(actor: &Actor, parties: &[Party]) -> bool {
    parties
        .iter()
        .any(|party| party.actor.name == actor.name || party.actor.code.is_some() && party.actor.code == actor.code)
}

/// Whether a speaker can own up to what the parties did: itself, or the state that they act for.
fn owns(speaker: &Actor, parties: &[Party]) -> bool {
    use terms::Sector::{Cop, Gov, Jud, Leg, Mil, Spy};
    let of_state = |sector| matches!(sector, None | Some(Gov | Mil | Cop | Spy | Jud | Leg));
    parties.iter().any(|party| {
        party.actor.name == speaker.name
            || party.actor.code.is_some()
                && party.actor.code == speaker.code
                && (party.actor.sector == speaker.sector || of_state(party.actor.sector) && of_state(speaker.sector))
    })
}

fn report_id(article: &str, content: &str, start: u32, entry: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [article, content, &start.to_string(), entry] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..12].to_owned()
}

/// Whether a sentence asks.
pub(crate) fn is_question(annotated: &Annotated, tokens: Range<usize>) -> bool {
    annotated.tokens[tokens]
        .iter()
        .rev()
        .filter(|token| !token.is_space())
        .take(3)
        .any(|token| token.text.as_ref() == "?")
}

/// How sure a report is, by what was found: 0.95 where both parties are known and the deed is told by a verb.
fn confidence(entry: &Entry, kind: Kind, reading: &Reading, roles: &Roles) -> f64 {
    let known = |parties: &[Party]| parties.iter().any(|party| party.actor.code.is_some());
    let named =
        |parties: &[Party]| parties.iter().any(|party| party.actor.code.is_some() || party.actor.sector.is_some());
    if !named(&roles.actor) && !named(&roles.recipient) {
        return 0.0;
    }
    let mut confidence: f64 = 0.95;
    if !named(&roles.actor) {
        confidence -= 0.3;
    } else if !known(&roles.actor) {
        confidence -= 0.1;
    }
    if roles.recipient.is_empty() {
        confidence -= 0.1;
    }
    if kind == Kind::Noun {
        confidence -= 0.1;
        if reading.presupposed {
            confidence -= 0.1;
        }
        if roles.actor.is_empty() {
            confidence -= 0.15;
        }
    }
    if entry.demands() > 0 {
        confidence += 0.05;
    }
    (confidence.clamp(0.0, 0.99) * 100.0).round() / 100.0
}

/// A past deed without a date of its own takes the day that the story last spoke of: one told in the same paragraph,
/// or, for the news itself, one of the days just before publication.
fn inherit_dates(scene: &Scene<'_>, dates: &Dates, drafts: &mut [Draft]) {
    let annotated = scene.annotated;
    let published = annotated.article.published.as_ref().map(|published| published.day);
    let told = |token: usize| {
        let paragraph = |token: usize| annotated.sentences[annotated.sentence_of[token]].paragraph;
        let (date, time) = dates.last_told(scene, token)?;
        let same_paragraph =
            annotated.times[time].tokens.clone().next().is_some_and(|first| paragraph(first) == paragraph(token));
        let is_news = published.is_some_and(|published| (0..=NEWS_DAYS).contains(&(published - date.day).get_days()));
        (same_paragraph || is_news).then_some(terms::Dated { basis: terms::Basis::Relative, ..date })
    };
    for draft in drafts {
        let carried = !draft.reading.chain.is_empty() && !draft.reading.presupposed;
        let narrated = match draft.kind {
            Kind::Verb => is_narrated(scene, draft.token),
            Kind::Noun => carried && draft.reading.chain.first().is_some_and(|step| is_narrated(scene, step.token)),
            Kind::Adjective => false,
        };
        let report = &mut draft.report;
        if report.date.is_none() && report.status == Status::Done && !report.anaphoric && narrated {
            report.date = told(draft.token);
        }
    }
}

/// Days before publication that count as the news itself.
const NEWS_DAYS: i32 = 3;

/// Whether a verb stands in the simple past, in the article's own voice.
fn is_narrated(scene: &Scene<'_>, verb: usize) -> bool {
    let clause = scene.clause;
    let at = clause.first_conjunct(verb);
    let past = |token: usize| {
        let word = clause.token(token);
        let auxiliaries: Vec<usize> = clause.children(token, &[Relation::Aux, Relation::Auxpass]).collect();
        word.tag == terms::Tag::VBD && auxiliaries.is_empty()
            || !auxiliaries.is_empty()
                && auxiliaries
                    .iter()
                    .all(|&aux| clause.token(aux).tag == terms::Tag::VBD && clause.token(aux).lemma.as_ref() == "be")
            || word.tag == terms::Tag::VBG
                && matches!(word.relation, Relation::Advcl | Relation::Pcomp)
                && clause.verb_above(word.head).is_some_and(|main| clause.token(main).tag == terms::Tag::VBD)
    };
    scene.attribution(verb).is_none() && (past(verb) || past(at)) && clause.token(verb).relation != Relation::Relcl
}
