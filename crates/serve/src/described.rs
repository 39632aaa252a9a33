//! Answers look as they are described, and follow the file.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use crate::api::read_as;
use crate::sample::{Sample, collation};
use crate::{Desk, Options, router};

fn desk(sample: &Sample) -> Arc<Desk> {
    let options = Options { db: sample.path(), token: None, loopback: true, version: "1".into() };
    let desk = Desk::open(options, collation()).unwrap();
    desk.build_index().unwrap();
    Arc::new(desk)
}

async fn body(desk: &Arc<Desk>, address: &str) -> Vec<u8> {
    let request = Request::get(address).header("host", "localhost").body(Body::empty()).unwrap();
    let response = router(desk.clone()).oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200, "{address}");
    response.into_body().collect().await.unwrap().to_bytes().to_vec()
}

async fn reads<T: DeserializeOwned>(desk: &Arc<Desk>, address: &str) {
    let body = body(desk, address).await;
    let read = serde_json::from_slice::<T>(&body);
    assert!(read.is_ok(), "{address}: {}\n{}", read.err().unwrap(), String::from_utf8_lossy(&body));
}

#[tokio::test]
async fn answers_look_as_they_are_described() {
    let sample = Sample::new();
    let desk = desk(&sample);
    let now = desk.now();
    let (story, event) = (now.record.stories[0].id.clone(), now.record.events[0].id.clone());
    reads::<read_as::Stories>(&desk, "/api/stories").await;
    reads::<read_as::Story>(&desk, &format!("/api/stories/{story}")).await;
    reads::<read_as::Events>(&desk, "/api/events").await;
    reads::<read_as::Event>(&desk, &format!("/api/events/{event}")).await;
    reads::<read_as::Claims>(&desk, "/api/claims").await;
    reads::<read_as::Matrices>(&desk, "/api/matrix").await;
    reads::<read_as::Differences>(&desk, "/api/differences").await;
    reads::<read_as::Article>(&desk, "/api/articles/a%2F1%20%3F").await;
    reads::<read_as::Annotations>(&desk, "/api/articles/a2/annotations").await;
    reads::<read_as::Person>(&desk, "/api/actors/Q1").await;
    reads::<read_as::Hits>(&desk, "/api/search?q=expel").await;
    reads::<read_as::Changes>(&desk, "/api/changes?since=2016-12-30").await;
}

#[tokio::test]
async fn what_is_read_meanwhile_shows_up_and_is_told_to_listeners() {
    let mut sample = Sample::begun();
    let desk = desk(&sample);
    let mut news = desk.news.subscribe();
    assert!(desk.changed().is_none());
    sample.read("a2", "We refuse to expel again.", "2016-12-30");
    assert!(desk.changed().is_some());
    desk.renew().unwrap();
    assert!(desk.changed().is_none());
    assert_eq!(desk.now().record.articles.len(), 2);
    let told = news.try_recv().unwrap();
    assert_eq!((told.len(), told[0].was().as_str()), (1, "proposed"));
    let found = body(&desk, "/api/search?q=again&kind=article").await;
    assert!(String::from_utf8(found).unwrap().contains("\"total\":1"));
}
