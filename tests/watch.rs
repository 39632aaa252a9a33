//! Watching a feed on loopback and a folder, and going on after the end.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use program::{Desk, Told};

/// What a newspaper was asked for, and what it publishes.
#[derive(Default)]
struct Press {
    /// Paths that were asked for; those of which the asker had the last edition end in `=`.
    asked: Mutex<Vec<String>>,
    /// Pages that the feed names.
    pages: AtomicUsize,
    /// Editions of the first page and of the second.
    editions: [AtomicUsize; 2],
    /// Whether answers are packed by Brotli.
    is_packed: AtomicBool,
}

impl Press {
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    fn edition(&self, page: usize) -> usize {
        self.editions.get(page - 1).map_or(0, |edition| edition.load(Relaxed))
    }
}

/// Bytes as Brotli may store them.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let header = ((bytes.len() as u32 - 1) << 4) | (1 << 20);
    [&header.to_le_bytes()[..3], bytes, &[3]].concat()
}

/// A newspaper with a feed of so many pages, the third of which is broken; gives its address.
fn newspaper() -> (String, Arc<Press>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let press = Arc::new(Press { pages: 3.into(), ..Press::default() });
    let (shared, host) = (press.clone(), base.clone());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let path = lines.next().unwrap().unwrap().split(' ').nth(1).unwrap().to_owned();
            let headers: Vec<_> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            let number: Option<usize> = path.strip_prefix("/page").and_then(|number| number.parse().ok());
            let tag = format!("\"{}\"", number.map_or(0, |number| shared.edition(number)));
            let is_known = headers.iter().any(|line| {
                line.split_once(": ")
                    .is_some_and(|(name, value)| name.eq_ignore_ascii_case("if-none-match") && value == tag)
            });
            shared.asked.lock().unwrap().push(if is_known { format!("{path}=") } else { path.clone() });
            let answer = |body: &str| {
                let is_packed = shared.is_packed.load(Relaxed);
                let body = if is_packed { stored(body.as_bytes()) } else { body.as_bytes().to_vec() };
                let packing = if is_packed { "Content-Encoding: br\r\n" } else { "" };
                let tag = number.map_or(String::new(), |_| format!("ETag: {tag}\r\n"));
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{packing}{tag}Connection: close\r\n\r\n",
                    body.len()
                );
                [head.into_bytes(), body].concat()
            };
            let no = |status: &str| {
                format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
            };
            let told = match (path.as_str(), number) {
                (_, Some(_)) if is_known => no("304 Not Modified"),
                ("/feed", _) => {
                    let items: String = (1..=shared.pages.load(Relaxed))
                        .map(|number| {
                            // The feed tells when the second page was changed.
                            let date = format!("<pubDate>Mon, 06 Mar 2017 10:{:02}:00 GMT</pubDate>", shared.edition(number));
                            let date = if number == 2 { &date } else { "" };
                            format!("<item><title>{number}</title><link>/page{number}</link>{date}<description>Norway spoke of Peru, item {number} told in short.</description></item>")
                        })
                        .collect();
                    let elsewhere = "<item><title>x</title><link>http://127.0.0.2:9/secret</link><description>A page of a private network that a stranger names.</description></item>";
                    answer(&format!(
                        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Wire</title><link>{host}</link>{items}{elsewhere}</channel></rss>"
                    ))
                }
                ("/page3", _) => no("410 Gone"),
                (_, Some(number)) => {
                    let edition = shared.edition(number);
                    let count = ["two", "three", "four"][edition];
                    let sentences =
                        format!("Norway expelled {count} envoys of Peru on Monday, the minister said on {path}. ")
                            .repeat(4);
                    answer(&format!(
                        "<!DOCTYPE html><html><head><title>News of {path}</title></head><body><article><h1>News</h1><p>{sentences}</p><p>{sentences}</p></article></body></html>"
                    ))
                }
                _ => no("404 None"),
            };
            let _ = stream.write_all(&told);
        }
    });
    (base, press)
}

