//! The whole stage: coded articles to the record.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use terms::{
    Actor, Answer, ArticleRow, Coded, Collate, Correction, DataError, Deed, EventRow, EventType, HangsOn, HistoryStep,
    Ontology, Party, Precision, Record, Report, Resources, Sector, Status, StoryRow,
};

use crate::corrections::{Gathered, Plan, Slot};
use crate::paraphrase::Paraphrases;
use crate::responses::Responses;
use crate::sameness::{self, Told};
use crate::standing::{Stands, Steps};
use crate::{claims, clock, deadlines, disagreements, origins, quantities, stories, summary};

/// Collates by the ontology, the tables of steps and answers, and what tells a deed in other words from another deed.
pub struct Collator {
    ontology: Ontology,
    steps: Steps,
    responses: Responses,
    paraphrases: Paraphrases,
}

impl Collator {
    /// Reads the ontology and the tables.
    ///
    /// # Errors
    /// A data file is missing or wrong.
    pub fn load(resources: &dyn Resources) -> Result<Self, DataError> {
        Ok(Self {
            ontology: Ontology::load(resources)?,
            steps: Steps::load(resources)?,
            responses: Responses::load(resources)?,
            paraphrases: Paraphrases::load(resources)?,
        })
    }

    fn event_row(
        &self,
        event: &[Told<'_>],
        stands: &Stands<'_>,
        coded: &[&Coded],
        origin: &[usize],
        (plan, slot): (&mut Plan<'_>, Slot),
    ) -> EventRow {
        let anchor = event[0].report;
        let actor = parties(event, |report| &report.actor);
        let mut recipient = parties(event, |report| &report.recipient);
        // One report that took the doer's own side for the other does not spoil the rest.
        let own = |party: &Party| {
            party.actor.code.is_some() && actor.first().is_some_and(|doer| doer.actor.code == party.actor.code)
        };
        if !recipient.iter().all(own) && actor != recipient {
            recipient.retain(|party| !own(party));
        }
        let mut actor = actor;
        let other = |party: &Party| {
            party.actor.code.is_some() && recipient.iter().any(|target| target.actor.code == party.actor.code)
        };
        if actor != recipient && !actor.iter().all(other) {
            actor.retain(|party| !other(party));
        }
        let mut mode: Vec<String> = anchor.mode.clone();
        let mut context: Vec<String> = Vec::new();
        for told in event {
            if mode.is_empty() {
                mode.clone_from(&told.report.mode);
            }
            context.extend(told.report.context.iter().cloned());
        }
        context.sort();
        context.dedup();
        let date = date(event, stands.standing);
        let mut reports: Vec<String> = event.iter().map(|told| told.report.id.clone()).collect();
        reports.sort();
        let mut articles: Vec<usize> = event.iter().map(|told| told.article).collect();
        articles.sort_unstable();
        articles.dedup();
        let counted = quantities::standing(&stands.steps, coded);
        let mut quantities = Vec::new();
        for (_, quantity) in &counted {
            if !quantities.contains(*quantity) {
                quantities.push((*quantity).clone());
            }
        }
        let mut locations = Vec::new();
        for step in &stands.steps {
            for location in &step.told.report.locations {
                if !locations.iter().any(|other: &terms::Location| other.name == location.name) {
                    locations.push(location.clone());
                }
            }
        }
        let mut row = EventRow {
            id: reports[0].clone(),
            reports,
            story: None,
            summary: String::new(),
            event: anchor.event,
            mode,
            context,
            plover: None,
            actor,
            recipient,
            date: date.as_ref().map(terms::Dated::value),
            date_precision: date.as_ref().map(|date| date.precision.to_string()),
            date_basis: date.as_ref().map(|date| date.basis.to_string()),
            quantities,
            locations,
            standing: stands.standing,
            assertion: stands.assertion,
            history: stands
                .steps
                .iter()
                .map(|step| HistoryStep {
                    status: step.told.report.status,
                    assertion: step.told.report.assertion,
                    at: step.said.day.map(|day| day.to_string()),
                    by: step.told.report.by.clone(),
                    article: coded[step.told.article].article.clone(),
                    evidence: step.told.report.evidence.clone(),
                    decides: step.decides,
                })
                .collect(),
            responds_to: Vec::new(),
            answers: Vec::new(),
            overdue: None,
            hangs_on: None,
            disagreements: disagreements::of(event, &counted, coded),
            origins: origins::count(&articles, origin),
            overstated: stands.overstated,
            corrected: Vec::new(),
        };
        plan.set(&mut row, slot);
        if row.event != anchor.event {
            row.mode.retain(|mode| self.ontology.has_mode(row.event, mode));
        }
        let decider = stands.steps.iter().find(|step| step.decides);
        let by_self = decider.and_then(|step| step.told.report.by.as_ref()).is_none_or(|by| speaks_for(by, &row.actor));
        let deed = Deed { event: row.event, mode: &row.mode, context: &row.context, status: row.standing, by_self };
        row.plover = self.ontology.fold(deed).map(|record| self.ontology.score(record));
        row.summary = summary::event(&row, &anchor.lemma, anchor.object.as_deref());
        plan.mark(&mut row, slot, event);
        row
    }
}

impl Collate for Collator {
    fn collate_corrected(&self, coded: &[Coded], corrections: &[Correction]) -> Record {
        let mut coded: Vec<&Coded> = coded.iter().collect();
        coded.sort_by(|one, other| {
            (clock::key(clock::published(one)), &one.article, &one.content_hash).cmp(&(
                clock::key(clock::published(other)),
                &other.article,
                &other.content_hash,
            ))
        });
        let mut plan = Plan::of(corrections, &coded);
        let renamed = plan.rename(&coded);
        for (&article, one) in &renamed {
            coded[article] = one;
        }
        let origin = origins::of(&coded);
        let groups = stories::group(&coded);
        let mut record = Record::default();
        let mut event_of: BTreeMap<(usize, usize), String> = BTreeMap::new();
        let mut inferred: Vec<Option<Date>> = vec![None; coded.len()];
        let mut story_of: Vec<Option<String>> = vec![None; coded.len()];
        let mut gathered: Vec<Gathered<'_>> = Vec::with_capacity(groups.len());
        for members in groups {
            let days = infer_days(&coded, &members, &plan);
            for (&article, day) in members.iter().zip(&days) {
                if clock::published(coded[article]).is_none() {
                    inferred[article] = *day;
                }
            }
            gathered.push(gather(&coded, members, &days, &plan, &self.paraphrases));
        }
        plan.regroup(&mut gathered, &self.paraphrases);
        for (story, Gathered { members, events }) in gathered.into_iter().enumerate() {
            // It became part of another.
            if members.is_empty() {
                continue;
            }
            let story_id =
                hash(members.iter().map(|&article| coded[article].article.as_str()).min().unwrap_or_default());
            let mut rows: Vec<EventRow> = Vec::new();
            let mut place: BTreeMap<(usize, usize), usize> = BTreeMap::new();
            for (index, event) in events.into_iter().enumerate().filter(|(_, event)| !event.is_empty()) {
                let stands = self.steps.stands(&event);
                for told in &event {
                    place.insert((told.article, told.index), rows.len());
                }
                let mut row = self.event_row(&event, &stands, &coded, &origin, (&mut plan, (story, index)));
                row.story = Some(story_id.clone());
                rows.push(row);
            }
            let explicit: BTreeSet<(usize, usize)> = place
                .iter()
                .filter_map(|(&(article, index), &answering)| {
                    let answered = coded[article].reports[index].answers?;
                    Some((answering, *place.get(&(article, answered))?))
                })
                .collect();
            for (&(article, index), &hanging) in &place {
                let Some(condition) = coded[article].reports[index].condition else { continue };
                let Some(&other) = place.get(&(article, condition.report)).filter(|&&other| other != hanging) else {
                    continue;
                };
                let open = matches!(rows[hanging].standing, Status::Planned | Status::Threatened | Status::Proposed);
                if open {
                    rows[hanging].hangs_on = Some(HangsOn {
                        event: rows[other].id.clone(),
                        unless: condition.unless,
                        came: matches!(rows[other].standing, Status::Done | Status::UnderWay),
                    });
                }
            }
            for (answering, answered) in self.responses.of(&rows, &explicit) {
                let mut answers: Vec<Answer> = answered
                    .into_iter()
                    .map(|(index, basis)| Answer { event: rows[index].id.clone(), basis })
                    .collect();
                answers.sort();
                rows[answering].responds_to = answers.iter().map(|answer| answer.event.clone()).collect();
                rows[answering].answers = answers;
            }
            for (key, index) in place {
                event_of.insert(key, rows[index].id.clone());
            }
            for &article in &members {
                story_of[article] = Some(story_id.clone());
            }
            rows.sort_by(|one, other| {
                (one.date.is_none(), &one.date, &one.id).cmp(&(other.date.is_none(), &other.date, &other.id))
            });
            let titles: Vec<Option<&str>> = members.iter().map(|&article| coded[article].title.as_deref()).collect();
            let mut articles: Vec<String> = members.iter().map(|&article| coded[article].article.clone()).collect();
            articles.sort();
            record.stories.push(StoryRow {
                id: story_id,
                title: summary::story(&titles, &rows.iter().collect::<Vec<_>>()),
                articles,
                events: rows.iter().map(|row| row.id.clone()).collect(),
            });
            record.events.append(&mut rows);
        }
        let known = claims::Known { event_of: &event_of, story_of: &story_of };
        let places: BTreeMap<String, usize> =
            record.events.iter().enumerate().map(|(index, event)| (event.id.clone(), index)).collect();
        for (claim, refers) in claims::all(&coded, &known, &record.events) {
            let place = claim.event.as_ref().filter(|_| refers).and_then(|event| places.get(event));
            if let Some(&place) = place {
                claims::disputes::dispute(&mut record.events[place], &claim);
            }
            record.claims.push(claim);
        }
        record.articles = coded
            .iter()
            .enumerate()
            .map(|(index, one)| ArticleRow {
                id: one.article.clone(),
                story: story_of[index].clone(),
                published: one.published.as_ref().map(|published| published.value.clone()),
                published_inferred: inferred[index].map(|day| day.to_string()),
                title: one.title.clone(),
                outlet: one.outlet.clone(),
                url: one.url.clone(),
                content_hash: one.content_hash.clone(),
                source: one.source.clone(),
                clock_problems: clock::problems(one),
            })
            .collect();
        record.articles.sort_by(|one, other| (&one.id, &one.content_hash).cmp(&(&other.id, &other.content_hash)));
        if let Some(last) = coded.iter().filter_map(|one| clock::published(one)).max() {
            self.look_on(&mut record, last);
        }
        record.corrections = plan.rows();
        record
    }

    fn look_on(&self, record: &mut Record, day: Date) {
        deadlines::mark(&mut record.events, day);
    }
}

/// The reports of a story's articles, grouped into events.
fn gather<'a>(
    coded: &[&'a Coded],
    members: Vec<usize>,
    days: &[Option<Date>],
    plan: &Plan<'_>,
    paraphrases: &Paraphrases,
) -> Gathered<'a> {
    let mut by_type: BTreeMap<EventType, Vec<Told<'_>>> = BTreeMap::new();
    for (&article, &day) in members.iter().zip(days) {
        for (index, report) in reports(coded[article], article, plan) {
            by_type.entry(report.event).or_default().push(Told { report, article, index, day });
        }
    }
    Gathered { members, events: by_type.into_values().flat_map(|told| sameness::group(told, paraphrases)).collect() }
}

/// The reports of an article that nobody said are of no event.
fn reports<'a>(one: &'a Coded, article: usize, plan: &Plan<'_>) -> impl Iterator<Item = (usize, &'a Report)> {
    one.reports.iter().enumerate().filter(move |(index, _)| plan.counts((article, *index)))
}

