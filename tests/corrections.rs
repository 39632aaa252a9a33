//! What people set right holds: over any order of reading, over coding anew, and until it is taken back.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use std::path::Path;
use std::sync::LazyLock;

use acquire::{Limits, Reader};
use demarche::data;
use demarche::engine::Engine;
use jiff::Timestamp;
use ledger::{Draft, Ledger, LedgerError, Made, ReviewKind, RunId, View, Wish, changes, review};
use program::example_files;
use proptest::prelude::*;
use serde_json::{Value, json};
use terms::{
    Actor, Article, Coded, CorrectedField, Correction, CorrectionState, EventRow, EventType, Record, Status, essentials,
};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load(&data::embedded()).unwrap());

/// Every article of the examples with its coding.
static CODED: LazyLock<Vec<(Article, Coded)>> = LazyLock::new(|| {
    let articles = Reader::new(example_files(), Limits::default()).filter_map(Result::ok);
    articles.map(|article| (article.clone(), ENGINE.code(&ENGINE.annotate(&article)))).collect()
});

fn collate(coded: &[Coded], corrections: &[Correction]) -> Record {
    ENGINE.collate_corrected(coded, corrections)
}

/// A ledger with its clock, which goes on by a second with each thing that is done.
struct Desk {
    ledger: Ledger,
    now: i64,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { ledger: Ledger::open(&folder.path().join("record.db")).unwrap(), now: 1_700_000_000, _folder: folder }
    }

    /// A ledger that has read articles of the examples.
    fn read(articles: impl IntoIterator<Item = usize>) -> Self {
        let mut desk = Self::new();
        desk.add(articles);
        desk
    }

    fn all() -> Self {
        Self::read(0..CODED.len())
    }

    fn tick(&mut self) -> Timestamp {
        self.now += 1;
        Timestamp::from_second(self.now).unwrap()
    }

    fn begin(&mut self) -> (RunId, Timestamp) {
        let now = self.tick();
        (self.ledger.begin(now, "read", &[], "test").unwrap(), now)
    }

    fn add(&mut self, articles: impl IntoIterator<Item = usize>) {
        let (run, now) = self.begin();
        let batch: Vec<(Article, Coded)> = articles.into_iter().map(|index| CODED[index].clone()).collect();
        self.ledger.add(run, now, "test", &batch).unwrap();
        let record = self.record();
        self.ledger.amend(run, now, &record).unwrap();
    }

    /// Codes every article anew, each as `code` has it now.
    fn recode(&mut self, version: &str, code: impl Fn(&Coded) -> Coded) {
        let (run, now) = self.begin();
        let keys = self.ledger.outdated(version).unwrap();
        let coded = |key: i64| {
            let article = self.ledger.load(key).unwrap();
            let (_, coded) = CODED.iter().find(|(known, _)| known.content_hash == article.content_hash).unwrap();
            (key, code(coded))
        };
        let batch: Vec<(i64, Coded)> = keys.into_iter().map(coded).collect();
        self.ledger.recode(run, now, version, &batch).unwrap();
    }

    fn record(&self) -> Record {
        self.ledger.record(&View::default(), &collate).unwrap()
    }

    fn try_correct(&mut self, wish: Wish, before: Option<Value>) -> Result<Option<Made>, LedgerError> {
        let now = self.tick();
        let draft = Draft { wish, before, author: "Ada Quist".into(), reason: "read it again".into() };
        self.ledger.correct(now, &draft, &collate)
    }

    fn correct(&mut self, wish: Wish) -> Made {
        self.try_correct(wish, None).unwrap().unwrap()
    }
}

fn bytes(record: &Record) -> String {
    serde_json::to_string_pretty(record).unwrap()
}

/// The record without the marks of who set it right.
fn unmarked(mut record: Record) -> String {
    record.corrections.clear();
    for event in &mut record.events {
        event.corrected.clear();
    }
    bytes(&record)
}

fn set(event: &EventRow, field: CorrectedField, after: Value) -> Wish {
    Wish::Set { event: event.id.clone(), field, after }
}

