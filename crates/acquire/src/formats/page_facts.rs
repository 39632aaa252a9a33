//! What a web page says of itself: schema.org data in JSON-LD, then `meta` and `time` elements.

use serde_json::{Map, Value};
use terms::PublishedSource;
use trafilatura::dom::Document;

use super::record::names;

/// What a page says of itself.
#[derive(Default)]
pub(super) struct PageFacts {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) author: Option<String>,
    pub(super) outlet: Option<String>,
    /// Dates of publication as they are written, the most trustworthy first.
    pub(super) published: Vec<(PublishedSource, String)>,
    /// The article's words, where the page's data hold them.
    pub(super) body: Option<String>,
}

/// Deepest nesting of schema.org data that is looked at.
const DEPTH: usize = 6;

/// Longest JSON-LD script that is read, in bytes.
const SCRIPT: usize = 1 << 20;

/// Names under which `meta` elements give the date of publication, best first.
const DATES: [&str; 12] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "date",
];

pub(super) fn read(document: &Document) -> PageFacts {
    let mut facts = PageFacts::default();
    for script in document.scripts_with_type(&["application/ld+json"]) {
        let json = document.text(script);
        if json.len() <= SCRIPT
            && let Some(value) = parse(&json)
        {
            schema(&value, 0, &mut facts);
        }
    }
    let told = metas(document);
    facts.published.extend(told.into_iter().map(|value| (PublishedSource::PageMetadata, value)));
    let root = document.root();
    let times = document.query_selector_all(root, "time[pubdate], time[itemprop=datePublished], time.published");
    let written = times.into_iter().filter_map(|time| document.get_attribute(time, "datetime"));
    facts.published.extend(written.map(|value| (PublishedSource::PageMetadata, value)));
    if let Some(link) = document.query_selector(root, "link[rel=canonical]") {
        facts.url = document.get_attribute(link, "href").filter(|url| url.starts_with("http")).or(facts.url);
    }
    facts
}

/// Dates in `meta` elements, best name first.
fn metas(document: &Document) -> Vec<String> {
    let mut found: Vec<(usize, String)> = document
        .query_selector_all(document.root(), "meta[content]")
        .into_iter()
        .filter_map(|meta| {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| document.get_attribute(meta, key))?;
            let name = name.trim().to_ascii_lowercase();
            let rank = DATES.iter().position(|known| *known == name)?;
            Some((rank, document.get_attribute(meta, "content")?))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, value)| value).collect()
}

/// JSON as pages have it: in a comment or a CDATA section, with line breaks in strings.
fn parse(json: &str) -> Option<Value> {
    let bare = json.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let bare = bare.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim();
    serde_json::from_str(bare).ok().or_else(|| {
        let clean: String = bare.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        serde_json::from_str(clean.trim_end_matches(';').trim_end()).ok()
    })
}

/// Takes what the first article in schema.org data says.
fn schema(value: &Value, depth: usize, facts: &mut PageFacts) {
    if depth > DEPTH {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|one| schema(one, depth + 1, facts)),
        Value::Object(object) if is_article(object) => article(object, facts),
        Value::Object(object) => {
            for member in ["@graph", "mainEntity", "mainEntityOfPage"].iter().filter_map(|name| object.get(*name)) {
                schema(member, depth + 1, facts);
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is_one = |value: &Value| {
        let name = value.as_str().unwrap_or_default();
        name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report"
    };
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is_one),
        Some(one) => is_one(one),
        None => false,
    }
}

fn article(object: &Map<String, Value>, facts: &mut PageFacts) {
    let string = |name: &str| {
        let value = object.get(name)?.as_str()?.trim();
        (!value.is_empty()).then(|| plain(value))
    };
    let page = || {
        let page = object.get("mainEntityOfPage")?;
        page.as_str().or_else(|| page.get("@id")?.as_str()).map(str::to_string)
    };
    facts.title = facts.title.take().or_else(|| string("headline"));
    facts.author = facts.author.take().or_else(|| names(object.get("author")?)).map(|names| plain(&names));
    facts.outlet = facts.outlet.take().or_else(|| names(object.get("publisher")?)).map(|names| plain(&names));
    facts.url = facts.url.take().or_else(|| string("url")).or_else(page);
    facts.body = facts.body.take().or_else(|| string("articleBody"));
    facts.published.extend(string("datePublished").map(|value| (PublishedSource::JsonLd, value)));
}

/// Entities, which have no place in JSON and stand there all the same, as characters.
fn plain(value: &str) -> String {
    if value.contains('&') && value.contains(';') { super::markup::words(value) } else { value.to_string() }
}
