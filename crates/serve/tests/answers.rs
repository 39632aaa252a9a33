//! Pages and API as a browser or a program asks for them.

mod sample;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use sample::{SCRIPT, Sample, collation};
use serde_json::Value;
use serve::{Desk, Options, router};
use tower::ServiceExt;

/// A server without a network.
struct Server {
    desk: Arc<Desk>,
    _sample: Sample,
}

impl Server {
    fn new(token: Option<&str>) -> Self {
        let sample = Sample::new();
        let token = token.map(str::to_owned);
        let options = Options { db: sample.path(), loopback: token.is_none(), token, version: "1".into() };
        let desk = Desk::open(options, collation()).expect("the sample is a ledger");
        desk.build_index().expect("the sample is a ledger");
        Self { desk: Arc::new(desk), _sample: sample }
    }

    async fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut request = Request::builder().method(method).uri(address);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "127.0.0.1:8016");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("the request is well formed");
        router(self.desk.clone()).oneshot(request).await.expect("the server never fails")
    }

    async fn get(&self, address: &str) -> Response {
        self.ask(Method::GET, address, &[], "").await
    }

    async fn json(&self, address: &str) -> Value {
        let response = self.get(address).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        serde_json::from_str(&words(response).await).expect("the answer is JSON")
    }

    /// Addresses of all pages.
    async fn pages(&self) -> Vec<String> {
        let stories = self.json("/api/stories").await;
        let story = stories["items"][0]["id"].as_str().unwrap_or_default().to_owned();
        let event = stories["items"][0]["principal"].as_str().unwrap_or_default().to_owned();
        [
            "/",
            "/?actor=president&country=RUS&type=SANCTION&status=refused&from=2016-01-01&to=&outlet=post",
            "/stories/STORY",
            "/stories/STORY/timeline",
            "/stories/STORY/says",
            "/stories/STORY/differences",
            "/events/EVENT",
            "/articles/a2",
            "/articles/a%2F1%20%3F?with=a2&at=0-4&layer=event",
            "/actors/Q1",
            "/actors/RUS",
            "/actors/The%20president",
            "/search",
            "/search?q=expel",
            "/changes",
            "/changes?since=2016-12-30",
            "/runs",
            "/sign-in",
        ]
        .map(|page| page.replace("STORY", &story).replace("EVENT", &event))
        .to_vec()
    }
}

async fn words(response: Response) -> String {
    let bytes = response.into_body().collect().await.expect("the body ends").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("the body is text")
}

#[tokio::test]
async fn no_page_lets_words_of_an_article_become_markup() {
    let server = Server::new(None);
    for page in server.pages().await {
        for page in [page.clone(), format!("{page}{}as_of=2016-12-30", if page.contains('?') { '&' } else { '?' })] {
            if page.starts_with("/runs?") || page.starts_with("/sign-in?") {
                continue;
            }
            let response = server.get(&page).await;
            assert_eq!(response.status(), StatusCode::OK, "{page}");
            let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(response.headers()["x-content-type-options"], "nosniff");
            let html = words(response).await;
            assert!(!html.contains(SCRIPT) && !html.contains("<b>States"), "{page}: {html}");
            assert!(!html.contains(" style=") && !html.contains(" onclick="), "{page}");
        }
    }
}

#[tokio::test]
async fn a_story_tells_where_it_stands_who_says_so_and_what_it_was_before() {
    let server = Server::new(None);
    let story = server.pages().await[2].clone();
    let html = words(server.get(&story).await).await;
    for told in ["✗", "refused", "The president", "<del>proposed</del>", "The minister", "2016-12-30", "2 articles"] {
        assert!(html.contains(told), "{told}: {html}");
    }
    let before = words(server.get(&format!("{story}?as_of=2016-12-29")).await).await;
    assert!(before.contains("proposed") && !before.contains("refused"), "{before}");
}

