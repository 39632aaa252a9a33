//! A request as the handlers see it, and the answers they give.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::desk::Desk;
use crate::problem::Problem;

/// Media type of the API's answers.
pub(crate) const JSON: &str = "application/json";

/// A request, read as far as every handler needs it.
pub(crate) struct Ask {
    /// Decoded parts of the path, without the first empty one.
    pub path: Vec<String>,
    /// Parameters in the order given; each once.
    parameters: Vec<(String, String)>,
    headers: HeaderMap,
}

impl FromRequestParts<Arc<Desk>> for Ask {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Desk>) -> Result<Self, Response> {
        Self::read(parts).map_err(|problem| crate::pages::failed_at(&parts.uri, &problem))
    }
}

impl Ask {
    fn read(parts: &Parts) -> Result<Self, Problem> {
        let raw = parts.uri.query().unwrap_or_default();
        let mut parameters: Vec<(String, String)> = Vec::new();
        for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            if parameters.iter().any(|(known, _)| *known == name) {
                return Err(Problem::parameter(format!("{name} is given twice")));
            }
            parameters.push((name, value));
        }
        let path = parts.uri.path().trim_start_matches('/').split('/').map(segment).collect::<Result<_, _>>()?;
        Ok(Self { path, parameters, headers: parts.headers.clone() })
    }

    /// The last part of the path: an id.
    pub(crate) fn id(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// The parameters as they were given.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = &(String, String)> {
        self.parameters.iter()
    }

    /// The parameters as a type; what it does not know is refused.
    pub(crate) fn query<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        parsed(self.parameters.iter())
    }

    /// The same for a page, whose forms send fields that were left empty.
    pub(crate) fn form<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        parsed(self.parameters.iter().filter(|(_, value)| !value.is_empty()))
    }

    /// Whether the caller takes a media type.
    pub(crate) fn takes(&self, media: &str) -> bool {
        let kind = media.split('/').next().unwrap_or(media);
        let mut given = self.headers.get_all(header::ACCEPT).iter().peekable();
        if given.peek().is_none() {
            return true;
        }
        let ranges = given.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        let mut any = false;
        for range in ranges {
            any = any || !range.trim().is_empty();
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            let refused = parts.filter_map(|part| part.split_once('=')).any(|(name, value)| {
                name.trim() == "q" && value.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0)
            });
            if !refused && (name == media || name == "*/*" || name.strip_suffix("/*") == Some(kind)) {
                return true;
            }
        }
        !any
    }

    /// Fails where the caller takes none of a media type.
    pub(crate) fn must_take(&self, media: &str) -> Result<(), Problem> {
        if self.takes(media) { Ok(()) } else { Err(Problem::not_acceptable(media)) }
    }

    /// An answer of JSON.
    pub(crate) fn json<T: Serialize>(&self, value: &T) -> Result<Response, Problem> {
        self.must_take(JSON)?;
        let body = serde_json::to_vec(value).map_err(|_| Problem::fault())?;
        Ok(self.body(JSON, body))
    }

    /// An answer with its tag; without its body where the caller has the same already.
    pub(crate) fn body(&self, media: &'static str, body: Vec<u8>) -> Response {
        let tag = format!("\"{}\"", &blake3::hash(&body).to_hex()[..20]);
        let same =
            self.headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|given| {
                given.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
            });
        let (status, body) =
            if same { (StatusCode::NOT_MODIFIED, Body::empty()) } else { (StatusCode::OK, body.into()) };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if !same {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        }
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::VARY, HeaderValue::from_static("accept, authorization, cookie"));
        response
    }
}

fn parsed<'a, T: DeserializeOwned>(pairs: impl Iterator<Item = &'a (String, String)>) -> Result<T, Problem> {
    let map: serde_json::Map<_, _> = pairs.map(|(name, value)| (name.clone(), value.clone().into())).collect();
    // Every type of a field reads a string.
    serde_json::from_value(map.into()).map_err(|error| Problem::parameter(error.to_string()))
}

fn decoded(text: &str) -> Result<String, Problem> {
    let text: Cow<'_, str> = if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
    percent_decode_str(&text)
        .decode_utf8()
        .map(Cow::into_owned)
        .map_err(|_| Problem::parameter("the address is no UTF-8"))
}

/// A part of a path: no step upwards, however it is written.
fn segment(part: &str) -> Result<String, Problem> {
    let part = percent_decode_str(part).decode_utf8().map_err(|_| Problem::nowhere())?;
    if part == ".." || part == "." || part.contains('\0') {
        return Err(Problem::nowhere());
    }
    Ok(part.into_owned())
}

/// A problem as an answer of the API.
pub(crate) fn failed(problem: &Problem) -> Response {
    let body = serde_json::to_vec(&problem.document()).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = problem.status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if problem.status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    if problem.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
