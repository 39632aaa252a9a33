//! `/api/articles/{id}`: an article with its text, and its evidence as W3C Web Annotations.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use terms::ArticleRow;
use utoipa::ToSchema;

use super::list::One;
use super::stories::Moment;
use super::{shapes, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::marks::{Layer, Mark, marks};
use crate::problem::Problem;

/// Media type of annotations.
const ANNOTATIONS: &str = "application/ld+json";

/// An article with its text.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeArticle<A> {
    pub article: A,
    /// The text; null where it was taken out of the ledger.
    #[schema(required)]
    pub text: Option<String>,
    /// ISO 639-1 code of its language.
    #[schema(required)]
    pub language: Option<String>,
    #[schema(required)]
    pub author: Option<String>,
}

/// One article with its text.
#[utoipa::path(
    get, path = "/api/articles/{id}", tag = "record",
    params(("id" = String, Path, description = "Id of an article, percent-encoded", min_length = 1), Moment),
    responses((status = 200, description = "The article", content_type = "application/json",
        body = One<WholeArticle<shapes::Article>>))
)]
pub(crate) async fn article(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(whole(&desk, &ask).await)
}

async fn whole(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.query()?;
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let id = ask.path.get(2).map_or("", String::as_str);
    let unknown = || Problem::unknown("article", id);
    let row: &ArticleRow = view.article(id).ok_or_else(unknown)?;
    let whole = desk.whole(&view, id)?.ok_or_else(unknown)?;
    let text = (!whole.forgotten).then(|| whole.article.text.as_str().to_owned());
    let (language, author) = (whole.article.language, whole.article.author);
    ask.json(&One::of(desk, &view, WholeArticle { article: row, text, language, author }))
}

/// A page of annotations, as the W3C's Web Annotation Data Model has it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Annotations {
    #[serde(rename = "@context")]
    pub context: String,
    pub id: String,
    pub r#type: String,
    /// Number of annotations.
    pub total: usize,
    pub items: Vec<Annotation>,
}

/// One piece of evidence in the text.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Annotation {
    pub id: String,
    pub r#type: String,
    /// "describing" or "identifying".
    pub motivation: String,
    pub body: Body,
    pub target: Target,
}

/// What is said of the words.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AnnotationBody)]
pub(crate) struct Body {
    pub r#type: String,
    /// One line.
    pub value: String,
    pub format: String,
    /// Which layer: event, claim, actor or place.
    pub purpose: String,
}

/// Where the words stand.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AnnotationTarget)]
pub(crate) struct Target {
    pub source: String,
    pub selector: Vec<Selector>,
}

/// The words, and where they stand in Unicode scalar values.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", deny_unknown_fields)]
pub(crate) enum Selector {
    /// The words, with those around them.
    TextQuoteSelector {
        /// The words.
        exact: String,
        /// Up to 32 scalar values before them.
        prefix: String,
        /// Up to 32 scalar values after them.
        suffix: String,
    },
    /// Where they stand.
    TextPositionSelector {
        /// First scalar value.
        start: u32,
        /// One past the last.
        end: u32,
    },
}

/// The evidence in an article, as W3C Web Annotations.
#[utoipa::path(
    get, path = "/api/articles/{id}/annotations", tag = "record",
    params(("id" = String, Path, description = "Id of an article, percent-encoded", min_length = 1), Moment),
    responses((status = 200, description = "The annotations", content_type = "application/ld+json", body = Annotations))
)]
pub(crate) async fn annotations(State(desk): State<Arc<Desk>>, ask: Ask) -> Response {
    told(annotated(&desk, &ask).await)
}

async fn annotated(desk: &Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let asked: Moment = ask.query()?;
    if !ask.takes("application/json") {
        ask.must_take(ANNOTATIONS)?;
    }
    let view = desk.view(asked.as_of.map(|when| when.0)).await?;
    let id = ask.path.get(2).map_or("", String::as_str);
    let whole = desk.whole(&view, id)?.ok_or_else(|| Problem::unknown("article", id))?;
    let source =
        whole.article.url.clone().unwrap_or_else(|| format!("urn:demarche:article:{}", whole.article.content_hash));
    let around = |mark: &Mark| {
        let (text, span) = (&whole.article.text, mark.span);
        let prefix = text.slice(terms::Span::new(span.start.saturating_sub(32), span.start)).to_owned();
        let suffix = text.slice(terms::Span::new(span.end, span.end.saturating_add(32))).to_owned();
        Selector::TextQuoteSelector { exact: text.slice(span).to_owned(), prefix, suffix }
    };
    let items: Vec<Annotation> = marks(&view, &whole)
        .iter()
        .enumerate()
        .map(|(number, mark)| Annotation {
            id: format!("urn:demarche:annotation:{}:{number}", whole.article.content_hash),
            r#type: "Annotation".to_owned(),
            motivation: if mark.layer == Layer::Event || mark.layer == Layer::Claim {
                "describing"
            } else {
                "identifying"
            }
            .to_owned(),
            body: Body {
                r#type: "TextualBody".to_owned(),
                value: mark.words.clone(),
                format: "text/plain".to_owned(),
                purpose: mark.layer.word().to_owned(),
            },
            target: Target {
                source: source.clone(),
                selector: vec![
                    around(mark),
                    Selector::TextPositionSelector { start: mark.span.start, end: mark.span.end },
                ],
            },
        })
        .collect();
    let page = Annotations {
        context: "http://www.w3.org/ns/anno.jsonld".to_owned(),
        id: format!("urn:demarche:annotations:{}", whole.article.content_hash),
        r#type: "AnnotationPage".to_owned(),
        total: items.len(),
        items,
    };
    let body = serde_json::to_vec(&page).map_err(|_| Problem::fault())?;
    Ok(ask.body(ANNOTATIONS, body))
}
