//! Shapes of lines that no word list can hold: datelines, bylines, teasers, captions.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;

use super::paragraphs::ends_sentence;

/// Place, date and agency before the first sentence, up to the dash.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let place = r"\p{Lu}[\p{Lu}.'’\-]+";
    let more = r"(?:[\s,/]+(?:\p{Lu}[\w.'’\-]*|of|the|de|la|and|\d{1,4}))*";
    let agency = r"\s*\([^()\n]{2,40}\)";
    let dash = r"(?:-{1,2}|[–—_])";
    Regex::new(&format!(
        r"^(?:{place}{more},?(?:{agency})?\s*{dash}|{place}{more}{agency}|\p{{Lu}}[\w.'’\-]*{more}{agency}\s*{dash}|\(\p{{Lu}}{{2,}}[\w .]{{0,16}}\)\s*{dash}?)(?:\s+|$)"
    ))
    .expect("the pattern is fixed")
});

/// Marks of colour that head a map key.
const BLOCKS: RangeInclusive<char> = '\u{2580}'..='\u{259f}';

const DATE_WORDS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "am",
    "pm",
    "gmt",
    "utc",
    "est",
    "edt",
    "bst",
    "cet",
    "et",
    "pt",
    "ist",
    "the",
    "of",
    "at",
    "on",
    "date",
    "published",
    "posted",
    "updated",
    "last",
    "modified",
    "first",
    "a.m",
    "p.m",
    "hrs",
];

/// Short forms that news prose avoids outside quotes.
const COLLOQUIAL: &[&str] = &[
    "it's", "who's", "here's", "what's", "that's", "you're", "you'll", "you've", "won't", "can't", "don't", "there's",
];

const QUESTIONS: &[&str] =
    &["who", "what", "why", "how", "when", "where", "is", "are", "can", "will", "could", "did", "do", "does"];

/// Length in bytes of the dateline at the head of a paragraph, its dash included; `None` where there is none.
pub(super) fn dateline(paragraph: &str) -> Option<usize> {
    let found = DATELINE.find(paragraph)?;
    let head = found.as_str().trim_end();
    let capitals = head.split(|c: char| !c.is_alphabetic()).next().is_some_and(|word| word.chars().count() >= 3)
        || head.contains('(')
        || head.contains(',');
    let next = paragraph[found.end()..].trim_start_matches(['"', '“', '‘', '\'', '`', '(', '[']).chars().next();
    (capitals
        && !head.starts_with("FILE")
        && head.len() <= 90
        && next.is_none_or(|c| c.is_uppercase() || c.is_ascii_digit()))
    .then_some(head.len())
}

/// Whether a line tells a date and nothing else.
pub(super) fn is_bare_date(line: &str) -> bool {
    let mut digits = false;
    let mut words = 0;
    line.len() <= 60
        && line
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '–' | '—' | '•' | '·'))
            .filter(|word| !word.is_empty())
            .all(|word| {
                words += 1;
                let word = word.trim_matches(|c: char| matches!(c, '.' | ':' | '-'));
                let bare = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | ':' | '.'));
                digits |= bare.len() < word.len();
                bare.is_empty()
                    || (bare.len() < word.len() && matches!(bare, "st" | "nd" | "rd" | "th" | "am" | "pm" | "T" | "Z"))
                    || DATE_WORDS.contains(&bare.to_ascii_lowercase().as_str())
            })
        && digits
        && words >= 1
        && line.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// Whether a line only names who wrote the article.
pub(super) fn is_byline(line: &str) -> bool {
    let Some(names) =
        line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")).or_else(|| line.strip_prefix("by "))
    else {
        return false;
    };
    let words: Vec<&str> = names.split_whitespace().collect();
    let name = |word: &&str| word.trim_start_matches(['(', '"']).starts_with(|c: char| c.is_uppercase());
    let link = |word: &&str| {
        matches!(
            *word,
            "and"
                | "for"
                | "of"
                | "in"
                | "the"
                | "at"
                | "&"
                | "|"
                | "de"
                | "van"
                | "von"
                | "der"
                | "bin"
                | "al"
                | "with"
                | "-"
                | "—"
                | "–"
        )
    };
    (1..=14).contains(&words.len())
        && words.iter().all(|word| name(word) || link(word))
        && words.iter().filter(|word| name(word)).count() * 2 >= words.len()
        && !names.ends_with(['.', '!', '?'])
}