#[tokio::test]
async fn an_answer_that_was_seen_is_not_sent_again() {
    let server = Server::new(None);
    for address in ["/api/events", "/", "/style.css"] {
        let tag = server.get(address).await.headers()["etag"].to_str().unwrap().to_owned();
        for given in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let response = server.ask(Method::GET, address, &[("if-none-match", &given)], "").await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{address} {given}");
            assert_eq!(words(response).await, "");
        }
        let other = server.ask(Method::GET, address, &[("if-none-match", "\"other\"")], "").await;
        assert_eq!(other.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn pages_of_a_list_follow_each_other_and_end() {
    let server = Server::new(None);
    let first = server.json("/api/claims?limit=1").await;
    assert_eq!((first["total"].as_u64(), first["items"].as_array().map(Vec::len)), (Some(2), Some(1)));
    let second = server.json(&format!("/api/claims?limit=1&cursor={}", first["next"].as_str().unwrap())).await;
    assert_ne!(first["items"], second["items"]);
    assert!(second["next"].is_null());
    assert_eq!(server.get("/api/claims?cursor=ffffffffffff").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_moment_shows_what_was_known_then() {
    let server = Server::new(None);
    let standing = async |query: &str| {
        let events = server.json(&format!("/api/events{query}")).await;
        events["items"][0]["standing"].as_str().map(str::to_owned)
    };
    assert_eq!(standing("").await.as_deref(), Some("refused"));
    assert_eq!(standing("?as_of=2016-12-29").await.as_deref(), Some("proposed"));
    assert_eq!(standing("?as_of=2016-12-28T00:00:00Z").await, None);
    let changes = server.json("/api/changes?since=2016-12-30").await;
    assert_eq!(changes["items"][0]["old"]["standing"], "proposed");
    assert_eq!(changes["items"][0]["new"]["standing"], "refused");
}

#[tokio::test]
async fn annotations_point_at_their_words() {
    let server = Server::new(None);
    let text = server.json("/api/articles/a2").await["item"]["text"].as_str().unwrap().to_owned();
    let letters: Vec<char> = text.chars().collect();
    let page = server.json("/api/articles/a2/annotations").await;
    let items = page["items"].as_array().unwrap();
    assert!(!items.is_empty());
    for item in items {
        let [quote, place] = item["target"]["selector"].as_array().unwrap().as_slice() else { panic!("{item}") };
        let at = |name: &str| place[name].as_u64().unwrap() as usize;
        let words: String = letters[at("start")..at("end")].iter().collect();
        assert_eq!(quote["exact"], words.as_str());
    }
}

#[tokio::test]
async fn what_is_not_described_is_refused_with_a_problem() {
    let server = Server::new(None);
    for (address, status) in [
        ("/api/events?x=1", 400),
        ("/api/events?limit=1&limit=2", 400),
        ("/api/events?limit=0", 400),
        ("/api/events?limit=", 400),
        ("/api/events?as_of=yesterday", 400),
        ("/api/events?status=Refused", 400),
        ("/api/events?actor=%FF", 400),
        ("/api/search", 400),
        ("/api/changes", 400),
        ("/api/stories/ffffffffffff", 404),
        ("/api/nothing", 404),
        ("/api/articles/..", 404),
        ("/api/articles/%2e%2e", 404),
        ("/api/articles/a%00b", 404),
    ] {
        let response = server.get(address).await;
        assert_eq!(response.status().as_u16(), status, "{address}");
        assert_eq!(response.headers()["content-type"], "application/problem+json", "{address}");
        let problem: Value = serde_json::from_str(&words(response).await).unwrap();
        assert_eq!(problem["status"], status, "{address}");
    }
    let post = server.ask(Method::POST, "/api/events", &[], "").await;
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(post.headers().contains_key("allow"));
    let html = server.ask(Method::GET, "/api/events", &[("accept", "text/html")], "").await;
    assert_eq!(html.status(), StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn steps_upwards_lead_nowhere() {
    let server = Server::new(None);
    for address in
        ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "/assets/style.css", "//etc/passwd", "/keys.js/"]
    {
        assert_eq!(server.get(address).await.status(), StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn a_request_that_is_too_large_is_refused() {
    let server = Server::new(None);
    let long = "x".repeat(70 << 10);
    let length = long.len().to_string();
    let told = server.ask(Method::GET, "/api/events", &[("content-length", &length)], &long).await;
    assert_eq!(told.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let untold = server.ask(Method::POST, "/sign-in", &[], &long).await;
    assert_eq!(untold.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let address = server.get(&format!("/api/search?q={}", "x".repeat(9_000))).await;
    assert_eq!(address.status(), StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn a_strangers_host_and_a_write_from_another_site_are_refused() {
    let server = Server::new(None);
    for host in ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:8016", ""] {
        let response = server.ask(Method::GET, "/", &[("host", host)], "").await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{host}");
    }
    for host in ["localhost", "LOCALHOST:8016", "127.0.0.1:1", "[::1]:8016"] {
        let response = server.ask(Method::GET, "/", &[("host", host)], "").await;
        assert_eq!(response.status(), StatusCode::OK, "{host}");
    }
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let response = server.ask(Method::POST, "/sign-in", &[(name, value)], "token=x").await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{value}");
    }
}

#[tokio::test]
async fn a_token_is_asked_for_and_a_browser_shows_it_once() {
    const TOKEN: &str = "a token of some length";
    let server = Server::new(Some(TOKEN));
    for page in ["/", "/api/events", "/keys.js", "/nothing"] {
        assert_eq!(server.get(page).await.status(), StatusCode::UNAUTHORIZED, "{page}");
    }
    let wrong = server.ask(Method::GET, "/", &[("authorization", "Bearer other")], "").await;
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let right = server.ask(Method::GET, "/api/events", &[("authorization", &format!("Bearer {TOKEN}"))], "").await;
    assert_eq!(right.status(), StatusCode::OK);
    let wrong = server.ask(Method::POST, "/sign-in", &[], "token=other").await;
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let signed = server.ask(Method::POST, "/sign-in", &[], "token=a+token+of%20some+length").await;
    assert_eq!(signed.status(), StatusCode::SEE_OTHER);
    let cookie = signed.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("token of"));
    let pair = cookie.split(';').next().unwrap();
    assert_eq!(server.ask(Method::GET, "/", &[("cookie", pair)], "").await.status(), StatusCode::OK);
    let forged = format!("demarche_token={TOKEN}");
    assert_eq!(server.ask(Method::GET, "/", &[("cookie", &forged)], "").await.status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn the_description_names_every_endpoint_and_its_problems() {
    let description = serde_json::to_value(serve::description()).expect("the description is JSON");
    assert_eq!(description["openapi"], "3.1.0");
    let paths = description["paths"].as_object().expect("there are paths");
    assert_eq!(paths.len(), 15);
    for (path, item) in paths {
        let responses = item["get"]["responses"].as_object().expect("it is asked by GET");
        for status in ["200", "400", "404", "405", "406", "413"] {
            assert!(responses.contains_key(status), "{path} {status}");
        }
    }
}
