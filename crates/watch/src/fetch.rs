use std::io::{self, Read};
use std::thread;
use std::time::Duration;

use ureq::config::AutoHeaderValue;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Error};
use url::Url;

use crate::address::{Guard, Named, REFUSED};
use crate::hosts::{Hosts, Rules};
use crate::{Response, Trouble, Validators};

/// Most redirects that are followed.
const REDIRECTS: usize = 5;

/// Most bytes of a robots.txt that are read, as RFC 9309 asks.
const ROBOTS: u64 = 512 * 1024;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// How servers are asked.
#[derive(Clone, Debug)]
pub struct Manners {
    /// The name that is given, also for robots.txt: letters before the first `/`.
    pub agent: String,
    /// Least pause between two requests to a host.
    pub pause: Duration,
    /// Longest that one answer may take.
    pub patience: Duration,
    /// Longest answer, in bytes.
    pub bytes: u64,
    /// Whether servers and feeds may name addresses of private networks.
    pub is_private_allowed: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            agent: concat!("demarche/", env!("CARGO_PKG_VERSION")).into(),
            pause: Duration::from_secs(2),
            patience: Duration::from_secs(30),
            bytes: 16 << 20,
            is_private_allowed: false,
        }
    }
}

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing has changed since the last answer.
    Unchanged,
    /// Something new.
    New(Response),
}

/// Asks servers, one address after another.
pub struct Fetcher {
    agent: Agent,
    manners: Manners,
    named: Named,
    hosts: Hosts,
}

/// A status with the headers that matter, and a body that is not read yet.
struct Reply {
    status: u16,
    location: Option<String>,
    retry_after: Option<Duration>,
    media: Option<String>,
    packing: Option<String>,
    validators: Validators,
    body: ureq::Body,
}