/// Whether a line is the key of a map or chart.
pub(super) fn is_map_key(line: &str) -> bool {
    line.starts_with(|c: char| BLOCKS.contains(&c))
        || (line.starts_with(['■', '□', '▬', '◼', '🟥', '🟦', '🟩', '🟨'])
            && line.split_whitespace().count() <= 8
            && !ends_sentence(line))
}

/// Whether a line begins as an item of a list does.
pub(super) fn is_list_item(line: &str) -> bool {
    line.starts_with(['•', '-', '–', '—', '*', '·', '◦', '‣', '▪', '●', '■'])
        || line.split_once(['.', ')']).is_some_and(|(number, _)| {
            !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Small words that headlines in capitals may leave small.
const SMALL_WORDS: &[&str] = &[
    "the", "and", "for", "but", "nor", "off", "out", "via", "with", "from", "after", "over", "into", "than", "that",
    "amid", "before", "against", "about", "under", "between", "through", "during",
];

/// Whether the words of a line are headline words: all long ones begin with a capital. A line that ends as a sentence
/// does may be one that is rich in names, so that there the words of three letters ("has won") count too.
pub(super) fn is_title_case(line: &str) -> bool {
    let least = if ends_sentence(line) { 3 } else { 4 };
    let mut long = line
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|word| word.chars().count() >= least && !SMALL_WORDS.contains(word))
        .map(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    long.clone().count() >= 4 && long.all(|high| high)
}

/// How much a lone line sounds like a teaser for another story; from 3 on it is one.
///
/// `apart` tells that the line shares no telling word with its neighbours.
pub(super) fn teaser_score(line: &str, apart: bool) -> i32 {
    let lower = line.to_lowercase();
    let words = line.split_whitespace().count();
    let quoted = line.contains(['"', '“', '”', '«']) || line.starts_with(['\'', '‘']);
    let told = lower.split(|c: char| !c.is_alphabetic()).any(|word| {
        matches!(word, "said" | "says" | "told" | "according" | "added" | "wrote" | "reported" | "stated" | "announced")
    });
    let first_person = lower
        .split_whitespace()
        .any(|word| matches!(word, "we" | "i" | "i'm" | "i’m" | "we're" | "we’re" | "my" | "our" | "me"));
    let inner = ["...", "…"].iter().any(|dots| {
        line.find(dots).is_some_and(|at| {
            !line[at..].trim_start_matches(['.', '…']).is_empty() && !line[..at].ends_with(['[', '('])
        })
    });
    let colloquial = lower
        .replace('’', "'")
        .split_whitespace()
        .any(|word| COLLOQUIAL.iter().any(|short| word.trim_end_matches(['.', '!', '?', ',']).ends_with(short)));
    let mut score = 0;
    if line.ends_with('!') || line.ends_with("...") || line.ends_with('…') {
        score += 2;
    }
    score += i32::from(
        line.ends_with('?')
            && QUESTIONS.iter().any(|word| lower.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))),
    );
    score -= i32::from([". ", "! ", "? "].iter().any(|end| line.contains(end)));
    score += i32::from(inner) + i32::from(colloquial) + i32::from(apart);
    if is_title_case(line) {
        score += 2;
    }
    score += i32::from(!ends_sentence(line));
    if quoted {
        score -= 2;
    }
    if told {
        score -= 3;
    }
    if first_person {
        score -= 1;
    }
    if words > 25 {
        score -= 3;
    }
    if words < 3 {
        score -= 2;
    }
    score
}
