//! What is known of the servers that were asked: their robots.txt, and when they were asked last.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use texting_robots::Robot;

/// Longest pause that a robots.txt may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long a robots.txt is believed.
const BELIEVED: Duration = Duration::from_secs(24 * 60 * 60);

/// A server by scheme, host and port.
#[derive(Default)]
pub(crate) struct Host {
    asked: Option<Instant>,
    rules: Option<(Instant, Rules)>,
}

/// What robots.txt says.
pub(crate) enum Rules {
    /// There is none: all may be fetched.
    None,
    /// There is one.
    Robot(Box<Robot>),
}

impl Rules {
    /// Reads a robots.txt; one that cannot be read is none.
    pub(crate) fn of(agent: &str, bytes: &[u8]) -> Self {
        Robot::new(agent, bytes).map_or(Self::None, |robot| Self::Robot(Box::new(robot)))
    }

    fn allow(&self, url: &str) -> bool {
        match self {
            Self::None => true,
            Self::Robot(robot) => robot.allowed(url),
        }
    }

    fn pause(&self) -> Duration {
        match self {
            Self::Robot(robot) => robot
                .delay
                .filter(|seconds| seconds.is_finite() && *seconds > 0.0)
                .map_or(Duration::ZERO, |seconds| Duration::from_secs_f32(seconds.min(60.0)).min(LONGEST_PAUSE)),
            Self::None => Duration::ZERO,
        }
    }
}

/// All servers.
#[derive(Default)]
pub(crate) struct Hosts(BTreeMap<String, Host>);

impl Hosts {
    /// Whether robots.txt allows an address; `None` where it must be asked for first.
    pub(crate) fn allow(&mut self, host: &str, url: &str) -> Option<bool> {
        let (since, rules) = self.0.entry(host.to_owned()).or_default().rules.as_ref()?;
        (since.elapsed() < BELIEVED).then(|| rules.allow(url))
    }

    /// Takes a robots.txt.
    pub(crate) fn learn(&mut self, host: &str, rules: Rules) {
        self.0.entry(host.to_owned()).or_default().rules = Some((Instant::now(), rules));
    }

    /// How long to wait before the next request; from now on that request counts as made.
    pub(crate) fn turn(&mut self, host: &str, pause: Duration) -> Duration {
        let host = self.0.entry(host.to_owned()).or_default();
        let pause = host.rules.as_ref().map_or(pause, |(_, rules)| pause.max(rules.pause()));
        let now = Instant::now();
        let wait = host.asked.map_or(Duration::ZERO, |asked| (asked + pause).saturating_duration_since(now));
        host.asked = Some(now + wait);
        wait
    }
}
