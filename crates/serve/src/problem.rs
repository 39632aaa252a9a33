//! What went wrong, as problem+json or as a page: what, where, and what to do next.

use axum::http::StatusCode;
use ledger::LedgerError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a request was not answered as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub status: StatusCode,
    pub title: &'static str,
    pub detail: String,
    /// What to do next.
    pub next: &'static str,
}

/// RFC 9457's problem document.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Problem)]
pub(crate) struct Document {
    /// Always "about:blank": the status tells the kind.
    pub r#type: String,
    /// The kind, in words.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What was wrong with this request.
    pub detail: String,
    /// What to do next.
    pub next: String,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: impl Into<String>, next: &'static str) -> Self {
        Self { status, title, detail: detail.into(), next }
    }

    /// A parameter that is not as described.
    pub(crate) fn parameter(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Bad parameter", detail, "see the parameters in /api/openapi.json")
    }

    /// Nothing has that id.
    pub(crate) fn unknown(kind: &str, id: &str) -> Self {
        let detail = format!("no {kind} has the id {id:?}");
        Self::new(StatusCode::NOT_FOUND, "Not found", detail, "look for it with /api/search, or without as_of")
    }

    /// A cursor that points at nothing.
    pub(crate) fn cursor() -> Self {
        let detail = "the list has no such place any more";
        Self::new(StatusCode::NOT_FOUND, "No such place", detail, "begin the list anew, without a cursor")
    }

    /// No page or endpoint is there.
    pub(crate) fn nowhere() -> Self {
        let detail = "nothing is at this address";
        Self::new(StatusCode::NOT_FOUND, "Not found", detail, "begin at / or, for programs, at /api/openapi.json")
    }

    pub(crate) fn method() -> Self {
        let detail = "this address cannot be asked in that way";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", detail, "the header Allow lists the methods")
    }

    pub(crate) fn not_acceptable(offered: &str) -> Self {
        let detail = format!("this address answers with {offered}");
        Self::new(StatusCode::NOT_ACCEPTABLE, "Not acceptable", detail, "ask for that, or for anything, in Accept")
    }

    pub(crate) fn token() -> Self {
        let detail = "this server asks for its token";
        Self::new(StatusCode::UNAUTHORIZED, "Token needed", detail, "send it as a Bearer token, or sign in at /sign-in")
    }

    pub(crate) fn foreign() -> Self {
        let detail = "the request comes from another site, or names another host";
        Self::new(StatusCode::FORBIDDEN, "Refused", detail, "open the address that the program printed")
    }

    pub(crate) fn too_large() -> Self {
        let detail = "the body of the request is too large";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "Too large", detail, "send less")
    }

    pub(crate) fn too_long() -> Self {
        let detail = "the address is too long";
        Self::new(StatusCode::URI_TOO_LONG, "Too long", detail, "ask for less")
    }

    /// The search index is not there yet.
    pub(crate) fn building() -> Self {
        let detail = "the search index is being built";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Not ready", detail, "try again in some seconds")
    }

    /// A fault of the program.
    pub(crate) fn fault() -> Self {
        let detail = "the request could not be answered";
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Fault",
            detail,
            "try again; `demarche doctor` looks at the ledger",
        )
    }

    pub(crate) fn document(&self) -> Document {
        Document {
            r#type: "about:blank".to_owned(),
            title: self.title.to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            next: self.next.to_owned(),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        // The path of the file is nothing for a reader on another machine.
        let detail = match &error {
            LedgerError::Busy { .. } => "the ledger is being written by another program",
            LedgerError::Missing { .. } => "the ledger is not there any more",
            LedgerError::Damaged { .. } | LedgerError::NotADatabase { .. } => "the ledger is damaged",
            LedgerError::Coding { .. } => "an article was coded by a program that this one does not know",
            _ => "the ledger cannot be read",
        };
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Fault", detail, error.remedy())
    }
}
