//! Watching a feed on loopback and a folder, and going on after the end.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use program::{Desk, Told};

/// Paths that were asked for.
type Asked = Arc<Mutex<Vec<String>>>;

/// A newspaper with a feed of so many pages, the third of which is broken; gives its address and the paths asked for.
fn newspaper() -> (String, Asked, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (asked, pages) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(3)));
    let (log, count, host) = (asked.clone(), pages.clone(), base.clone());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let path = lines.next().unwrap().unwrap().split(' ').nth(1).unwrap().to_owned();
            let _: Vec<_> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            log.lock().unwrap().push(path.clone());
            let answer = |body: &str| {
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
            };
            let told = match path.as_str() {
                "/feed" => {
                    let items: String = (1..=*count.lock().unwrap())
                        .map(|number| {
                            format!("<item><title>{number}</title><link>/page{number}</link><description>Norway spoke of Peru, item {number} told in short.</description></item>")
                        })
                        .collect();
                    let elsewhere = "<item><title>x</title><link>http://127.0.0.2:9/secret</link><description>A page of a private network that a stranger names.</description></item>";
                    answer(&format!(
                        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Wire</title><link>{host}</link>{items}{elsewhere}</channel></rss>"
                    ))
                }
                "/page3" => "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into(),
                path if path.starts_with("/page") => {
                    let sentences =
                        format!("Norway expelled two envoys of Peru on Monday, the minister said on {path}. ")
                            .repeat(4);
                    answer(&format!(
                        "<!DOCTYPE html><html><head><title>News of {path}</title></head><body><article><h1>News</h1><p>{sentences}</p><p>{sentences}</p></article></body></html>"
                    ))
                }
                _ => "HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into(),
            };
            let _ = stream.write_all(told.as_bytes());
        }
    });
    (base, asked, pages)
}

fn watch(desk: &Desk, sources: &[&str]) -> Told {
    let flags = ["watch", "--once", "--no-model", "--pause", "0", "--every", "1"];
    let mut command = desk.command(&[&flags, sources].concat());
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(name);
    }
    Told::of(command.output().unwrap())
}

fn texts(desk: &Desk) -> Vec<String> {
    let ledger = ledger::Ledger::open_read_only(&desk.ledger()).unwrap();
    ledger.articles().unwrap().into_iter().map(|stored| stored.article.text.as_str().to_owned()).collect()
}

#[test]
fn a_feeds_new_pages_are_fetched_once_and_what_cannot_be_fetched_is_kept_as_the_feed_tells_it() {
    let (base, asked, pages) = newspaper();
    let desk = Desk::new();
    let feed = format!("{base}/feed");
    let told = watch(&desk, &[&feed]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.err.contains("/page3: the server answers 410"), "{}", told.err);
    assert!(told.err.contains("127.0.0.2:9/secret: is an address of a private network"), "{}", told.err);
    let kept = texts(&desk);
    assert_eq!(kept.len(), 4, "{kept:?}");
    assert!(kept.iter().any(|text| text.contains("expelled two envoys") && text.contains("/page1")));
    assert!(
        kept.iter().any(|text| text.contains("item 3 told in short"))
            && !kept.iter().any(|text| text.contains("item 1 told"))
    );

    // Nothing is due, then the feed has one page more.
    let before = asked.lock().unwrap().len();
    assert_eq!(watch(&desk, &[&feed]).code, 0);
    assert_eq!(asked.lock().unwrap().len(), before);
    let memory = std::fs::read_to_string(desk.path("demarche.db.watch")).unwrap();
    let mut memory: serde_json::Value = serde_json::from_str(&memory).unwrap();
    memory["sources"][&feed]["due"] = "2000-01-01T00:00:00Z".into();
    desk.write("demarche.db.watch", &memory.to_string());
    *pages.lock().unwrap() = 4;
    let told = watch(&desk, &[&feed]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(texts(&desk).len(), 5);
    let again: Vec<String> = asked.lock().unwrap()[before..].to_vec();
    assert_eq!(again, ["/robots.txt", "/feed", "/page4"]);
    let runs = desk.call(&["runs", "--format", "json"]).json();
    assert_eq!((runs[0]["command"].as_str(), runs.as_array().unwrap().len()), (Some("watch"), 2));
}

#[test]
fn a_page_and_a_folder_are_read_and_read_again_when_they_change() {
    let (base, ..) = newspaper();
    let desk = Desk::new();
    std::fs::create_dir(desk.path("inbox")).unwrap();
    let file = desk.write("inbox/a.txt", "Norway recalled its ambassador from Peru.");
    // Written just now, it may still be being written.
    assert_eq!(watch(&desk, &["inbox"]).code, 0);
    assert!(!desk.ledger().exists());
    thread::sleep(Duration::from_millis(2_100));
    let page = format!("{base}/page1");
    let told = watch(&desk, &["inbox", &page]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(texts(&desk).len(), 2);
    assert_eq!(watch(&desk, &["inbox"]).out, "");
    std::fs::write(file, "Norway recalled its ambassador from Peru and closed the embassy.").unwrap();
    thread::sleep(Duration::from_millis(2_100));
    assert_eq!(watch(&desk, &["inbox"]).code, 0);
    assert_eq!(texts(&desk).len(), 3);
}

#[test]
fn a_source_that_is_none_is_refused_and_a_server_that_is_not_there_is_named() {
    let desk = Desk::new();
    let none = watch(&desk, &["no-such-folder"]);
    assert!(none.code == 2 && none.err.contains("no-such-folder"), "{}", none.err);
    let odd = watch(&desk, &["gopher://old.example/"]);
    assert!(odd.code == 2 && odd.err.contains("http"), "{}", odd.err);
    let gone = watch(&desk, &["http://127.0.0.1:1/feed"]);
    assert!(gone.code == 1 && gone.err.contains("cannot be reached"), "{}", gone.err);
    assert!(!desk.ledger().exists());
}
