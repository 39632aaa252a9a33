//! Reports found again by where they stand.

use std::collections::{BTreeMap, BTreeSet};

use terms::{Coded, Correction, EventType, Judgement, Report, ReportPlace, Span};

use super::Key;

/// The articles that corrections name, by the hash of their text.
pub(super) struct Places<'a> {
    articles: BTreeMap<&'a str, Vec<(usize, &'a Coded)>>,
    /// Types that people gave to the deed at a place: coded so by now, it is still that deed.
    given: BTreeMap<(&'a str, Span), BTreeSet<EventType>>,
}

impl<'a> Places<'a> {
    pub(super) fn of(corrections: &[&'a Correction], coded: &[&'a Coded]) -> Self {
        let named: BTreeSet<&str> = corrections
            .iter()
            .flat_map(|correction| correction.judgement.places())
            .map(|place| place.content_hash.as_str())
            .collect();
        let mut articles: BTreeMap<&str, Vec<(usize, &Coded)>> = BTreeMap::new();
        if !named.is_empty() {
            for (index, one) in coded.iter().enumerate().filter(|(_, one)| named.contains(one.content_hash.as_str())) {
                articles.entry(&one.content_hash).or_default().push((index, one));
            }
        }
        let mut given: BTreeMap<(&str, Span), BTreeSet<EventType>> = BTreeMap::new();
        for correction in corrections {
            let Judgement::Set { event, after, .. } = &correction.judgement else { continue };
            let Some(kind) = after.as_str().and_then(EventType::parse) else { continue };
            for place in &event.reports {
                given.entry((&place.content_hash, place.trigger)).or_default().insert(kind);
            }
        }
        Self { articles, given }
    }

    /// The report with the id that the place had; else, in the same text, the one of that type whose words touch the same
    /// words, nearest first.
    pub(super) fn find(&self, place: &ReportPlace) -> Option<Key> {
        let articles = self.articles.get(place.content_hash.as_str())?;
        let is_same_article =
            |one: &Coded| given_id(&one.article, &one.content_hash) == given_id(&place.article, &place.content_hash);
        let is_kept = articles.iter().any(|(_, one)| is_same_article(one));
        // A text that was read under several ids was coded alike under each.
        let candidates = || {
            articles.iter().filter(|(_, one)| !is_kept || is_same_article(one)).flat_map(|&(article, one)| {
                one.reports.iter().enumerate().map(move |(index, report)| ((article, index), report))
            })
        };
        if let Some((key, _)) = candidates().find(|(_, report)| report.id == place.id) {
            return Some(key);
        }
        let given = self.given.get(&(place.content_hash.as_str(), place.trigger));
        let fits = |report: &Report| {
            (report.event == place.event || given.is_some_and(|given| given.contains(&report.event)))
                && (report.trigger == place.trigger || report.trigger.touches(place.trigger))
        };
        candidates()
            .filter(|(_, report)| fits(report))
            .min_by_key(|(key, report)| {
                let apart = report.trigger.start.abs_diff(place.trigger.start);
                (apart + report.trigger.end.abs_diff(place.trigger.end), report.event != place.event, *key)
            })
            .map(|(key, _)| key)
    }
}

/// The id that was given to an article, without the digits by which versions are told apart.
fn given_id<'a>(id: &'a str, content_hash: &str) -> &'a str {
    let version = |digits: &str| digits.len() == 8 && content_hash.starts_with(digits);
    id.rsplit_once('~').filter(|(_, digits)| version(digits)).map_or(id, |(given, _)| given)
}
