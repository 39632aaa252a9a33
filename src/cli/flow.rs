//! Articles worked on by several threads at once, and given back in the order in which they came.
//!
//! One thread feeds (it reads), some work, and whoever takes the results writes; queues between them are bounded, by
//! number and by letters. What is given back depends neither on the number of threads nor on which is done first.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use terms::Article;

/// Most articles between feeding and taking.
const ARTICLES: usize = 256;

/// Most scalar values between feeding and taking, unless one article alone has more.
const LETTERS: u64 = 8_000_000;

/// How often work that takes too long is looked for.
const LOOK: Duration = Duration::from_millis(200);

/// Milliseconds that threads are given to end when there is nothing more to do.
const LETTING_GO: usize = 500;

/// What is fed.
#[expect(clippy::large_enum_variant, reason = "nearly all that is fed is work")]
pub(crate) enum Fed<P, K> {
    /// Something that needs no work and keeps its place in the order.
    Pass(P),
    /// An article to work on, with a key of the feeder's.
    Work(K, Article),
}

/// What is given back, in the order of feeding.
pub(crate) enum Step<P, K, T> {
    /// As it was fed.
    Passed(P),
    /// An article and what came of it.
    Done(K, Article, T),
    /// An article of which nothing came.
    Failed(K, Article, Failure),
}

/// Why nothing came of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// It took longer than one article may.
    #[error("took longer than {} s; it was left out; raise --max-time to wait longer, or split the article", .0.as_secs())]
    Patience(Duration),
    /// The program broke on it.
    #[error("broke the program, which is a fault of the program; it was left out, the rest was read; please report it")]
    Fault,
}

/// How many threads work, and how long on one article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Threads that work.
    pub threads: NonZeroUsize,
    /// Longest work on one article; `None` waits for ever.
    pub patience: Option<Duration>,
}

/// The results of work that goes on meanwhile.
pub(crate) struct Flow<P, K, T> {
    shared: Arc<Shared<K>>,
    pace: Pace,
    results: Receiver<Message<P, K, T>>,
    hire: Box<dyn Fn()>,
    waiting: BTreeMap<u64, Step<P, K, T>>,
    next: u64,
    end: Option<u64>,
    looked: Instant,
}

/// A number in the order of feeding with what came of it; the number of all with nothing, when no more will be fed.
type Message<P, K, T> = (u64, Option<Step<P, K, T>>);

/// An article that is worked on, since when, with the feeder's key.
struct Active<K> {
    since: Instant,
    key: K,
    article: Arc<Article>,
}

struct Shared<K> {
    /// What is worked on, since when: whoever takes an entry out tells what became of it.
    active: Mutex<BTreeMap<u64, Active<K>>>,
    window: Mutex<Window>,
    room: Condvar,
}

#[derive(Default)]
struct Window {
    articles: usize,
    letters: u64,
    closed: bool,
}

/// Nothing in here is left half done by a panic, since no lock is held while others' code runs.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn letters<P, K, T>(step: &Step<P, K, T>) -> u64 {
    match step {
        Step::Passed(_) => 0,
        Step::Done(_, article, _) | Step::Failed(_, article, _) => u64::from(article.text.len()),
    }
}

/// Says how many were fed, also when feeding breaks.
struct Feeder<P, K, T> {
    fed: u64,
    results: Sender<Message<P, K, T>>,
}

impl<P, K, T> Drop for Feeder<P, K, T> {
    fn drop(&mut self) {
        let _ = self.results.send((self.fed, None));
    }
}

