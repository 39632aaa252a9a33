use std::collections::VecDeque;

use terms::{Article, Place, Published, PublishedSource, Text};

use crate::{Cause, Limits, Problem, first_line, language, published};

/// Articles and problems on their way out, in order.
pub(crate) type Items = VecDeque<Result<Article, Problem>>;

/// An article as its format gives it: nothing told, nothing checked yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) id: Option<String>,
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<String>,
    /// How the date is known, where not given outright.
    pub(crate) published_source: Option<PublishedSource>,
    pub(crate) language: Option<String>,
    /// Bytes at the start of the text that hold fields and no text ("front matter"), and where after them the
    /// first line is looked for.
    pub(crate) front: Front,
    /// Whether texts under one address are versions of one article, whatever words they hold.
    pub(crate) is_one_by_url: bool,
    pub(crate) place: Place,
}

/// Where a text's own first line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Front {
    /// Bytes that hold fields and no text.
    pub(crate) fields: usize,
    /// Bytes of a heading after them, which is text.
    pub(crate) heading: usize,
}

impl Draft {
    /// Makes an article of it: id, hash, date, preamble, language. Its warnings go before it.
    pub(crate) fn finish(self, limits: &Limits, items: &mut Items) {
        let place = self.place;
        let say = |items: &mut Items, cause| items.push_back(Err(Problem::new(&place, cause)));
        if self.text.len() > limits.text_bytes {
            return say(items, Cause::TooLong { what: "the text of an article", limit: limits.text_bytes });
        }
        let first_line = first_line::read(&self.text[self.front.fields + self.front.heading..]);
        let given = self.published.as_deref().map(|value| (value, published::given(value)));
        let given_by = self.published_source.unwrap_or(PublishedSource::Given);
        if let Some((value, None)) = given {
            say(items, Cause::Undated { value: shortened(value) });
        }
        let published =
            given.and_then(|(_, published)| Some(Published { source: given_by, ..published? })).or_else(|| {
                let day = first_line?.day;
                Some(Published { value: day.to_string(), day, source: PublishedSource::FirstLine })
            });
        let preamble = match first_line {
            Some(line) if self.front.heading == 0 => self.front.fields + line.preamble,
            _ => self.front.fields,
        };
        let language = match self.language.as_deref().and_then(language::given) {
            Some(code) => Some(code),
            None => language::told(&self.text[preamble..]),
        };
        let content_hash = content_hash(&self.text);
        let text = Text::new(self.text);
        let by_url = self.url.as_deref().filter(|_| self.is_one_by_url).map(id_of_url);
        let article = Article {
            id: self.id.or(by_url).unwrap_or_else(|| content_hash[..16].to_string()),
            preamble: text.scalar(preamble),
            text,
            title: self.title,
            url: self.url,
            author: self.author,
            outlet: self.outlet,
            published,
            language,
            content_hash,
            source: place.clone(),
        };
        if let (Some(code), false) = (&article.language, article.is_coded()) {
            say(items, Cause::NotEnglish { language: language::name(code) });
        }
        items.push_back(Ok(article));
    }
}

/// The hash that tells one text from another: BLAKE3 of its UTF-8, in 64 hexadecimal digits.
pub fn content_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// The id of an article that is known by its address: of the address without scheme, `www.` and what points into it.
fn id_of_url(url: &str) -> String {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bare = bare.split('#').next().unwrap_or(bare).trim_start_matches("www.").trim_end_matches('/');
    content_hash(bare)[..16].to_string()
}

/// A value as a message shows it: in quotes, cut where it is long.
fn shortened(value: &str) -> String {
    match value.char_indices().nth(40) {
        Some((end, _)) => format!("{:?}…", &value[..end]),
        None => format!("{value:?}"),
    }
}
