//! Pages that feeds name: which are still to be read, and when to look again at those that were.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::{Trouble, Validators};

/// Most pages that are remembered; those asked for longest ago are forgotten first.
const PAGES: usize = 100_000;

/// Times that a page is asked for before it is given up.
const TRIES: u32 = 3;

/// Minutes after which a page that was read, or was found changed, is looked at again; then twice as many, and so on.
const FIRST_LOOK: i64 = 60;

/// Times that a feed may tell of a change where there is none, before only time counts.
const FALSE_ALARMS: u32 = 3;

/// Pages that feeds name, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pages(BTreeMap<String, Page>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Page {
    /// When it was asked for last.
    at: Timestamp,
    /// Whether it was read or given up.
    done: bool,
    /// Failures since the last answer.
    tries: u32,
    /// Of a page that was read: what must be known to look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    known: Option<Known>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    #[serde(flatten)]
    sight: Sight,
    /// When its text was found new or changed.
    since: Timestamp,
    /// Minutes between the last look and the next.
    wait: i64,
    /// When to look again; never where nothing is said.
    due: Option<Timestamp>,
    /// Times in a row that the feed told of a change where there was none.
    #[serde(default)]
    false_alarms: u32,
}

/// A page as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// The feed that names it, as it is watched.
    pub feed: String,
    /// When it was changed last, as the feed tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<String>,
    /// What the server said of its answer.
    #[serde(default)]
    pub validators: Validators,
    /// The hash of its text; `None` where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Pages {
    /// Whether a page that a feed names is to be asked for: it was neither read nor given up, or the feed tells that it
    /// was changed since.
    pub fn wants(&self, page: &str, told: Option<&str>) -> bool {
        let Some(Page { done: true, known, .. }) = self.0.get(page) else { return true };
        known.as_ref().is_some_and(|known| {
            let is_told = told.is_some() && known.sight.told.as_deref() != told;
            is_told && known.due.is_some() && known.false_alarms < FALSE_ALARMS
        })
    }

    /// A page as it was found last, where it was read.
    pub fn sight(&self, page: &str) -> Option<&Sight> {
        self.0.get(page)?.known.as_ref().map(|known| &known.sight)
    }

    /// Pages of a feed at which it is time to look again, the longest due first.
    pub fn due(&self, feed: &str, now: Timestamp) -> Vec<String> {
        let due = |(url, page): (&String, &Page)| {
            let known = page.known.as_ref().filter(|known| known.sight.feed == feed)?;
            Some((known.due.filter(|due| *due <= now)?, url.clone()))
        };
        let mut due: Vec<(Timestamp, String)> = self.0.iter().filter_map(due).collect();
        due.sort();
        due.into_iter().map(|(_, url)| url).collect()
    }

    /// A page was read, or looked at again. It is looked at again after an hour, then less and less often, until its text
    /// has been the same for so many days.
    pub fn read(&mut self, page: &str, sight: Sight, now: Timestamp, days: i64) {
        let before = self.0.get(page).and_then(|page| page.known.as_ref());
        let known = match before.filter(|before| before.sight.text == sight.text) {
            Some(before) => {
                let is_alarm = sight.told.is_some() && sight.told != before.sight.told;
                let false_alarms = if is_alarm { before.false_alarms + 1 } else { before.false_alarms };
                Known { sight, since: before.since, wait: before.wait.saturating_mul(2), due: None, false_alarms }
            }
            None => Known { sight, since: now, wait: FIRST_LOOK, due: None, false_alarms: 0 },
        };
        self.note(page, Page { at: now, done: true, tries: 0, known: Some(known.with_due(now, days)) });
    }

    /// A page answered that nothing has changed.
    pub fn unchanged(&mut self, page: &str, told: Option<&str>, now: Timestamp, days: i64) {
        let sight = self.sight(page).cloned().unwrap_or_default();
        let told = told.map(str::to_owned).or(sight.told);
        self.read(page, Sight { told, ..sight }, now, days);
    }

    /// A page failed; says whether it will be asked for again.
    pub fn missed(&mut self, page: &str, trouble: &Trouble, now: Timestamp, days: i64) -> bool {
        let Page { tries, known, .. } = self.0.remove(page).unwrap_or(Page::new(now));
        let tries = tries + 1;
        let is_given_up = !trouble.may_pass() || tries >= TRIES;
        let known = known.map(|known| {
            let known = Known { wait: known.wait.saturating_mul(2), ..known };
            if is_given_up { Known { due: None, ..known } } else { known.with_due(now, days) }
        });
        let is_asked_again = known.as_ref().map_or(!is_given_up, |known| known.due.is_some());
        self.note(page, Page { at: now, done: known.is_some() || is_given_up, tries, known });
        is_asked_again
    }

    fn note(&mut self, url: &str, page: Page) {
        self.0.insert(url.to_owned(), page);
        if self.0.len() > PAGES {
            let oldest = self.0.iter().min_by_key(|(_, page)| page.at).map(|(url, _)| url.clone());
            oldest.map(|oldest| self.0.remove(&oldest));
        }
    }
}

