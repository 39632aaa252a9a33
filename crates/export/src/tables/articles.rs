//! A row an article.

use std::io;

use super::{Kind, Sink, Table, list, maybe, text, whole};
use crate::source::{Source, published};

pub(crate) const ARTICLES: Table = Table {
    name: "articles",
    columns: &[
        ("id", Kind::Text),
        ("story", Kind::Text),
        ("published", Kind::Text),
        ("published_inferred", Kind::Text),
        ("title", Kind::Text),
        ("outlet", Kind::Text),
        ("url", Kind::Text),
        ("content_hash", Kind::Text),
        ("source_path", Kind::Text),
        ("source_line", Kind::Integer),
        ("source_offset", Kind::Integer),
        ("clock_problems", Kind::Text),
    ],
    rows,
};

fn rows(source: &Source<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    for article in &source.record.articles {
        let row = vec![
            text(&article.id),
            maybe(article.story.as_ref()),
            maybe(article.published.as_ref()),
            maybe(article.published_inferred.as_ref()),
            maybe(article.title.as_ref()),
            maybe(article.outlet.as_ref()),
            maybe(article.url.as_ref()),
            text(&article.content_hash),
            text(&article.source.path),
            article.source.line.map_or(super::Value::Nothing, whole),
            article.source.offset.map_or(super::Value::Nothing, whole),
            list(article.clock_problems.iter().map(|problem| problem.kind)),
        ];
        sink(published(article), row)?;
    }
    Ok(())
}
