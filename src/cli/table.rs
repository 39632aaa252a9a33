//! The record as a table: stories one below the other, a row an event.

use std::collections::BTreeMap;
use std::io::{self, Write};

use terms::{EventRow, Record, StoryRow};

use crate::cli::columns::{self, Piece};
use crate::cli::lookup;
use crate::cli::paint::{Paint, Style, mark};
use crate::cli::phrases;

/// Columns from which on a table is wide enough to be read; below, each event is a short paragraph.
const WIDE: usize = 100;

/// Width of the standing with its shape ("· hypothetical").
const STANDING: usize = 14;

/// Least digits of an id.
const ID: usize = 6;

/// How to print a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'a> {
    /// Colours.
    pub paint: Paint,
    /// Columns that it may take.
    pub width: usize,
    /// Events to mark in front, with what: `+` new, `~` moved.
    pub marks: &'a BTreeMap<String, char>,
}

impl Table<'_> {
    /// Prints the stories that pass, with their events; then what is in no story.
    pub(crate) fn print(
        &self,
        out: &mut dyn Write,
        record: &Record,
        passes: impl Fn(&StoryRow) -> bool,
    ) -> io::Result<()> {
        let events: BTreeMap<&str, &EventRow> = record.events.iter().map(|event| (event.id.as_str(), event)).collect();
        let digits = lookup::short_length(record.events.iter().map(|event| event.id.as_str()), ID);
        let widths = self.widths(digits);
        let dates: BTreeMap<&str, &str> = record
            .articles
            .iter()
            .filter_map(|row| Some((row.id.as_str(), row.published.as_deref().or(row.published_inferred.as_deref())?)))
            .collect();
        let mut headed = false;
        for story in record.stories.iter().filter(|story| passes(story)) {
            let rows: Vec<&EventRow> =
                story.events.iter().filter_map(|event| events.get(event.as_str()).copied()).collect();
            self.story(out, &dates, story, rows.is_empty())?;
            if !headed && !rows.is_empty() && self.is_wide() {
                self.head(out, &widths)?;
                headed = true;
            }
            for event in rows {
                self.event(out, event, digits, &widths)?;
            }
            writeln!(out)?;
        }
        let loose: Vec<&EventRow> = record
            .events
            .iter()
            .filter(|event| event.story.is_none() && (self.marks.is_empty() || self.marks.contains_key(&event.id)))
            .collect();
        if !loose.is_empty() {
            writeln!(out, "{}", self.paint.on(Style::Bold, "In no story"))?;
            for event in loose {
                self.event(out, event, digits, &widths)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn is_wide(&self) -> bool {
        self.width >= WIDE
    }

    /// Standing, who, what, when, who says so, last change, origins, id.
    fn widths(&self, digits: usize) -> Vec<usize> {
        let whole = self.width - 2;
        if self.is_wide() {
            columns::share(whole, &[(STANDING, 0), (10, 3), (10, 4), (10, 0), (10, 3), (10, 2), (7, 0), (digits, 0)])
        } else {
            columns::share(whole, &[(STANDING, 0), (10, 1)])
        }
    }

    fn head(&self, out: &mut dyn Write, widths: &[usize]) -> io::Result<()> {
        let heads = ["STANDS", "WHO → WHOM", "WHAT", "WHEN", "WHO SAYS SO", "LAST CHANGE", "ORIGINS", "ID"];
        let cells: Vec<Vec<Piece>> = heads.iter().map(|head| vec![(Style::Dim, (*head).to_owned())]).collect();
        columns::row(out, self.paint, 2, widths, &cells)
    }

    fn story(
        &self,
        out: &mut dyn Write,
        dates: &BTreeMap<&str, &str>,
        story: &StoryRow,
        quiet: bool,
    ) -> io::Result<()> {
        let dates = story.articles.iter().filter_map(|article| dates.get(article.as_str()));
        let days: Vec<&str> = dates.map(|at| at.get(..10).unwrap_or(at)).collect();
        let span = match (days.iter().min(), days.iter().max()) {
            (Some(first), Some(last)) if first == last => format!(", {first}"),
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            _ => String::new(),
        };
        let nothing = if quiet { ", no event" } else { "" };
        let facts = format!("{}{span}{nothing}", phrases::counted(story.articles.len(), "article"));
        let title = columns::wrap(&story.title, self.width.saturating_sub(facts.len() + 2).max(20)).join("\n");
        writeln!(out, "{}  {}", self.paint.on(Style::Bold, &title), self.paint.on(Style::Dim, &facts))
    }

    fn event(&self, out: &mut dyn Write, event: &EventRow, digits: usize, widths: &[usize]) -> io::Result<()> {
        let (shape, style) = mark(event.standing);
        let standing = (style, format!("{shape} {}", event.standing));
        let mut origins = event.origins.to_string();
        if !event.disagreements.is_empty() {
            origins = format!("{origins} ≠{}", event.disagreements.len());
        }
        let id: String = event.id.chars().take(digits).collect();
        let front = self.marks.get(&event.id).map(char::to_string).unwrap_or_default();
        write!(out, "{}", self.paint.on(Style::Bold, &front))?;
        let indent = 2 - front.len();
        let mut what = vec![(Style::Plain, phrases::deed(event).to_owned())];
        if event.overstated {
            what.push((Style::Yellow, "! the lead claims more than the article bears out".to_owned()));
        }
        if let Some(due) = &event.overdue {
            what.push((Style::Yellow, format!("! due {due}: deadline passed, unreported")));
        }
        if let Some(hinge) = event.hangs_on.as_ref().filter(|hinge| hinge.came) {
            what.push((Style::Yellow, phrases::hangs_on(hinge)));
        }
        let date = event.date.clone().unwrap_or_else(|| "—".to_owned());
        let change = phrases::last_change(event);
        if self.is_wide() {
            let moved = change.map_or(vec![(Style::Dim, "—".to_owned())], |(old, new)| {
                let mut pieces = vec![(Style::Plain, format!("{} → {}", old.status, new.status))];
                pieces.extend(new.at.clone().map(|at| (Style::Dim, at)));
                pieces
            });
            let cells = [
                vec![standing],
                vec![(Style::Plain, phrases::who_to_whom(event))],
                what,
                vec![(Style::Plain, date)],
                vec![(Style::Plain, phrases::says_so(event))],
                moved,
                vec![(Style::Plain, origins)],
                vec![(Style::Dim, id)],
            ];
            return columns::row(out, self.paint, indent, widths, &cells);
        }
        let moved = change.map_or(String::new(), |(old, new)| format!(" · {} → {}", old.status, new.status));
        what.insert(0, (Style::Bold, phrases::who_to_whom(event)));
        what.push((Style::Plain, format!("says {}{moved}", phrases::says_so(event))));
        what.push((Style::Dim, format!("{date} · {} · {id}", counted_text(&origins, event))));
        columns::row(out, self.paint, indent, widths, &[vec![standing], what])
    }
}

fn counted_text(origins: &str, event: &EventRow) -> String {
    if event.origins == 1 { format!("{origins} origin") } else { format!("{origins} origins") }
}

/// What a record holds: "2 stories, 9 events, 4 articles, 7 claims".
pub(crate) fn holdings(record: &Record) -> String {
    let held = [
        (record.stories.len(), "story"),
        (record.events.len(), "event"),
        (record.articles.len(), "article"),
        (record.claims.len(), "claim"),
    ];
    held.map(|(count, noun)| phrases::counted(count, noun)).join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn record() -> Record {
        let party = |name: &str| json!({"name": name, "code": "NOR", "sector": "GOV", "wikidata_id": null, "text": name, "start": 0, "end": 3});
        let step = |status: &str, decides: bool| {
            json!({"status": status, "assertion": "confirmed", "at": "2019-03-06", "by": {"name": "The Prime Minister of Norway", "code": "NOR",
                   "sector": "GOV", "wikidata_id": null}, "article": "a", "evidence": [], "decides": decides})
        };
        let event = json!({
            "id": "e123456789ab", "reports": ["r1"], "story": "s1", "summary": "Norway: expel 2 diplomat → Peru, the Peruvian embassy",
            "event": "SANCTION", "mode": ["expel"], "context": [], "plover": null, "actor": [party("Norway")],
            "recipient": [party("Peru"), party("the Peruvian embassy in the city of Oslo")], "date": null, "date_precision": null,
            "date_basis": null, "quantities": [], "locations": [], "standing": "refused", "assertion": "confirmed",
            "history": [step("proposed", false), step("refused", true)], "responds_to": [],
            "disagreements": [{"field": "date", "values": []}], "origins": 2, "overstated": true,
        });
        let article = json!({"id": "a", "story": "s1", "published": "2019-03-04", "published_inferred": null, "title": null, "outlet": null,
                             "url": null, "content_hash": "00", "source": {"path": "a.txt", "line": null, "offset": null}});
        let story = json!({"id": "s1", "title": "Envoys of Peru", "articles": ["a"], "events": ["e123456789ab"]});
        serde_json::from_value(json!({"articles": [article], "stories": [story], "events": [event], "claims": []}))
            .unwrap()
    }

    fn printed(width: usize) -> String {
        let marks = [("e123456789ab".to_owned(), '+')].into();
        let mut out = Vec::new();
        Table { paint: Paint(false), width, marks: &marks }.print(&mut out, &record(), |_| true).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [40, 64, 99, 100, 120, 200] {
            let table = printed(width);
            assert!(table.lines().all(|line| line.width() <= width), "{width}:\n{table}");
        }
    }

    #[test]
    fn a_row_tells_standing_speaker_last_change_origins_and_differences_at_any_width() {
        for width in [60, 160] {
            let words = printed(width).split_whitespace().collect::<Vec<_>>().join(" ");
            for told in [
                "+",
                "✗ refused",
                "Norway → Peru",
                "expel 2 diplomat",
                "proposed → refused",
                "2 ≠1",
                "e12345",
                "the lead claims more",
            ] {
                assert!(words.contains(told), "{told} at {width}: {words}");
            }
        }
    }
}
