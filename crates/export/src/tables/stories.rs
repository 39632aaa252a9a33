//! A row a story; filed under the day of its first article.

use std::io;

use super::{Kind, Sink, Table, list, maybe, text, whole};
use crate::source::{Source, published};

pub(crate) const STORIES: Table = Table {
    name: "stories",
    columns: &[
        ("id", Kind::Text),
        ("title", Kind::Text),
        ("first_published", Kind::Text),
        ("last_published", Kind::Text),
        ("article_count", Kind::Integer),
        ("event_count", Kind::Integer),
        ("articles", Kind::Text),
        ("events", Kind::Text),
    ],
    rows,
};

fn rows(source: &Source<'_>, sink: &mut Sink<'_>) -> io::Result<()> {
    for story in &source.record.stories {
        let dates = || story.articles.iter().filter_map(|id| published(source.article(id)?));
        let first = dates().min();
        let row = vec![
            text(&story.id),
            text(&story.title),
            maybe(first),
            maybe(dates().max()),
            whole(story.articles.len()),
            whole(story.events.len()),
            list(&story.articles),
            list(&story.events),
        ];
        sink(first, row)?;
    }
    Ok(())
}