/// The event that rests on a report.
fn of_report<'a>(record: &'a Record, report: &str) -> &'a EventRow {
    record.events.iter().find(|event| event.reports.iter().any(|id| id == report)).unwrap()
}

/// The same reports as another codebook would have them: other ids, and words of the deed that reach one letter further.
fn coded_anew(coded: &Coded) -> Coded {
    let mut coded = coded.clone();
    for report in &mut coded.reports {
        report.id = renewed(&report.id);
        report.entry = format!("{}-anew", report.entry);
        report.trigger.end += 1;
    }
    coded
}

fn renewed(id: &str) -> String {
    id.chars().rev().collect()
}

/// Something that a person may want of a record, out of a few numbers.
fn wish((kind, one, two): (u8, usize, usize), record: &Record) -> Option<Wish> {
    let event = record.events.get(one % record.events.len().max(1))?;
    let other = &record.events[two % record.events.len()];
    let actor = |event: &EventRow| event.actor.first().map(|party| party.actor.clone());
    let id = event.id.clone();
    Some(match kind {
        0 => set(event, CorrectedField::Standing, json!(Status::ALL[two % Status::ALL.len()])),
        1 => set(event, CorrectedField::Event, json!(EventType::ALL[two % EventType::ALL.len()])),
        2 => set(event, CorrectedField::Recipient, json!([actor(other)?])),
        3 => set(event, CorrectedField::Date, json!("2016-12")),
        4 => Wish::Reject { event: id },
        5 | 6 => Wish::Merge { event: id, other: other.id.clone() },
        7 | 8 => Wish::Split { event: id, reports: vec![event.reports[two % event.reports.len()].clone()] },
        9 => Wish::SameActor { actor: actor(event)?, other: actor(other)? },
        10 => Wish::OtherActor { actor: actor(event)?, other: event.actor.first()?.text.clone() },
        11 => Wish::Accept { event: id },
        _ => {
            let made = &record.corrections;
            Wish::Undo { correction: made.get(two % made.len().max(1))?.correction.id.clone() }
        }
    })
}