/// The day of each article of a story; one without a date takes the latest day on which a dated article of the story
/// tells of a deed that it tells too.
fn infer_days(coded: &[&Coded], members: &[usize], plan: &Plan<'_>) -> Vec<Option<Date>> {
    let stated: Vec<Option<Date>> = members.iter().map(|&article| clock::published(coded[article])).collect();
    if !stated.contains(&None) {
        return stated;
    }
    let mut latest: HashMap<Shared<'_>, Date> = HashMap::new();
    let told = |article: usize| reports(coded[article], article, plan).flat_map(|(_, report)| deeds(report));
    for (&article, day) in members.iter().zip(&stated) {
        for deed in day.iter().flat_map(|_| told(article)) {
            let known = latest.entry(deed).or_insert(Date::MIN);
            *known = day.map_or(*known, |day| day.max(*known));
        }
    }
    members
        .iter()
        .zip(stated)
        .map(|(&article, day)| {
            let shared = || told(article).filter_map(|deed| latest.get(&deed).copied());
            day.or_else(|| shared().max())
        })
        .collect()
}

/// A deed as two articles may share it: type, modes, who acts and who is acted upon (codes); where nobody is, the actor's
/// name stands for both.
type Shared<'a> = (EventType, &'a [String], &'a str, Option<&'a str>);

