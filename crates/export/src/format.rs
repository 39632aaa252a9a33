//! The table of formats.

use std::io::{self, Write};

use crate::source::Source;
use crate::{csv, gdelt, geojson, graphml, parquet, plover, polecat, stix, tables, timeline};

/// A format of the table [`FORMATS`].
pub struct Format {
    /// Name on the command line and in addresses.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// Media type of its parts.
    pub media_type: &'static str,
    /// Whether a terminal can show it.
    pub is_text: bool,
    /// Its files, the chief one first; most formats have one.
    pub parts: &'static [Part],
}

/// One file of a format.
pub struct Part {
    /// Name within the format ("events").
    pub name: &'static str,
    /// File that it becomes in a folder ("events.csv").
    pub file: &'static str,
    write: Writer,
    in_folder: Option<Filler>,
}

type Writer = fn(&Source<'_>, &mut dyn Write) -> io::Result<()>;
type Filler = fn(&Source<'_>, &mut dyn Folder) -> io::Result<()>;

/// Where a format of several files goes.
pub trait Folder {
    /// A new file; `path` has `/` between folders and no `..`. It is whole once the next one is asked for.
    ///
    /// # Errors
    /// It cannot be made.
    fn create(&mut self, path: &str) -> io::Result<&mut dyn Write>;
}

impl Part {
    const fn new(name: &'static str, file: &'static str, write: Writer) -> Self {
        Self { name, file, write, in_folder: None }
    }

    /// Writes the part as one file.
    ///
    /// # Errors
    /// `out` cannot be written.
    pub fn write(&self, source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
        (self.write)(source, out)
    }
}

impl Format {
    /// The part of a name.
    pub fn part(&self, name: &str) -> Option<&'static Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// Writes every part into a folder.
    ///
    /// # Errors
    /// A file cannot be made or written.
    pub fn write(&self, source: &Source<'_>, folder: &mut dyn Folder) -> io::Result<()> {
        for part in self.parts {
            match part.in_folder {
                Some(fill) => fill(source, folder)?,
                None => part.write(source, folder.create(part.file)?)?,
            }
        }
        Ok(())
    }
}

/// A table as Parquet: one file, or, in a folder, a file a day.
macro_rules! by_day {
    ($name:literal, $file:literal, $table:expr) => {
        Part {
            in_folder: Some(|source, folder| parquet::by_day(source, &$table, folder)),
            ..Part::new($name, $file, |source, out| parquet::write(source, &$table, out))
        }
    };
}

/// Every format.
pub const FORMATS: &[Format] = &[
    Format {
        name: "plover",
        about: "PLOVER records as JSON lines, under the manual's field names",
        media_type: "application/x-ndjson",
        is_text: true,
        parts: &[Part::new("events", "events.jsonl", plover::write)],
    },
    Format {
        name: "polecat",
        about: "PLOVER records in the forty columns of POLECAT, tabs between",
        media_type: "text/tab-separated-values",
        is_text: true,
        parts: &[Part::new("events", "events.txt", polecat::write)],
    },
    Format {
        name: "gdelt",
        about: "the event table of GDELT 2.0 (61 columns, no head) and its mentions (16)",
        media_type: "text/tab-separated-values",
        is_text: true,
        parts: &[
            Part::new("events", "events.export.CSV", gdelt::events),
            Part::new("mentions", "events.mentions.CSV", gdelt::mentions),
        ],
    },
    Format {
        name: "stix",
        about: "STIX 2.1 bundle of cyber attacks, with who is said to be behind them and who denies it",
        media_type: "application/stix+json;version=2.1",
        is_text: true,
        parts: &[Part::new("bundle", "bundle.json", stix::write)],
    },
    Format {
        name: "timeline",
        about: "TimelineJS: a slide a dated event",
        media_type: "application/json",
        is_text: true,
        parts: &[Part::new("timeline", "timeline.json", timeline::write)],
    },
    Format {
        name: "graphml",
        about: "GraphML: who to whom, with counts",
        media_type: "application/graphml+xml",
        is_text: true,
        parts: &[Part::new("graph", "graph.graphml", graphml::write)],
    },
    Format {
        name: "geojson",
        about: "GeoJSON: a point an event and place",
        media_type: "application/geo+json",
        is_text: true,
        parts: &[Part::new("places", "places.geojson", geojson::write)],
    },
    Format {
        name: "csv",
        about: "a table each of events, articles, reports, standings, claims, stories, evidence",
        media_type: "text/csv",
        is_text: true,
        parts: &[
            Part::new("events", "events.csv", |source, out| csv::write(source, &tables::EVENTS, out)),
            Part::new("articles", "articles.csv", |source, out| csv::write(source, &tables::ARTICLES, out)),
            Part::new("reports", "reports.csv", |source, out| csv::write(source, &tables::REPORTS, out)),
            Part::new("standings", "standings.csv", |source, out| csv::write(source, &tables::STANDINGS, out)),
            Part::new("claims", "claims.csv", |source, out| csv::write(source, &tables::CLAIMS, out)),
            Part::new("stories", "stories.csv", |source, out| csv::write(source, &tables::STORIES, out)),
            Part::new("evidence", "evidence.csv", |source, out| csv::write(source, &tables::EVIDENCE, out)),
        ],
    },
    Format {
        name: "parquet",
        about: "the same tables as Parquet; in a folder by day (events/day=2016-12-30/…)",
        media_type: "application/vnd.apache.parquet",
        is_text: false,
        parts: &[
            by_day!("events", "events.parquet", tables::EVENTS),
            by_day!("articles", "articles.parquet", tables::ARTICLES),
            by_day!("reports", "reports.parquet", tables::REPORTS),
            by_day!("standings", "standings.parquet", tables::STANDINGS),
            by_day!("claims", "claims.parquet", tables::CLAIMS),
            by_day!("stories", "stories.parquet", tables::STORIES),
            by_day!("evidence", "evidence.parquet", tables::EVIDENCE),
        ],
    },
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
