//! What every request must pass, and what every answer bears.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::desk::Desk;
use crate::pages;
use crate::problem::Problem;

/// The cookie that a signed-in browser bears.
pub(crate) const COOKIE: &str = "demarche_token";

/// Addresses that are open without the token: what the page for signing in needs.
const OPEN: [&str; 2] = ["/sign-in", "/style.css"];

/// Longest address, in bytes.
const ADDRESS: usize = 8 << 10;

/// Longest body of a request, in bytes.
pub(crate) const BODY: usize = 64 << 10;

/// Headers of every answer. No script but the program's own runs, nothing is loaded from elsewhere, nobody may frame a page.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "private, no-cache"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Lets a request through, or refuses it; dresses the answer.
pub(crate) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&desk, &request) {
        None => next.run(request).await,
        Some(problem) => pages::failed_at(request.uri(), &problem),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

fn refusal(desk: &Desk, request: &Request) -> Option<Problem> {
    let (uri, headers) = (request.uri(), request.headers());
    if uri.path().len() + uri.query().map_or(0, str::len) > ADDRESS {
        return Some(Problem::too_long());
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > BODY as u64) {
        return Some(Problem::too_large());
    }
    // A stranger's page that has its name point here is still told by the name.
    if desk.options.loopback && !host(headers, request).is_some_and(|host| is_local(&host)) {
        return Some(Problem::foreign());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
        && is_cross_site(headers, request)
    {
        return Some(Problem::foreign());
    }
    match &desk.options.token {
        Some(token) if !OPEN.contains(&uri.path()) && !shows(headers, token) => Some(Problem::token()),
        _ => None,
    }
}

fn host(headers: &HeaderMap, request: &Request) -> Option<String> {
    let given = headers.get(header::HOST).and_then(|value| value.to_str().ok()).map(str::to_owned);
    given.or_else(|| request.uri().authority().map(|authority| authority.as_str().to_owned()))
}

/// Whether a host, with or without a port, is this machine.
fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Whether a browser sends this for another site's page.
fn is_cross_site(headers: &HeaderMap, request: &Request) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        None => false,
        Some(origin) => origin.split_once("://").map(|(_, from)| from) != host(headers, request).as_deref(),
    }
}

/// Whether a caller shows the token, in a header or in its cookie.
fn shows(headers: &HeaderMap, token: &str) -> bool {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| {
        let (scheme, given) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(given.trim())
    });
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut tickets = cookies
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE)
        .map(|(_, given)| given);
    bearer.is_some_and(|given| is_token(given, token)) || tickets.any(|given| is_token(given, &ticket(token)))
}

/// Whether words are the token; takes as long whatever they are.
pub(crate) fn is_token(given: &str, token: &str) -> bool {
    // `Hash` compares in constant time.
    blake3::hash(given.as_bytes()) == blake3::hash(token.as_bytes())
}

/// What the cookie holds: not the token itself.
pub(crate) fn ticket(token: &str) -> String {
    blake3::derive_key("demarche serve cookie 1", token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