/// Makes what can be made of some wishes; what changes nothing, or cannot be, is passed over.
fn make(desk: &mut Desk, wishes: &[(u8, usize, usize)]) {
    for &numbers in wishes {
        if let Some(wish) = wish(numbers, &desk.record()) {
            match desk.try_correct(wish, None) {
                Ok(_) | Err(LedgerError::BadCorrection { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

fn wishes() -> impl Strategy<Value = Vec<(u8, usize, usize)>> {
    proptest::collection::vec((0..13_u8, any::<usize>(), any::<usize>()), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn corrections_give_the_same_bytes_whatever_the_order_of_reading(
        order in Just((0..CODED.len()).collect::<Vec<_>>()).prop_shuffle(),
        wishes in wishes(),
    ) {
        let (mut one, mut other) = (Desk::all(), Desk::read(order));
        make(&mut one, &wishes);
        make(&mut other, &wishes);
        let expected = bytes(&one.record());
        prop_assert_eq!(bytes(&other.record()), expected.as_str());
        other.add(0..CODED.len());
        prop_assert_eq!(bytes(&other.record()), expected.as_str());
        let (coded, mut corrections) = (one.ledger.coded(None).unwrap(), one.ledger.corrections(None).unwrap());
        corrections.reverse();
        prop_assert_eq!(bytes(&collate(&coded, &corrections)), expected.as_str());
    }

    #[test]
    fn corrections_hold_when_everything_is_coded_anew(wishes in wishes()) {
        let mut desk = Desk::all();
        make(&mut desk, &wishes);
        let before = desk.record();
        desk.recode("anew", coded_anew);
        let anew = desk.record();
        prop_assert_eq!(before.events.len(), anew.events.len());
        for (was, is) in before.corrections.iter().zip(&anew.corrections) {
            prop_assert_eq!(&was.correction, &is.correction);
            prop_assert_eq!(was.state, is.state, "{:?}", was.correction.judgement);
        }
        for was in &before.events {
            let is = of_report(&anew, &renewed(&was.reports[0]));
            prop_assert_eq!(essentials(was), essentials(is));
            prop_assert_eq!(&was.corrected, &is.corrected);
            prop_assert_eq!(was.reports.len(), is.reports.len());
        }
        desk.recode("as before", Coded::clone);
        prop_assert_eq!(bytes(&desk.record()), bytes(&before));
    }

    #[test]
    fn taking_every_correction_back_restores_the_bytes(wishes in wishes()) {
        let mut desk = Desk::all();
        let untouched = bytes(&desk.record());
        make(&mut desk, &wishes);
        let made = desk.ledger.corrections(None).unwrap();
        let undone = |desk: &Desk, id: &str| {
            desk.record().corrections.iter().any(|row| row.correction.id == id && row.state == CorrectionState::Undone)
        };
        for correction in made.iter().rev() {
            if !undone(&desk, &correction.id) {
                desk.try_correct(Wish::Undo { correction: correction.id.clone() }, None).unwrap();
            }
        }
        prop_assert_eq!(bytes(&desk.record()), untouched);
    }

    #[test]
    fn merging_two_events_and_taking_the_one_out_again_gives_the_former_record(one in any::<usize>(), two in any::<usize>()) {
        let mut desk = Desk::all();
        let before = desk.record();
        let (event, other) = (&before.events[one % before.events.len()], &before.events[two % before.events.len()]);
        prop_assume!(event.id != other.id);
        let former = unmarked(before.clone());
        let made = desk.correct(Wish::Merge { event: event.id.clone(), other: other.id.clone() });
        let merged = desk.record();
        let whole = of_report(&merged, &event.reports[0]);
        prop_assert_eq!(whole.reports.len(), event.reports.len() + other.reports.len());
        prop_assert_eq!(whole.event, event.event);
        prop_assert_eq!(whole.history.len() >= event.history.len().max(other.history.len()), true);
        prop_assert!(whole.corrected.iter().any(|mark| mark.id == made.correction.id));
        desk.correct(Wish::Split { event: whole.id.clone(), reports: other.reports.clone() });
        let parted = desk.record();
        // Events of two stories that were one are of one story still: the split says nothing of that.
        if event.story == other.story {
            prop_assert_eq!(unmarked(parted), former);
        } else {
            prop_assert_eq!(of_report(&parted, &event.reports[0]).reports.len(), event.reports.len());
            prop_assert_eq!(of_report(&parted, &other.reports[0]).reports.len(), other.reports.len());
        }
    }
}

#[test]
fn a_standing_that_is_set_moves_what_follows_from_it_and_says_who_set_it() {
    let mut desk = Desk::all();
    let record = desk.record();
    let event = record.events.iter().find(|event| event.standing == Status::Done && event.plover.is_some()).unwrap();
    let made = desk.correct(set(event, CorrectedField::Standing, json!("hypothetical")));
    let now = desk.record();
    let set = of_report(&now, &event.reports[0]);
    assert_eq!((set.standing, &set.plover), (Status::Hypothetical, &None));
    let mark = &set.corrected[0];
    assert_eq!((mark.author.as_str(), mark.reason.as_str()), ("Ada Quist", "read it again"));
    assert_eq!((&mark.before, &mark.after), (&Some(json!("done")), &Some(json!("hypothetical"))));
    assert_eq!(made.after.len(), 1);
    let amendment = made.amendments.iter().find(|amendment| amendment.event == event.id).unwrap();
    assert_eq!(amendment.changes["standing"], (json!("done"), json!("hypothetical")));
    assert!(amendment.changes["corrected"].1.to_string().contains("Ada Quist"));
    assert_eq!(desk.ledger.runs().unwrap().last().unwrap().command, "correct");
}

#[test]
fn a_correction_is_told_as_a_change_with_its_author_also_where_an_event_is_none() {
    let mut desk = Desk::all();
    let record = desk.record();
    let (first, second) = (&record.events[0], &record.events[1]);
    desk.correct(Wish::Reject { event: first.id.clone() });
    let made = desk.correct(set(second, CorrectedField::Date, json!(null))).correction;
    let since = Timestamp::from_second(1_700_000_000).unwrap().to_string().parse().unwrap();
    let told = |desk: &Desk| {
        let (before, now) = desk.ledger.before_and_now(since, &View::default(), &collate).unwrap();
        changes(&before, &now)
    };
    let all = told(&desk);
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|change| change.corrected[0].author == "Ada Quist"));
    assert_eq!(all[1].new, None);
    assert_eq!(all[1].event, first.id);
    // By the articles' clock nothing was corrected then.
    let view = View { as_of: Some("2021-01-01".parse().unwrap()), ..View::default() };
    let (before, now) = desk.ledger.before_and_now("2020-12-31".parse().unwrap(), &view, &collate).unwrap();
    assert!(changes(&before, &now).is_empty());
    desk.correct(Wish::Undo { correction: made.id });
    assert_eq!(told(&desk).len(), 1);
}

#[test]
fn a_view_of_what_was_read_by_a_moment_sees_no_later_correction() {
    let mut desk = Desk::all();
    let record = desk.record();
    let earlier = Timestamp::from_second(desk.now).unwrap();
    desk.correct(Wish::Reject { event: record.events[0].id.clone() });
    let view = View { read_as_of: Some(earlier.to_string().parse().unwrap()), ..View::default() };
    assert_eq!(bytes(&desk.ledger.record(&view, &collate).unwrap()), bytes(&record));
    assert_eq!(desk.record().events.len(), record.events.len() - 1);
}

#[test]
fn a_correction_of_an_event_is_no_news_before_its_articles() {
    let mut desk = Desk::all();
    let record = desk.record();
    let last = record.events.iter().max_by_key(|event| event.history[0].at.clone()).unwrap();
    desk.correct(Wish::Reject { event: last.id.clone() });
    let view = View { as_of: Some("2016-12-29".parse().unwrap()), ..View::default() };
    assert!(desk.ledger.record(&view, &collate).unwrap().corrections.is_empty());
}

#[test]
fn what_no_longer_stands_is_a_conflict_and_writes_nothing() {
    let mut desk = Desk::all();
    let event = desk.record().events[0].clone();
    let wrong = desk.try_correct(set(&event, CorrectedField::Standing, json!("failed")), Some(json!("demanded")));
    let error = wrong.unwrap_err();
    assert!(matches!(error, LedgerError::Conflict { .. }), "{error}");
    assert!(error.to_string().contains("demanded") && error.to_string().contains(event.standing.as_str()), "{error}");
    let seen = essentials(&event);
    desk.correct(set(&event, CorrectedField::Date, json!("1999")));
    assert!(matches!(
        desk.try_correct(Wish::Reject { event: event.id.clone() }, Some(seen)),
        Err(LedgerError::Conflict { .. })
    ));
    assert!(matches!(
        desk.try_correct(set(&event, CorrectedField::Standing, json!("perhaps")), None),
        Err(LedgerError::BadCorrection { .. })
    ));
    assert_eq!(desk.ledger.corrections(None).unwrap().len(), 1);
    let now = of_report(&desk.record(), &event.reports[0]).clone();
    assert!(desk.try_correct(set(&now, CorrectedField::Date, json!("1999")), Some(json!("1999"))).unwrap().is_none());
}

#[test]
fn a_correction_whose_report_is_coded_no_more_is_kept_and_shown_as_orphaned() {
    let mut desk = Desk::all();
    let event = desk.record().events[0].clone();
    let id = desk.correct(set(&event, CorrectedField::Date, json!("1999"))).correction.id;
    let reports = event.reports.clone();
    desk.recode("fewer", move |coded| {
        let mut coded = coded.clone();
        // Words that stay would be found by their place.
        coded.reports.retain(|report| !reports.contains(&report.id));
        for report in &mut coded.reports {
            (report.answers, report.condition) = (None, None);
        }
        coded.utterances.clear();
        coded
    });
    let record = desk.record();
    let row = &record.corrections[0];
    assert_eq!((row.correction.id.as_str(), row.state), (id.as_str(), CorrectionState::Orphaned));
    assert_eq!(row.correction.judgement.about(), event.summary);
    let queue = review(&record, &desk.ledger.coded(None).unwrap());
    assert_eq!((queue[0].kind, queue[0].correction.as_deref()), (ReviewKind::Orphan, Some(id.as_str())));
    desk.recode("as before", Coded::clone);
    assert_eq!(desk.record().corrections[0].state, CorrectionState::Applied);
}

#[test]
fn an_event_that_is_accepted_leaves_the_queue_until_it_changes() {
    let mut desk = Desk::all();
    let queued = |desk: &Desk| review(&desk.record(), &desk.ledger.coded(None).unwrap());
    let first = queued(&desk).into_iter().find_map(|item| item.event).unwrap();
    let is_queued = |desk: &Desk| queued(desk).iter().any(|item| item.event.as_ref() == Some(&first));
    assert_eq!(queued(&desk), queued(&desk));
    desk.correct(Wish::Accept { event: first.clone() });
    assert!(!is_queued(&desk));
    assert!(desk.try_correct(Wish::Accept { event: first.clone() }, None).unwrap().is_none());
    let made = desk.correct(Wish::Set { event: first.clone(), field: CorrectedField::Date, after: json!("1999") });
    assert_eq!(desk.record().corrections[0].state, CorrectionState::Superseded);
    desk.correct(Wish::Undo { correction: made.correction.id });
    assert_eq!(desk.record().corrections[0].state, CorrectionState::Applied);
}

#[test]
fn reports_that_come_later_go_with_the_events_that_were_merged() {
    let folder = |path: &Path| path.parent().unwrap().to_owned();
    let first = folder(Path::new(&CODED[0].0.source.path));
    let of_story: Vec<usize> =
        (0..CODED.len()).filter(|&index| folder(Path::new(&CODED[index].0.source.path)) == first).collect();
    let (late, early) = of_story.split_last().unwrap();
    let mut desk = Desk::read(early.iter().copied());
    let record = desk.record();
    let with = Desk::read(of_story.iter().copied()).record();
    // An event that the last article tells again.
    let grows = |event: &&EventRow| of_report(&with, &event.reports[0]).reports.len() > event.reports.len();
    let Some(grown) = record.events.iter().find(grows) else { panic!("no event is told again") };
    let other = record.events.iter().find(|event| event.id != grown.id && event.story == grown.story).unwrap();
    let (more, rest) =
        (of_report(&with, &grown.reports[0]).reports.len(), of_report(&with, &other.reports[0]).reports.len());
    desk.correct(Wish::Merge { event: other.id.clone(), other: grown.id.clone() });
    desk.add([*late]);
    assert_eq!(of_report(&desk.record(), &grown.reports[0]).reports.len(), more + rest);
}

#[test]
fn two_names_that_are_one_actor_are_one_everywhere() {
    let mut desk = Desk::all();
    let record = desk.record();
    let actor = |event: &EventRow| event.actor.first().map(|party| party.actor.clone());
    let one: Actor = actor(&record.events[0]).unwrap();
    let other =
        record.events.iter().filter_map(actor).find(|other| other.code != one.code && other.code.is_some()).unwrap();
    let named = |record: &Record, actor: &Actor| {
        let sides = record.events.iter().flat_map(|event| event.actor.iter().chain(&event.recipient));
        sides.filter(|party| party.actor.name == actor.name && party.actor.code == actor.code).count()
            + record.claims.iter().filter(|claim| claim.speaker.name == actor.name).count()
    };
    assert!(named(&record, &other) > 0);
    let id = desk.correct(Wish::SameActor { actor: one.clone(), other: other.clone() }).correction.id;
    let same = desk.record();
    assert_eq!(named(&same, &other), 0);
    assert!(
        same.events.iter().any(|event| event.corrected.iter().any(|mark| mark.id == id && !mark.fields.is_empty()))
    );
    desk.correct(Wish::OtherActor { actor: one, other: other.name.clone() });
    assert_eq!(named(&desk.record(), &other), named(&record, &other));
    assert_eq!(desk.record().corrections[0].state, CorrectionState::Superseded);
}
