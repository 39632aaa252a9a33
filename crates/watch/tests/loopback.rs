//! A server on loopback that does what servers do: stalls, lies about lengths, redirects in circles, serves garbage.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use watch::{Answer, Fetcher, Manners, Response, Trouble, Validators};

/// Requests that came, each with its headers in lower case.
type Log = Arc<Mutex<Vec<(String, Vec<String>)>>>;

/// A server that answers every path with what it is told to.
fn server(robots: &'static str) -> (String, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let log = Log::default();
    let kept = log.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let log = kept.clone();
            thread::spawn(move || serve(stream, robots, port, &log));
        }
    });
    (format!("http://127.0.0.1:{port}"), log)
}

fn serve(mut stream: TcpStream, robots: &str, port: u16, log: &Log) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let path = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
    let headers: Vec<String> =
        lines.map_while(Result::ok).take_while(|line| !line.is_empty()).map(|line| line.to_lowercase()).collect();
    let has_tag = headers.iter().any(|header| header == "if-none-match: \"one\"");
    log.lock().unwrap().push((path.clone(), headers));
    let ok = |head: &str, body: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{head}Connection: close\r\n\r\n{body}", body.len())
    };
    let to = |target: &str| {
        format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    };
    let answer = match path.as_str() {
        "/robots.txt" if robots == "broken" => {
            "HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into()
        }
        "/robots.txt" => ok("", robots),
        "/tagged" if has_tag => "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".into(),
        "/tagged" => ok("ETag: \"one\"\r\nContent-Type: text/html; charset=utf-8\r\n", "<p>news</p>"),
        "/stalls" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome");
            thread::sleep(Duration::from_secs(30));
            return None;
        }
        "/silent" => {
            thread::sleep(Duration::from_secs(30));
            return None;
        }
        "/trickles" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while stream.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
            return None;
        }
        "/short" => "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nConnection: close\r\n\r\nonly this".into(),
        "/long" => format!(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\n{}",
            "much more than that".repeat(100)
        ),
        "/huge" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
            return None;
        }
        "/huge-and-says-so" => "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\nConnection: close\r\n\r\n".into(),
        "/circle" => to("/circle-back"),
        "/circle-back" => to("/circle"),
        "/self" => to("/self"),
        "/moved" => to("/tagged"),
        "/to-a-file" => to("file:///etc/passwd"),
        "/to-a-neighbour" => to(&format!("http://127.0.0.2:{port}/tagged")),
        "/garbage" => "\u{0}\u{1}\u{2} this is no HTTP at all \r\n\r\n".into(),
        "/headers" => format!("HTTP/1.1 200 OK\r\n{}\r\n", "X-More: and more of it\r\n".repeat(100_000)),
        "/busy" => "HTTP/1.1 429 Too Many\r\nRetry-After: 120\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into(),
        path if path.starts_with("/chain") => {
            let number: u32 = path[6..].parse().unwrap_or(0);
            to(&format!("/chain{}", number + 1))
        }
        _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into(),
    };
    stream.write_all(answer.as_bytes()).ok()
}

fn fetcher(base: &str) -> Fetcher {
    let manners =
        Manners { pause: Duration::ZERO, patience: Duration::from_secs(1), bytes: 100_000, ..Manners::default() };
    let fetcher = Fetcher::new(manners);
    fetcher.trust(base).unwrap();
    fetcher
}

fn fetch(fetcher: &mut Fetcher, url: &str) -> Result<Response, Trouble> {
    match fetcher.fetch(url, &Validators::default())? {
        Answer::New(response) => Ok(response),
        Answer::Unchanged => panic!("{url}: nothing new"),
    }
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let (base, log) = server("");
    let mut fetcher = fetcher(&base);
    let url = format!("{base}/tagged");
    let first = fetch(&mut fetcher, &url).unwrap();
    assert_eq!((first.body.as_slice(), first.validators.etag.as_deref()), (b"<p>news</p>".as_slice(), Some("\"one\"")));
    assert_eq!(fetcher.fetch(&url, &first.validators).unwrap(), Answer::Unchanged);
    let log = log.lock().unwrap();
    let paths: Vec<&str> = log.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/robots.txt", "/tagged", "/tagged"]);
    assert!(log[1].1.iter().any(|header| header.starts_with("user-agent: demarche/")), "{:?}", log[1].1);
    let record = String::from_utf8(first.archived()).unwrap();
    assert!(record.contains(&format!("WARC-Target-URI: {url}\r\n")) && record.contains("charset=utf-8"), "{record}");
}