impl Page {
    fn new(now: Timestamp) -> Self {
        Self { at: now, done: false, tries: 0, known: None }
    }
}

impl Known {
    /// The same, with the next look where that comes before so many days after the text was new.
    fn with_due(self, now: Timestamp, days: i64) -> Self {
        let end = self.since.checked_add((24 * days).hours()).unwrap_or(Timestamp::MAX);
        let due = now.checked_add(self.wait.minutes()).ok().filter(|due| *due <= end);
        Self { due, ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_500_000_000 + 60 * minutes).unwrap()
    }

    fn sight(text: &str, told: Option<&str>) -> Sight {
        Sight {
            feed: "f".into(),
            told: told.map(str::to_owned),
            text: Some(text.into()),
            validators: Validators::default(),
        }
    }

    #[test]
    fn a_page_is_asked_for_three_times_and_one_that_may_not_be_fetched_once() {
        let mut pages = Pages::default();
        let late = Trouble::Late(Duration::from_secs(1));
        assert_eq!([0, 1, 2].map(|_| pages.missed("p", &late, at(0), 7)), [true, true, false]);
        assert!(!pages.wants("p", Some("new")) && !pages.missed("q", &Trouble::Robots, at(0), 7));
        assert!(!pages.wants("q", None) && pages.wants("r", None));
        assert_eq!(pages.due("f", at(1_000_000)), [""; 0]);
    }

    #[test]
    fn a_page_is_looked_at_again_less_and_less_often_until_it_is_old_and_anew_when_it_changed() {
        let mut pages = Pages::default();
        pages.read("p", sight("one", None), at(0), 7);
        let mut looks = Vec::new();
        for minute in 0..30 * 24 * 60 {
            if pages.due("f", at(minute)).is_empty() {
                continue;
            }
            looks.push(minute / 60);
            pages.unchanged("p", None, at(minute), 7);
        }
        assert_eq!(looks, [1, 3, 7, 15, 31, 63, 127]);
        pages.read("p", sight("two", None), at(0), 7);
        assert_eq!(
            (pages.due("f", at(59)).len(), pages.due("f", at(60)), pages.due("g", at(60)).len()),
            (0, vec!["p".to_owned()], 0)
        );
        pages.read("q", sight("one", None), at(0), 0);
        assert_eq!(pages.due("f", at(1_000_000)), ["p"]);
    }

    #[test]
    fn a_page_of_which_its_feed_tells_a_change_is_asked_for_until_the_feed_has_cried_wolf() {
        let mut pages = Pages::default();
        pages.read("p", sight("one", Some("0")), at(0), 7);
        assert!(!pages.wants("p", Some("0")) && !pages.wants("p", None));
        for (told, is_wanted) in [("1", true), ("2", true), ("3", true), ("4", false)] {
            assert_eq!(pages.wants("p", Some(told)), is_wanted, "{told}");
            pages.unchanged("p", Some(told), at(1), 7);
        }
        pages.read("p", sight("two", Some("4")), at(2), 7);
        assert!(pages.wants("p", Some("5")));
    }

    #[test]
    fn a_page_that_is_gone_when_it_is_looked_at_again_is_left_alone_and_one_that_is_late_is_not() {
        let mut pages = Pages::default();
        for page in ["p", "q"] {
            pages.read(page, sight("one", None), at(0), 7);
        }
        assert!(!pages.missed("p", &Trouble::Status { status: 410 }, at(60), 7));
        assert!(pages.missed("q", &Trouble::Late(Duration::from_secs(1)), at(60), 7));
        assert!(!pages.wants("p", None) && !pages.wants("q", None));
        assert_eq!((pages.due("f", at(179)).len(), pages.due("f", at(180))), (0, vec!["q".to_owned()]));
    }
}
