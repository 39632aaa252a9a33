use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::{Pages, Trouble, Validators};

/// Most that waiting after failures grows to.
const LONGEST_MINUTES: i64 = 24 * 60;

/// What must be known to go on watching later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// What is watched, by address.
    #[serde(default)]
    sources: BTreeMap<String, Source>,
    /// Pages that feeds name.
    #[serde(default)]
    pub pages: Pages,
    /// Files that were read, by path: bytes, and microseconds since 1970 of their last change.
    #[serde(default)]
    files: BTreeMap<String, (u64, i64)>,
}

/// Something that is asked for again and again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What the server said of its last answer.
    #[serde(default)]
    pub validators: Validators,
    /// When to ask next; at once where nothing is said.
    pub due: Option<Timestamp>,
    /// Failures since the last answer.
    #[serde(default)]
    pub failures: u32,
}

impl Memory {
    /// Reads a memory; an empty one where there is no file.
    ///
    /// # Errors
    /// The file cannot be read, or is none.
    pub fn load(path: &Path) -> io::Result<Self> {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::from),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Writes the memory, whole or not at all.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let mut file = fs::File::create(&part)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.sync_all()?;
        fs::rename(&part, path)
    }

    /// What is known of a source.
    pub fn source(&self, url: &str) -> Source {
        self.sources.get(url).cloned().unwrap_or_default()
    }

    /// A source answered; it is asked again after some minutes.
    pub fn answered(&mut self, url: &str, validators: Option<Validators>, now: Timestamp, minutes: i64) {
        let source = self.sources.entry(url.to_owned()).or_default();
        if let Some(validators) = validators {
            source.validators = validators;
        }
        source.failures = 0;
        source.due = after(now, minutes);
    }

    /// A source failed: each time in a row, twice as long is waited, and never less than the server asks for.
    pub fn failed(&mut self, url: &str, trouble: &Trouble, now: Timestamp, minutes: i64) {
        let source = self.sources.entry(url.to_owned()).or_default();
        source.failures += 1;
        let mut wait = minutes.saturating_mul(1 << source.failures.min(10)).min(LONGEST_MINUTES);
        if !trouble.may_pass() {
            wait = LONGEST_MINUTES;
        }
        if let Trouble::Busy { wait: Some(asked), .. } = trouble {
            wait = wait.max((asked.as_secs() as i64).div_euclid(60) + 1).min(7 * LONGEST_MINUTES);
        }
        source.due = after(now, wait.max(minutes));
    }

    /// Whether a file is new or was changed since it was read.
    pub fn is_changed(&self, file: &str, bytes: u64, changed: i64) -> bool {
        self.files.get(file) != Some(&(bytes, changed))
    }

    /// A file was read.
    pub fn read_file(&mut self, file: &str, bytes: u64, changed: i64) {
        self.files.insert(file.to_owned(), (bytes, changed));
    }
}

fn after(now: Timestamp, minutes: i64) -> Option<Timestamp> {
    now.checked_add(minutes.minutes()).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Sight;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_500_000_000 + 60 * minutes).unwrap()
    }

    #[test]
    fn a_source_that_fails_is_asked_less_and_less_often_and_again_at_once_when_it_answers() {
        let mut memory = Memory::default();
        let late = Trouble::Late(Duration::from_secs(1));
        let mut waits = Vec::new();
        for _ in 0..9 {
            memory.failed("f", &late, at(0), 15);
            waits.push((memory.source("f").due.unwrap() - at(0)).get_seconds() / 60);
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]);
        memory.failed("g", &Trouble::Busy { status: 429, wait: Some(Duration::from_secs(7200)) }, at(0), 15);
        assert_eq!(memory.source("g").due, Some(at(121)));
        memory.answered("f", None, at(1), 15);
        assert_eq!((memory.source("f").due, memory.source("f").failures), (Some(at(16)), 0));
    }

    #[test]
    fn a_memory_is_written_whole_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("memory.json");
        assert_eq!(Memory::load(&path).unwrap(), Memory::default());
        let mut memory = Memory::default();
        memory.answered("f", Some(Validators { etag: Some("\"1\"".into()), last_modified: None }), at(0), 15);
        memory.pages.read("p", Sight { feed: "f".into(), ..Sight::default() }, at(0), 7);
        memory.read_file("a.txt", 7, 9);
        memory.save(&path).unwrap();
        assert_eq!(Memory::load(&path).unwrap(), memory);
        fs::write(&path, "no memory").unwrap();
        assert!(Memory::load(&path).is_err());
    }
}
