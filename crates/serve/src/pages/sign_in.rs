//! The page where a browser shows the token once, and keeps a ticket for it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use super::{Frame, shown, told};
use crate::ask::Ask;
use crate::desk::Desk;
use crate::guard::{COOKIE, is_token, ticket};
use crate::problem::Problem;

/// The form.
#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    frame: Frame,
    wrong: bool,
}

pub(super) async fn form(State(_): State<Arc<Desk>>, ask: Ask) -> Response {
    told(shown(&ask, &SignIn { frame: Frame::bare("Sign in"), wrong: false }))
}

/// Takes `token=…`, and sends on to the first page.
pub(super) async fn sign_in(State(desk): State<Arc<Desk>>, headers: HeaderMap, ask: Ask, body: String) -> Response {
    let given = body.split('&').find_map(|pair| pair.strip_prefix("token=")).unwrap_or_default().replace('+', " ");
    let given = percent_decode_str(&given).decode_utf8_lossy().into_owned();
    match &desk.options.token {
        None => onward(None, false),
        Some(token) if is_token(given.trim(), token) => {
            let is_tls = headers.get("x-forwarded-proto").is_some_and(|value| value == "https");
            onward(Some(&ticket(token)), is_tls)
        }
        Some(_) => told(shown(&ask, &SignIn { frame: Frame::bare("Sign in"), wrong: true }).map(|mut response| {
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            response
        })),
    }
}

fn onward(ticket: Option<&str>, is_tls: bool) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/"));
    let secure = if is_tls { "; Secure" } else { "" };
    let cookie = ticket.map(|ticket| format!("{COOKIE}={ticket}; HttpOnly; SameSite=Strict; Path=/{secure}"));
    match cookie.map(|cookie| HeaderValue::from_str(&cookie)) {
        Some(Ok(cookie)) => {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
            response
        }
        None => response,
        Some(Err(_)) => super::failed(&Problem::fault()),
    }
}
