//! The program as a server: it starts, answers, follows the file, and ends when told to.

#![expect(clippy::unwrap_used, reason = "nothing here runs outside tests")]

mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};
use std::time::{Duration, Instant};

use program::{Desk, examples};

/// A server that is ended with the test.
struct Server {
    child: Child,
    address: String,
    told: BufReader<ChildStderr>,
}

impl Server {
    fn start(desk: &Desk) -> Self {
        let mut command = desk.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        let address = line.strip_prefix("http://").and_then(|rest| rest.split_once('/'));
        let address = address.unwrap_or_else(|| panic!("{line}")).0.to_owned();
        Self { child, address, told }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn what_others_can_reach_asks_for_a_token() {
    let desk = Desk::new();
    let open = desk.call(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(open.code, 2);
    assert!(open.err.contains("DEMARCHE_TOKEN"), "{}", open.err);
    let short = desk.call(&["serve", "--token", "short"]);
    assert!(short.code == 2 && short.err.contains("guessed"), "{}", short.err);
    let none = desk.call(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(none.code == 2 && none.err.contains("there is no ledger"), "{}", none.err);
}

#[test]
fn a_server_answers_and_shows_what_is_read_meanwhile() {
    let desk = Desk::new();
    let story = examples().join("expulsions-2016");
    assert_eq!(desk.call(&["--no-model", "read", story.join("2-lavrov-asks.txt").to_str().unwrap()]).code, 0);
    let server = Server::start(&desk);
    let page = server.get("/");
    assert!(page.starts_with("HTTP/1.1 200 OK") && page.contains("<h1>Stories</h1>"), "{page}");
    assert!(server.get("/api/stories").contains("\"total\":1"));
    assert!(!server.get("/api/events?status=refused").contains("Vladimir Putin: expel"));
    assert_eq!(desk.call(&["--no-model", "read", story.join("3-putin-refuses.md").to_str().unwrap()]).code, 0);
    until("the refusal shows up", || server.get("/api/events?status=refused").contains("Vladimir Putin: expel"));
    until("it is found", || server.get("/api/search?q=Putin&kind=article").contains("\"total\":"));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_though_somebody_listens_for_changes() {
    let desk = Desk::new();
    let story = examples().join("expulsions-2016");
    assert_eq!(desk.call(&["--no-model", "read", story.join("2-lavrov-asks.txt").to_str().unwrap()]).code, 0);
    let mut server = Server::start(&desk);
    let mut listener = TcpStream::connect(&server.address).unwrap();
    write!(listener, "GET /api/changes/stream HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    let mut begin = [0; 15];
    listener.read_exact(&mut begin).unwrap();
    assert_eq!(&begin, b"HTTP/1.1 200 OK");
    let id = server.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let begun = Instant::now();
    let ended = server.child.wait().unwrap();
    assert!(ended.success() && begun.elapsed() < Duration::from_secs(10), "{ended}, {:?}", begun.elapsed());
    let mut rest = String::new();
    server.told.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}