/// Works on what is fed.
pub(crate) fn flow<P, K, T>(
    feed: impl Iterator<Item = Fed<P, K>> + Send + 'static,
    pace: Pace,
    work: impl Fn(&Article) -> T + Send + Sync + 'static,
) -> Flow<P, K, T>
where
    P: Send + 'static,
    K: Clone + Send + 'static,
    T: Send + 'static,
{
    let shared = Arc::new(Shared { active: Mutex::default(), window: Mutex::default(), room: Condvar::new() });
    let (to_do, jobs) = bounded::<(u64, K, Article)>(pace.threads.get());
    // Bounded by the window.
    let (sender, results) = unbounded();
    let mut feeder = Feeder { fed: 0, results: sender.clone() };
    let feeding = shared.clone();
    thread::spawn(move || {
        for fed in feed {
            let size = if let Fed::Work(_, article) = &fed { u64::from(article.text.len()) } else { 0 };
            if !feeding.wait_for_room(size) {
                return;
            }
            let number = feeder.fed;
            feeder.fed += 1;
            let sent = match fed {
                Fed::Pass(passed) => feeder.results.send((number, Some(Step::Passed(passed)))).is_ok(),
                Fed::Work(key, article) => to_do.send((number, key, article)).is_ok(),
            };
            if !sent {
                return;
            }
        }
    });
    let work = Arc::new(work);
    let hired = shared.clone();
    let hire = move || {
        let (jobs, sender, shared, work) = (jobs.clone(), sender.clone(), hired.clone(), work.clone());
        thread::spawn(move || labour(&jobs, &sender, &shared, work.as_ref()));
    };
    for _ in 0..pace.threads.get() {
        hire();
    }
    Flow {
        shared,
        pace,
        results,
        hire: Box::new(hire),
        waiting: BTreeMap::new(),
        next: 0,
        end: None,
        looked: Instant::now(),
    }
}

fn labour<P, K: Clone, T>(
    jobs: &Receiver<(u64, K, Article)>,
    results: &Sender<Message<P, K, T>>,
    shared: &Shared<K>,
    work: &(impl Fn(&Article) -> T + ?Sized),
) {
    while let Ok((number, key, article)) = jobs.recv() {
        let article = Arc::new(article);
        lock(&shared.active).insert(number, Active { since: Instant::now(), key, article: article.clone() });
        let done = catch_unwind(AssertUnwindSafe(|| work(&article)));
        let Some(Active { key, article: kept, .. }) = lock(&shared.active).remove(&number) else {
            // Nobody waits for it any more, and another thread does what this one did.
            return;
        };
        drop(kept);
        let article = Arc::unwrap_or_clone(article);
        let step = match done {
            Ok(result) => Step::Done(key, article, result),
            Err(_) => Step::Failed(key, article, Failure::Fault),
        };
        if results.send((number, Some(step))).is_err() {
            return;
        }
    }
}

impl<K> Shared<K> {
    /// Waits until so many letters may come in; false where nobody takes results any more.
    fn wait_for_room(&self, letters: u64) -> bool {
        let mut window = lock(&self.window);
        while !window.closed
            && window.articles > 0
            && (window.articles >= ARTICLES || window.letters + letters > LETTERS)
        {
            window = self.room.wait(window).unwrap_or_else(PoisonError::into_inner);
        }
        window.articles += 1;
        window.letters += letters;
        !window.closed
    }

    fn make_room(&self, letters: u64) {
        let mut window = lock(&self.window);
        window.articles -= 1;
        window.letters -= letters;
        self.room.notify_one();
    }
}

impl<P, K, T> Flow<P, K, T> {
    /// Gives up on work that takes too long, and has others work in its place.
    fn look(&mut self) {
        self.looked = Instant::now();
        let Some(patience) = self.pace.patience else { return };
        let mut active = lock(&self.shared.active);
        let late: Vec<u64> =
            active.iter().filter(|(_, one)| one.since.elapsed() > patience).map(|(number, _)| *number).collect();
        for number in late {
            if let Some(Active { key, article, .. }) = active.remove(&number) {
                let step = Step::Failed(key, Article::clone(&article), Failure::Patience(patience));
                self.waiting.insert(number, step);
                (self.hire)();
            }
        }
    }
}