/// Sets when something is to be asked for again to long ago.
fn make_due(desk: &Desk, path: &[&str]) {
    let memory = std::fs::read_to_string(desk.path("demarche.db.watch")).unwrap();
    let mut memory: serde_json::Value = serde_json::from_str(&memory).unwrap();
    let place = path.iter().fold(&mut memory, |place, step| &mut place[*step]);
    assert!(place["due"].is_string(), "{path:?}: {place}");
    place["due"] = "2000-01-01T00:00:00Z".into();
    desk.write("demarche.db.watch", &memory.to_string());
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
    let (base, press) = newspaper();
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
    press.asked();
    assert_eq!(watch(&desk, &[&feed]).code, 0);
    assert_eq!(press.asked(), [""; 0]);
    make_due(&desk, &["sources", &feed]);
    press.pages.store(4, Relaxed);
    let told = watch(&desk, &[&feed]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(texts(&desk).len(), 5);
    assert_eq!(press.asked(), ["/robots.txt", "/feed", "/page4"]);
    let runs = desk.call(&["runs", "--format", "json"]).json();
    assert_eq!((runs[0]["command"].as_str(), runs.as_array().unwrap().len()), (Some("watch"), 2));
}

#[test]
fn a_page_of_a_feed_is_looked_at_again_and_another_text_is_a_version_of_its_article() {
    let (base, press) = newspaper();
    let desk = Desk::new();
    let (feed, page1) = (format!("{base}/feed"), format!("{base}/page1"));
    watch(&desk, &[&feed]);
    press.asked();
    // An hour has passed, and nothing was changed.
    make_due(&desk, &["pages", &page1, "known"]);
    assert_eq!(watch(&desk, &[&feed]).code, 0);
    assert_eq!((press.asked(), texts(&desk).len()), (vec!["/robots.txt".into(), "/page1=".into()], 4));
    // The page has another text.
    make_due(&desk, &["pages", &page1, "known"]);
    press.editions[0].store(1, Relaxed);
    let told = watch(&desk, &[&feed]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(press.asked(), ["/robots.txt", "/page1"]);
    let articles = ledger::Ledger::open_read_only(&desk.ledger()).unwrap().articles().unwrap();
    let versions: Vec<_> = articles.iter().filter(|stored| stored.article.url.as_ref() == Some(&page1)).collect();
    assert_eq!((articles.len(), versions.len()), (5, 2));
    assert_eq!(versions[0].article.id, versions[1].article.id);
    assert!(versions.iter().all(|stored| stored.public_id.contains('~')));
    assert!(told.err.contains("1 new (1 of them another text of an article known before)"), "{}", told.err);
    // The feed tells that the second page was changed; of the first it tells nothing.
    make_due(&desk, &["sources", &feed]);
    press.editions[1].store(2, Relaxed);
    watch(&desk, &[&feed]);
    assert_eq!((press.asked(), texts(&desk).len()), (vec!["/robots.txt".into(), "/feed".into(), "/page2".into()], 6));
    // Whoever does not want that is not given it.
    make_due(&desk, &["sources", &feed]);
    watch(&desk, &[&feed, "--no-pages"]);
    assert_eq!(press.asked(), ["/robots.txt", "/feed"]);
}

#[test]
fn what_a_server_packs_unasked_is_unpacked_feed_and_pages() {
    let (base, press) = newspaper();
    press.is_packed.store(true, Relaxed);
    let desk = Desk::new();
    watch(&desk, &[&format!("{base}/feed")]);
    assert!(texts(&desk).iter().any(|text| text.contains("expelled two envoys") && text.contains("/page1")));
    let told = watch(&desk, &[&format!("{base}/page4")]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(texts(&desk).iter().any(|text| text.contains("said on /page4")));
}

#[test]
fn a_page_and_a_folder_are_read_and_read_again_when_they_change() {
    let (base, _) = newspaper();
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
