//! Lists a page at a time, and what all endpoints share in the description.

use serde::{Deserialize, Serialize};
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::{
    ContentBuilder, HeaderBuilder, ObjectBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder, Type,
};
use utoipa::{PartialSchema, ToSchema};

use super::PROBLEMS;
use crate::desk::Desk;
use crate::problem::{Document, Problem};
use crate::snapshot::Snapshot;

/// A page of a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct List<T> {
    /// The moment from which the record is seen; null: now.
    #[schema(required)]
    pub as_of: Option<String>,
    /// Version of the program.
    pub version: String,
    /// Rows of the whole list.
    pub total: usize,
    /// Cursor of the next page; null after the last.
    #[schema(required)]
    pub next: Option<String>,
    /// The rows.
    pub items: Vec<T>,
}

/// One row.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct One<T> {
    /// The moment from which the record is seen; null: now.
    #[schema(required)]
    pub as_of: Option<String>,
    /// Version of the program.
    pub version: String,
    /// The row.
    pub item: T,
}

/// A page's rows, the number of all, and where the next page begins.
pub(crate) struct Page<T> {
    pub rows: Vec<T>,
    pub total: usize,
    pub next: Option<String>,
}

/// The rows that follow the one that a cursor names; `id` tells what names a row.
pub(crate) fn page<T>(
    rows: impl Iterator<Item = T>,
    cursor: Option<&str>,
    limit: usize,
    id: impl Fn(&T) -> String,
) -> Result<Page<T>, Problem> {
    let mut kept = Vec::new();
    let (mut total, mut begun, mut more) = (0, cursor.is_none(), false);
    for row in rows {
        total += 1;
        if !begun {
            begun = cursor.is_some_and(|cursor| id(&row) == cursor);
        } else if kept.len() < limit {
            kept.push(row);
        } else {
            more = true;
        }
    }
    if !begun {
        return Err(Problem::cursor());
    }
    let next = kept.last().filter(|_| more).map(&id);
    Ok(Page { rows: kept, total, next })
}

impl<T> List<T> {
    pub(crate) fn of<R>(desk: &Desk, view: &Snapshot, page: Page<R>, row: impl Fn(R) -> T) -> Self {
        Self {
            as_of: view.moment(),
            version: desk.options.version.clone(),
            total: page.total,
            next: page.next,
            items: page.rows.into_iter().map(row).collect(),
        }
    }
}

impl<T> One<T> {
    pub(crate) fn of(desk: &Desk, view: &Snapshot, item: T) -> Self {
        Self { as_of: view.moment(), version: desk.options.version.clone(), item }
    }
}

/// Adds to each endpoint what all share: the tag of its answer, what it answers when it was seen before, its problems.
pub(crate) fn complete(description: &mut OpenApi) {
    let components = description.components.get_or_insert_default();
    components.schemas.insert("Problem".to_owned(), Document::schema());
    for (path, item) in &mut description.paths.paths {
        let Some(operation) = &mut item.get else { continue };
        share(operation, path == "/api/changes/stream");
    }
}

fn share(operation: &mut Operation, is_stream: bool) {
    let text = || ObjectBuilder::new().schema_type(Type::String).build();
    if !is_stream {
        for response in operation.responses.responses.values_mut() {
            if let RefOr::T(Response { headers, .. }) = response {
                headers.insert("ETag".to_owned(), HeaderBuilder::new().schema(text()).build());
            }
        }
        let unchanged = ResponseBuilder::new().description("The caller has the same already").build();
        operation.responses.responses.insert("304".to_owned(), unchanged.into());
        operation.parameters.get_or_insert_default().push(
            ParameterBuilder::new()
                .name("If-None-Match")
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .description(Some("The `ETag` of an earlier answer"))
                .schema(Some(text()))
                .build(),
        );
    }
    for (status, words) in PROBLEMS {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new().description(words).content("application/problem+json", content).build();
        operation.responses.responses.entry(status.as_str().to_owned()).or_insert(response.into());
    }
}