impl<P, K, T> Iterator for Flow<P, K, T> {
    type Item = Step<P, K, T>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(step) = self.waiting.remove(&self.next) {
                self.next += 1;
                self.shared.make_room(letters(&step));
                return Some(step);
            }
            if self.end == Some(self.next) {
                return None;
            }
            match self.results.recv_timeout(LOOK) {
                Ok((number, Some(step))) => drop(self.waiting.insert(number, step)),
                Ok((fed, None)) => self.end = Some(fed),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            if self.looked.elapsed() >= LOOK {
                self.look();
            }
        }
    }
}

impl<P, K, T> Drop for Flow<P, K, T> {
    fn drop(&mut self) {
        lock(&self.shared.window).closed = true;
        self.shared.room.notify_all();
    }
}

/// Takes back what a flow's threads shared, once they have let go of it; `None` where one that was given up on still works.
pub(crate) fn taken_back<T>(mut shared: Arc<T>) -> Option<T> {
    for _ in 0..LETTING_GO {
        match Arc::try_unwrap(shared) {
            Ok(alone) => return Some(alone),
            Err(still) => shared = still,
        }
        thread::sleep(Duration::from_millis(1));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(threads: usize, patience: Option<u64>) -> Pace {
        Pace { threads: NonZeroUsize::new(threads).unwrap(), patience: patience.map(Duration::from_millis) }
    }

    fn told(step: Step<u32, u32, usize>) -> String {
        match step {
            Step::Passed(number) => format!("passed {number}"),
            Step::Done(key, _, length) => format!("done {key} {length}"),
            Step::Failed(key, _, Failure::Fault) => format!("fault {key}"),
            Step::Failed(key, _, Failure::Patience(_)) => format!("late {key}"),
        }
    }

    fn feed(count: u32) -> impl Iterator<Item = Fed<u32, u32>> + Send + 'static {
        (0..count).map(|number| match number % 3 {
            0 => Fed::Pass(number),
            _ => Fed::Work(number, Article::of_text("x".repeat(number as usize))),
        })
    }

    #[test]
    fn results_come_in_the_order_of_feeding_whatever_the_number_of_threads() {
        let run = |threads| {
            let work = |article: &Article| {
                thread::sleep(Duration::from_micros(u64::from(article.text.len() * 37 % 500)));
                article.text.len() as usize
            };
            flow(feed(1000), pace(threads, None), work).map(told).collect::<Vec<_>>()
        };
        let one = run(1);
        assert_eq!(one.len(), 1000);
        assert_eq!(one[4], "done 4 4");
        assert_eq!(run(4), one);
    }

    #[test]
    fn what_breaks_and_what_takes_too_long_is_named_and_the_rest_goes_on() {
        let work = |article: &Article| {
            match article.text.len() {
                4 => panic!("broken on purpose"),
                5 => thread::sleep(Duration::from_secs(600)),
                _ => {}
            }
            0
        };
        let begun = Instant::now();
        let steps: Vec<_> = flow(feed(12), pace(1, Some(4000)), work).map(told).collect();
        assert_eq!(steps.len(), 12);
        assert_eq!((steps[4].as_str(), steps[5].as_str(), steps[7].as_str()), ("fault 4", "late 5", "done 7 0"));
        assert!(begun.elapsed() < Duration::from_secs(60));
    }

    #[test]
    fn a_feeder_that_breaks_ends_the_flow_after_what_it_fed() {
        let broken = feed(7).chain(std::iter::from_fn(|| panic!("broken on purpose")));
        assert_eq!(flow(broken, pace(2, None), |_| 0).count(), 7);
    }

    #[test]
    fn whoever_stops_taking_stops_the_feeding() {
        let endless = (0..).map(|number| Fed::<u32, u32>::Work(number, Article::of_text("x")));
        assert_eq!(flow(endless, pace(2, None), |_| 0).take(5).count(), 5);
    }
}