impl Fetcher {
    /// Opens no connection yet.
    pub fn new(manners: Manners) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(AutoHeaderValue::from(manners.agent.clone()))
            .accept_encoding(AutoHeaderValue::None)
            .timeout_global(Some(manners.patience))
            .timeout_connect(Some(CONNECT.min(manners.patience)))
            .build();
        let named = Named::default();
        let guard = Guard {
            named: named.clone(),
            is_private_allowed: manners.is_private_allowed,
            inner: DefaultResolver::default(),
        };
        let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
        Self { agent, manners, named, hosts: Hosts::default() }
    }

    /// Takes an address as named by the user: its host may be anywhere.
    ///
    /// # Errors
    /// It is no address of the web.
    pub fn trust(&self, url: &str) -> Result<(), Trouble> {
        self.named.add(parsed(url)?.host_str().unwrap_or_default());
        Ok(())
    }

    /// Asks for an address, after what robots.txt and manners ask to wait.
    ///
    /// # Errors
    /// Nothing whole came, or nothing may be asked for.
    pub fn fetch(&mut self, url: &str, validators: &Validators) -> Result<Answer, Trouble> {
        let mut url = parsed(url)?;
        let mut seen = Vec::new();
        loop {
            if seen.contains(&url) {
                return Err(Trouble::Circle);
            }
            if seen.len() > REDIRECTS {
                return Err(Trouble::Redirects { limit: REDIRECTS });
            }
            let reply = self.ask(&url, validators)?;
            match reply.status {
                304 => return Ok(Answer::Unchanged),
                200..=299 => {
                    let body = self.body(reply.body, self.manners.bytes)?;
                    let (media, packing, validators) = (reply.media, reply.packing, reply.validators);
                    return Ok(Answer::New(Response { url: url.into(), media, packing, body, validators }));
                }
                301 | 302 | 303 | 307 | 308 => {
                    let next = reply.location.as_deref().and_then(|location| url.join(location).ok());
                    let next = parsed(next.ok_or(Trouble::Address)?.as_str())?;
                    seen.push(url);
                    url = next;
                }
                status @ (429 | 503) => return Err(Trouble::Busy { status, wait: reply.retry_after }),
                status => return Err(Trouble::Status { status }),
            }
        }
    }

    /// One request, if robots.txt allows it.
    fn ask(&mut self, url: &Url, validators: &Validators) -> Result<Reply, Trouble> {
        let host = url.origin().ascii_serialization();
        let allowed = match self.hosts.allow(&host, url.as_str()) {
            Some(allowed) => allowed,
            None => {
                let rules = self.robots(&host)?;
                self.hosts.learn(&host, rules);
                self.hosts.allow(&host, url.as_str()).unwrap_or(true)
            }
        };
        if !allowed {
            return Err(Trouble::Robots);
        }
        thread::sleep(self.hosts.turn(&host, self.manners.pause));
        self.get(url.as_str(), validators)
    }

    /// A host's robots.txt. Where there is none, all is allowed; where the server fails, nothing is for now.
    fn robots(&self, host: &str) -> Result<Rules, Trouble> {
        let mut url = parsed(host)?;
        url.set_path("/robots.txt");
        for _ in 0..REDIRECTS {
            let reply = self.get(url.as_str(), &Validators::default())?;
            match reply.status {
                200..=299 => {
                    let mut bytes = Vec::new();
                    // What comes after the limit, or after the answer breaks off, is not known to be meant.
                    let _ = reply.body.into_reader().take(ROBOTS).read_to_end(&mut bytes);
                    let name = self.manners.agent.split('/').next().unwrap_or_default();
                    return Ok(Rules::of(name, &bytes));
                }
                301 | 302 | 303 | 307 | 308 => match reply.location.and_then(|location| url.join(&location).ok()) {
                    Some(next) => url = next,
                    None => return Ok(Rules::None),
                },
                status @ 429 | status @ 500.. => return Err(Trouble::Busy { status, wait: reply.retry_after }),
                _ => return Ok(Rules::None),
            }
        }
        Ok(Rules::None)
    }

    fn get(&self, url: &str, validators: &Validators) -> Result<Reply, Trouble> {
        let mut request = self.agent.get(url);
        if let Some(etag) = &validators.etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(date) = &validators.last_modified {
            request = request.header("If-Modified-Since", date);
        }
        let response = request.call().map_err(|error| self.trouble(error))?;
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Reply {
            status: response.status().as_u16(),
            location: header("location"),
            retry_after: header("retry-after").and_then(|value| value.trim().parse().ok()).map(Duration::from_secs),
            media: header("content-type"),
            packing: header("content-encoding"),
            validators: Validators { etag: header("etag"), last_modified: header("last-modified") },
            body: response.into_body(),
        })
    }

    /// A whole body, or none.
    fn body(&self, body: ureq::Body, limit: u64) -> Result<Vec<u8>, Trouble> {
        let told = body.content_length();
        if told.is_some_and(|told| told > limit) {
            return Err(Trouble::TooLong { limit });
        }
        let mut bytes = Vec::new();
        match body.into_reader().take(limit + 1).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit => Err(Trouble::TooLong { limit }),
            Ok(_) if told.is_some_and(|told| told > bytes.len() as u64) => Err(Trouble::BrokenOff),
            Ok(_) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Trouble::BrokenOff),
            Err(error) => Err(self.trouble(Error::from(error))),
        }
    }

    fn trouble(&self, error: Error) -> Trouble {
        match error {
            Error::Timeout(_) => Trouble::Late(self.manners.patience),
            Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Trouble::Late(self.manners.patience),
            Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => Trouble::BrokenOff,
            Error::BadUri(_) => Trouble::Address,
            Error::Other(error) if error.to_string() == REFUSED => Trouble::Private,
            other => Trouble::Unreachable {
                reason: other.to_string().chars().filter(|letter| !letter.is_control()).collect(),
            },
        }
    }
}

/// An address as a page at another address names it; as it is where it cannot be understood.
pub fn joined(base: &str, link: &str) -> String {
    Url::parse(base).and_then(|base| base.join(link)).map_or_else(|_| link.to_owned(), String::from)
}

/// An address of the web, without what points into its page.
fn parsed(url: &str) -> Result<Url, Trouble> {
    let mut url = Url::parse(url).map_err(|_| Trouble::Address)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(Trouble::Address);
    }
    url.set_fragment(None);
    Ok(url)
}
