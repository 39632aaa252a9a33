use std::fmt::Write;

use terms::Place;

/// Whether something was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The article was kept; the reader should know something about it.
    Warning,
    /// An input, or a part of one, was not read.
    Error,
}

/// Something about an input that its user should know: where, what, what was kept, what to do.
///
/// The message is one line and complete in itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {cause}; {}", whereabouts(place), cause.next_step())]
pub struct Problem {
    /// Which input, and where in it.
    pub place: Place,
    /// What it is.
    pub cause: Cause,
}

impl Problem {
    pub(crate) fn new(place: &Place, cause: Cause) -> Self {
        Self { place: place.clone(), cause }
    }

    /// Whether something was lost.
    pub fn severity(&self) -> Severity {
        self.cause.severity()
    }

    /// Whether something was lost, as a plain yes or no.
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}

/// What can be wrong with an input. Each message says what was kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// No such path.
    #[error("there is no such file or folder")]
    Missing,
    /// A symbolic link whose target is gone.
    #[error("is a link to {target}, which does not exist")]
    DanglingLink {
        /// What it points to.
        target: String,
    },
    /// A symbolic link to a folder that it stands in.
    #[error("is a link that leads back to {ancestor}; it was not followed")]
    Loop {
        /// The folder that is entered again.
        ancestor: String,
    },
    /// The system refuses to let us read.
    #[error("permission denied; nothing of it was read")]
    Denied,
    /// Reading failed; articles before this place were kept.
    #[error("could not be read ({reason}); what came before was kept")]
    Unreadable {
        /// The system's words.
        reason: String,
    },
    /// A socket, pipe or device in a folder.
    #[error("is neither a file nor a folder; it was left out")]
    NotAFile,
    /// A folder without anything to read.
    #[error("the folder holds no files to read (hidden files and README files do not count)")]
    EmptyFolder,
    /// A file without a character that is not white space.
    #[error("the file is empty")]
    Empty,
    /// Images, programs, archives, garbage.
    #[error("is no text ({what}); it was left out")]
    NotText {
        /// What it looks like.
        what: String,
    },
    /// A kind that is recognised and has no reader yet.
    #[error("not yet read: {what}; it was left out")]
    NotYetRead {
        /// The kind.
        what: &'static str,
        /// What to do about it.
        remedy: &'static str,
    },
    /// Longer than the limit.
    #[error("over the limit of {limit} bytes for {what}; it was left out, the rest was read")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// The limit in bytes.
        limit: usize,
    },
    /// A web page or entry with elements within elements without end.
    #[error("elements are nested more than {limit} deep; it was left out")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A web page or entry with more elements than can be taken apart in time.
    #[error("more than {limit} elements; at most the text before them was kept")]
    TooManyElements {
        /// The limit.
        limit: usize,
    },
    /// A web page or entry that would take minutes or gigabytes to take apart.
    #[error("elements tangled so that they count as more than {limit}; it was left out")]
    TooTangled {
        /// The limit.
        limit: usize,
    },
    /// A web page that holds navigation, scripts or nothing.
    #[error("the web page has no main text; it was left out")]
    NoMainText,
    /// A packed file that unpacks to more than the limit.
    #[error("unpacks to more than the limit of {limit} bytes; what came before was kept")]
    UnpackedTooLong {
        /// The limit in bytes.
        limit: u64,
    },
    /// A packed file that holds next to nothing, many times over.
    #[error("unpacks to more than {ratio} times its size, as no text does; what came before was kept")]
    Bomb {
        /// The limit.
        ratio: u64,
    },
    /// A packed file in a packed file in …
    #[error("is packed more than {limit} times over; it was left out")]
    PackedTooOften {
        /// The limit.
        limit: u8,
    },
    /// A response packed in a way that is not read.
    #[error("the page is packed as {packing}, which is not read; it was left out, the rest was read")]
    PackedOtherwise {
        /// As the response names it.
        packing: String,
    },
    /// A record of an archive that is no record.
    #[error("broken record ({reason}); it was left out, the rest was read")]
    BrokenRecord {
        /// What is wrong with it.
        reason: String,
    },
    /// An entry of a feed that cannot be read.
    #[error("broken entry ({reason}); it was left out, the rest was read")]
    BrokenFeed {
        /// What is wrong with it.
        reason: String,
    },
    /// A feed without entries.
    #[error("the feed has no entries")]
    EmptyFeed,
    /// A row with more or fewer fields than the header.
    #[error("the row has {found} fields where the header has {expected}; it was left out, the rest was read")]
    BrokenRow {
        /// Fields of the row.
        found: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// A row without end, for want of a quotation mark.
    #[error("the row that starts here goes on for more than {limit} bytes; the rest of the file was left out")]
    EndlessRow {
        /// The limit in bytes.
        limit: usize,
    },
    /// A Parquet file that is damaged, from here on.
    #[error("damaged Parquet ({reason}); the rows before were kept")]
    BrokenTable {
        /// The reader's words.
        reason: String,
    },
    /// Records or a table, none of whose fields gives the text.
    #[error("none of its fields gives the text: {names}; it was left out")]
    NoTextField {
        /// The fields.
        names: String,
    },
    /// An article that its agency took back or holds back.
    #[error("the agency marked the article as {status}; it was kept")]
    Unpublished {
        /// canceled or withheld.
        status: &'static str,
    },
    /// A line or element that is no JSON object.
    #[error("broken JSON{}: {reason}; this {part} was left out, the rest was read", at_byte(*column))]
    BrokenJson {
        /// The line, element or document.
        part: &'static str,
        /// Byte in the line or element, from 1; 0 where unknown.
        column: usize,
        /// The parser's words.
        reason: String,
    },
    /// An article without a text.
    #[error("the article has no \"text\"; it was left out")]
    TextMissing,
    /// An article whose text is a number, a list, …
    #[error("\"text\" is {found}, not a string; the article was left out")]
    TextNotString {
        /// What it is.
        found: &'static str,
    },
    /// An article whose text is white space only.
    #[error("\"text\" holds nothing but white space; the article was left out")]
    TextBlank,
    /// Characters of an older encoding, told by their frequencies.
    #[error("is not UTF-8; it was read as {encoding}")]
    Converted {
        /// Name of the encoding, as the WHATWG standard has it.
        encoding: &'static str,
    },
    /// UTF-8 with some bytes that are not.
    #[error("{count} places are not UTF-8; each was read as U+FFFD")]
    Replaced {
        /// How many.
        count: usize,
    },
    /// A date of publication that cannot be read.
    #[error("\"published\" is {value}, which is no date; the article was kept undated")]
    Undated {
        /// As it was given.
        value: String,
    },
    /// A field of the wrong type.
    #[error("\"{field}\" is {found}, not a string; the article was kept without it")]
    FieldIgnored {
        /// Which.
        field: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A key that occurs twice with different values.
    #[error("\"{field}\" is given more than once; the last one was kept")]
    Repeated {
        /// Which.
        field: &'static str,
    },
    /// Another language than English.
    #[error("the text is not English but {language}; it was kept, not coded")]
    NotEnglish {
        /// English name of the language, else its code.
        language: String,
    },
}

impl Cause {
    /// Whether something was lost.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Converted { .. }
            | Self::Replaced { .. }
            | Self::Undated { .. }
            | Self::FieldIgnored { .. }
            | Self::Repeated { .. }
            | Self::Unpublished { .. }
            | Self::NotEnglish { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What the user can do about it.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Missing => "check the spelling",
            Self::DanglingLink { .. } => "restore the target or remove the link",
            Self::Loop { .. } => "remove the link, or give the folders one by one",
            Self::Denied => "change its permissions and read it again",
            Self::Unreadable { .. } => "check the disk or the pipe and read it again",
            Self::NotAFile => "save what it gives to a file, or pipe it in as -",
            Self::EmptyFolder => "put articles into it, or name another",
            Self::Empty => "save the article again",
            Self::NotText { .. } => "extract the text and give that",
            Self::NotYetRead { remedy, .. } => remedy,
            Self::TooDeep { .. } | Self::TooManyElements { .. } | Self::TooTangled { .. } | Self::NoMainText => {
                "extract the text and give that"
            }
            Self::UnpackedTooLong { .. } | Self::Bomb { .. } => {
                "unpack what you trust of it and give that, or raise the limit"
            }
            Self::PackedTooOften { .. } => "unpack it and give what it holds",
            Self::PackedOtherwise { .. } => "fetch the page again without that packing",
            Self::BrokenRecord { .. } => "fetch the archive again if the page matters",
            Self::BrokenFeed { .. } => "fetch the feed again",
            Self::EmptyFeed => "fetch it again later",
            Self::BrokenRow { .. } => "put fields that hold the delimiter in quotes",
            Self::EndlessRow { .. } => "close the quotation mark that is open there",
            Self::BrokenTable { .. } => "write the file again",
            Self::NoTextField { .. } => "name the one that does in demarche.toml: [fields] text = \"…\"",
            Self::Unpublished { .. } => "run `demarche forget` on it if it should not be kept",
            Self::TooLong { .. } => "split it into articles, one a line or file",
            Self::BrokenJson { .. } => "repair it and read the file again; articles already read are not read twice",
            Self::TextMissing | Self::TextNotString { .. } | Self::TextBlank => {
                "give the article's text as the string \"text\""
            }
            Self::Converted { .. } => "if names look wrong, save it as UTF-8",
            Self::Replaced { .. } => "if it matters, save it as UTF-8 again",
            Self::Undated { .. } => "write it as 2016-12-30, 2016-12-30T14:05:00 or 2016-12-30T14:05:00Z",
            Self::FieldIgnored { .. } => "write it in quotes",
            Self::Repeated { .. } => "remove the others",
            Self::NotEnglish { .. } => "if that is wrong, set \"language\": \"en\"",
        }
    }
}

fn at_byte(column: usize) -> String {
    if column == 0 { String::new() } else { format!(" at byte {column}") }
}

/// A name as it may stand in a message: control characters become escapes, so that a message stays a line.
pub(crate) fn on_one_line(name: &str) -> String {
    let mut line = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_control() {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// `news.jsonl, line 7`.
fn whereabouts(place: &Place) -> String {
    let mut whole = on_one_line(&place.path);
    if let Some(line) = place.line {
        write!(whole, ", line {line}").expect("writing to a string cannot fail");
    }
    if let Some(offset) = place.offset {
        write!(whole, ", byte {offset}").expect("writing to a string cannot fail");
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_place_loss_and_next_step() {
        let place = Place { path: "week\n1.jsonl".into(), line: Some(7), ..Place::default() };
        let cause = Cause::BrokenJson { part: "line", column: 12, reason: "expected `:`".into() };
        assert_eq!(
            Problem::new(&place, cause).to_string(),
            "week\\n1.jsonl, line 7: broken JSON at byte 12: expected `:`; this line was left out, the rest was read; \
             repair it and read the file again; articles already read are not read twice"
        );
    }
}