fn deeds(report: &Report) -> impl Iterator<Item = Shared<'_>> {
    report.actor.iter().filter(|party| party.actor.code.is_some()).flat_map(|party| {
        let actor = party.actor.code.as_deref().unwrap_or_default();
        let alone = report.recipient.is_empty().then_some((party.actor.name.as_str(), None));
        let sides = report.recipient.iter().map(move |other| (actor, other.actor.code.as_deref()));
        sides.chain(alone).map(|(actor, recipient)| (report.event, report.mode.as_slice(), actor, recipient))
    })
}

/// The parties of one side over all reports: the fullest report's, then those that add a country.
fn parties<'a>(event: &[Told<'a>], side: impl Fn(&'a Report) -> &'a Vec<Party>) -> Vec<Party> {
    let mut all: Vec<Party> = Vec::new();
    for told in event {
        for party in side(told.report) {
            let known = all.iter().any(|other| other.actor.name == party.actor.name);
            let adds = all.is_empty() || party.actor.code.is_some() && !told.report.anaphoric;
            if !known && adds {
                all.push(party.clone());
            }
        }
    }
    all
}

/// Whether somebody is, or speaks for, one of the actors.
fn speaks_for(by: &Actor, actors: &[Party]) -> bool {
    actors.iter().any(|party| {
        party.actor.name == by.name
            || party.actor.code.is_some()
                && party.actor.code == by.code
                && (party.actor.sector == by.sector
                    || matches!(by.sector, None | Some(Sector::Gov))
                        && matches!(party.actor.sector, None | Some(Sector::Gov)))
    })
}

