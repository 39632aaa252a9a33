//! Rules of `data/times/`: which words are a time expression, and what they mean.

use serde::Deserialize;
use terms::{DataError, Resources, TimeKind};

use super::pattern::Pattern;
use super::words::{self, Words};

/// How the captures of a pattern become a value.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Means {
    /// A day of the calendar: month and day, with a year or not; or in figures.
    Day,
    /// The week that holds such a day.
    Week,
    Weekday,
    Month,
    Year,
    Season,
    Quarter,
    Half,
    Decade,
    Century,
    Holiday,
    /// So many units before or after the article's day, or the day that the story is at.
    Shift,
    Duration,
    Set,
    /// A value of its own, always the same.
    Fixed,
    /// A time of day by the clock.
    Clock,
    /// A part of a day.
    Part,
    /// Words that look like a time and are none.
    Nothing,
}

/// On which side of the article's day a time lies.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Direction {
    Past,
    Here,
    Future,
}

/// From where a shift is reckoned.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum From {
    /// The day of the article.
    #[default]
    Article,
    /// The last time that the story told.
    Story,
}

/// A rule as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pattern: Vec<String>,
    pub(super) means: Means,
    /// Number of units, where the pattern captures none.
    pub(super) count: Option<i64>,
    /// Letter of the unit, where the pattern captures none.
    pub(super) unit: Option<String>,
    pub(super) direction: Option<Direction>,
    #[serde(default)]
    pub(super) from: From,
    /// What to add to the number of a duration.
    #[serde(default)]
    pub(super) add: f64,
    /// Years to add to the article's: -1 for "last year".
    pub(super) year: Option<i16>,
    /// Whether it is a time only right after a date.
    #[serde(default)]
    pub(super) follows: bool,
    /// Whether it is a time only where it joins one beside it.
    #[serde(default)]
    pub(super) joined: bool,
    /// Value of a fixed meaning, or letters of a part of the day.
    pub(super) value: Option<String>,
    /// TIMEX3 type of a fixed meaning; DATE where left out.
    pub(super) kind: Option<TimeKind>,
    pub(super) example: String,
    pub(super) gives: String,
    pub(super) not: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Written>,
}

/// A rule with its patterns compiled.
pub(super) struct Rule {
    pub(super) written: Written,
    pub(super) patterns: Vec<Pattern>,
    pub(super) file: String,
    pub(super) line: usize,
}

/// What a rule must and must not do, to be run by a test or a check of the data.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Path below `data/`.
    pub file: String,
    /// Line at which the rule begins, from 1.
    pub line: usize,
    /// A sentence with one time expression, found by this rule; read on Friday 30 December 2016.
    pub example: String,
    /// Its value; empty where the rule says that the words are no time.
    pub gives: String,
    /// A sentence in which this rule finds nothing.
    pub not: String,
}

impl Rule {
    pub(super) fn proof(&self) -> Proof {
        let Written { example, gives, not, .. } = &self.written;
        Proof {
            file: self.file.clone(),
            line: self.line,
            example: example.clone(),
            gives: gives.clone(),
            not: not.clone(),
        }
    }
}

/// Reads all rules, in the order of files and lines.
pub(super) fn load(resources: &dyn Resources, words: &mut Words) -> Result<Vec<Rule>, DataError> {
    let mut rules = Vec::new();
    for file in resources.list("times").into_iter().filter(|file| file.ends_with(".toml") && file != words::FILE) {
        let text = resources.text(&file)?;
        let error = |line: Option<usize>, problem: String, remedy: &str| DataError {
            file: file.clone(),
            line,
            problem,
            remedy: remedy.into(),
        };
        let parsed: File = toml::from_str(&text).map_err(|fault| {
            let line = fault.span().map(|span| text[..span.start].matches('\n').count() + 1);
            error(line, fault.message().to_owned(), "see the comment at the head of dates.toml")
        })?;
        let starts = text.lines().enumerate().filter(|(_, line)| line.trim() == "[[rule]]").map(|(index, _)| index + 1);
        for (written, line) in parsed.rule.into_iter().zip(starts) {
            let patterns = written
                .pattern
                .iter()
                .map(|pattern| {
                    Pattern::compile(pattern, words)
                        .map_err(|problem| error(Some(line), format!("pattern `{pattern}`: {problem}"), ""))
                })
                .collect::<Result<_, _>>()?;
            if written.means == Means::Fixed && written.value.is_none() {
                return Err(error(Some(line), "a fixed meaning has no value".into(), "add `value = …`"));
            }
            rules.push(Rule { written, patterns, file: file.clone(), line });
        }
    }
    Ok(rules)
}
