//! What is around every page: its title, the way to the others, the moment from which it is seen.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::ask::Ask;
use crate::snapshot::Snapshot;

/// What is around a page.
pub(crate) struct Frame {
    /// Title of the page.
    pub title: String,
    /// The moment from which it is seen; empty: now.
    pub as_of: String,
    /// Address of the same page as of now.
    pub now: String,
    /// Parameters of the same page beside the moment, for the form that chooses it.
    pub kept: Vec<(String, String)>,
    /// Day of the last article.
    pub latest: String,
    /// Whether the ways to other pages are shown.
    pub is_open: bool,
    /// Whether another moment can be chosen.
    pub is_timed: bool,
}

/// What stays as it is in a part of an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A part of an address, escaped.
pub(crate) fn escaped(part: &str) -> String {
    utf8_percent_encode(part, PLAIN).to_string()
}

impl Frame {
    /// Around a page of a view.
    pub(crate) fn of(ask: &Ask, view: &Snapshot, title: impl Into<String>) -> Self {
        let kept: Vec<(String, String)> =
            ask.pairs().filter(|(name, value)| name != "as_of" && !value.is_empty()).cloned().collect();
        let query: Vec<String> =
            kept.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let path: Vec<String> = ask.path.iter().map(|part| escaped(part)).collect();
        Self {
            title: title.into(),
            as_of: view.moment().unwrap_or_default(),
            now: format!("/{}{}{}", path.join("/"), if query.is_empty() { "" } else { "?" }, query.join("&")),
            kept,
            latest: view.last_day().unwrap_or_default().to_owned(),
            is_open: true,
            is_timed: true,
        }
    }

    /// Around a page that shows nothing of the ledger.
    pub(crate) fn bare(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            as_of: String::new(),
            now: "/".to_owned(),
            kept: Vec::new(),
            latest: String::new(),
            is_open: false,
            is_timed: false,
        }
    }

    /// The address of the same page with another value of a parameter; without it where the value is empty.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let path = self.now.split('?').next().unwrap_or("/");
        let kept = self.kept.iter().filter(|(known, _)| known != name);
        let added = [(name.to_owned(), value.to_owned()), ("as_of".to_owned(), self.as_of.clone())];
        let pairs = kept.chain(&added).filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = pairs.map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        format!("{path}?{}", query.join("&"))
    }

    /// The address of the same page from another moment.
    pub(crate) fn at(&self, moment: &str) -> String {
        let joint = if self.now.contains('?') { '&' } else { '?' };
        format!("{}{joint}as_of={}", self.now, escaped(moment))
    }

    /// The address of another page from the same moment.
    pub(crate) fn to(&self, path: &str) -> String {
        if self.as_of.is_empty() {
            return path.to_owned();
        }
        let (path, place) =
            path.split_once('#').map_or((path, String::new()), |(path, place)| (path, format!("#{place}")));
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{path}{joint}as_of={}{place}", escaped(&self.as_of))
    }
}