/// The day of an event: known to the day before less, told of the done deed before told of the plan, stated before
/// reckoned, told by more reports before told by fewer, then the earliest.
fn date(event: &[Told<'_>], standing: Status) -> Option<terms::Dated> {
    let settled = |status: Status| matches!(status, Status::Done | Status::UnderWay | Status::Failed);
    let mut votes: BTreeMap<(u8, u8, Date), (usize, terms::Dated)> = BTreeMap::new();
    for told in event {
        let report = told.report;
        // The day of the undoing is not the day of the deed.
        if matches!(report.status, Status::Reversed | Status::Withdrawn | Status::Refused) && standing != report.status
        {
            continue;
        }
        let Some(date) = &report.date else { continue };
        let exact = u8::from(!matches!(date.precision, Precision::Day | Precision::Time));
        let told_done = u8::from(!settled(report.status));
        if matches!(report.status, Status::Reversed) {
            continue;
        }
        votes.entry((exact, told_done, date.day)).or_insert_with(|| (0, date.clone())).0 += 1;
    }
    votes
        .into_iter()
        .min_by_key(|((exact, told_done, day), (count, date))| {
            (*exact, *told_done, std::cmp::Reverse(*count), date.basis, *day)
        })
        .map(|(_, (_, date))| date)
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..12].to_owned()
}
