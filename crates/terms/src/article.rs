use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Text;
use crate::labels::labels;

labels! {
    /// How an article's date of publication is known.
    PublishedSource {
        /// Given with the article (a field of a record, an entry of a feed).
        Given = "given",
        /// Written in the first line of the text.
        FirstLine = "first-line",
        /// A web page's schema.org data.
        JsonLd = "json-ld",
        /// A web page's `meta` or `time` elements.
        PageMetadata = "page-metadata",
        /// Found in a web page's address or words.
        Page = "page",
    }
}

/// When an article was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// RFC 3339 date-time, a date-time without zone, or a date: as precise as it was given.
    pub value: String,
    /// The calendar day in the zone that was given.
    pub day: Date,
    /// How it is known.
    pub source: PublishedSource,
}

/// Where an article was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Path as it was given on the command line; `-` for standard input.
    pub path: String,
    /// Line of a line-based file, from 1.
    pub line: Option<u64>,
    /// Byte offset in an archive.
    pub offset: Option<u64>,
    /// Bytes that it takes up in an archive, from the offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
}

/// One document as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The id that was given, else the first 16 hexadecimal digits of the text's hash.
    pub id: String,
    /// The whole text, nothing trimmed.
    pub text: Text,
    /// Headline, where known.
    pub title: Option<String>,
    /// Address, where known.
    pub url: Option<String>,
    /// Who wrote it, as its byline has it, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Who published it, where known.
    pub outlet: Option<String>,
    /// When, where known; an unknown date stays unknown.
    pub published: Option<Published>,
    /// Scalar values at the start of the text that only tell the date ("date 2016-12-30 "): not text to code.
    pub preamble: u32,
    /// ISO 639-1 code of the language told or given; `None` where too short to tell.
    pub language: Option<String>,
    /// BLAKE3 of the text in hexadecimal.
    pub content_hash: String,
    /// Where it was found.
    pub source: Place,
}

impl Article {
    /// A text that nothing else is known of.
    pub fn of_text(text: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            text: Text::new(text),
            title: None,
            url: None,
            author: None,
            outlet: None,
            published: None,
            preamble: 0,
            language: None,
            content_hash: String::new(),
            source: Place::default(),
        }
    }

    /// Whether the text is to be coded: English, or of a language that could not be told.
    pub fn is_coded(&self) -> bool {
        self.language.as_deref().is_none_or(|language| language == "en")
    }
}