#[test]
fn whatever_a_server_does_is_a_trouble_in_time_and_the_next_address_is_asked_all_the_same() {
    let (base, _) = server("");
    let mut fetcher = fetcher(&base);
    let late = Trouble::Late(Duration::from_secs(1));
    let expected = [
        ("/stalls", late.clone()),
        ("/silent", late.clone()),
        ("/trickles", late),
        ("/short", Trouble::BrokenOff),
        ("/huge", Trouble::TooLong { limit: 100_000 }),
        ("/huge-and-says-so", Trouble::TooLong { limit: 100_000 }),
        ("/circle", Trouble::Circle),
        ("/self", Trouble::Circle),
        ("/chain0", Trouble::Redirects { limit: 5 }),
        ("/to-a-file", Trouble::Address),
        ("/to-a-neighbour", Trouble::Private),
        ("/missing", Trouble::Status { status: 404 }),
        ("/busy", Trouble::Busy { status: 429, wait: Some(Duration::from_secs(120)) }),
    ];
    for (path, trouble) in expected {
        let begun = Instant::now();
        assert_eq!(fetch(&mut fetcher, &format!("{base}{path}")), Err(trouble), "{path}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{path}: {:?}", begun.elapsed());
    }
    for path in ["/garbage", "/headers"] {
        let told = fetch(&mut fetcher, &format!("{base}{path}"));
        assert!(matches!(told, Err(Trouble::Unreachable { .. })), "{path}: {told:?}");
    }
    // More than was promised is not taken.
    assert_eq!(fetch(&mut fetcher, &format!("{base}/long")).unwrap().body, b"muc");
    let moved = fetch(&mut fetcher, &format!("{base}/moved")).unwrap();
    assert_eq!(moved.url, format!("{base}/tagged"));
    let nobody = fetch(&mut fetcher, "http://127.0.0.1:1/");
    assert!(matches!(nobody, Err(Trouble::Unreachable { .. })), "{nobody:?}");
    for address in ["ftp://example.org/", "no address", "file:///etc/passwd", "http://"] {
        assert_eq!(fetch(&mut fetcher, address), Err(Trouble::Address), "{address}");
    }
}

#[test]
fn robots_txt_is_kept_and_a_server_that_cannot_give_it_is_left_alone() {
    let (base, log) = server("User-agent: *\nDisallow: /tagged\nCrawl-delay: 1\n");
    let mut fetcher = fetcher(&base);
    assert_eq!(fetch(&mut fetcher, &format!("{base}/tagged")), Err(Trouble::Robots));
    assert_eq!(fetch(&mut fetcher, &format!("{base}/moved")), Err(Trouble::Robots));
    assert!(log.lock().unwrap().iter().all(|(path, _)| path != "/tagged"));
    let begun = Instant::now();
    let _ = fetch(&mut fetcher, &format!("{base}/missing"));
    let _ = fetch(&mut fetcher, &format!("{base}/missing"));
    assert!(begun.elapsed() > Duration::from_secs(1), "{:?}", begun.elapsed());
    let (broken, log) = server("broken");
    assert!(matches!(fetch(&mut fetcher, &format!("{broken}/tagged")), Err(Trouble::Busy { status: 500, .. })));
    assert_eq!(log.lock().unwrap().len(), 1);
}

#[test]
fn requests_to_one_host_keep_their_distance() {
    let (base, _) = server("");
    let mut fetcher = Fetcher::new(Manners { pause: Duration::from_millis(400), ..Manners::default() });
    fetcher.trust(&base).unwrap();
    let begun = Instant::now();
    for _ in 0..3 {
        fetch(&mut fetcher, &format!("{base}/tagged")).unwrap();
    }
    assert!(begun.elapsed() > Duration::from_millis(790), "{:?}", begun.elapsed());
}
