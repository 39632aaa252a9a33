//! Keeps the record current while other programs write the file.

use std::time::{Duration, Instant};

use crate::desk::{Desk, Look};

/// How often the file is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// How long nothing must have been written before the record is collated anew, and how long that may be put off.
const QUIET: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(30);

/// Looks at the file until the server closes; what is wrong with it is told, and the record stays as it was.
pub(crate) fn watch(desk: &Desk, tell: &dyn Fn(String)) {
    // What the file looked like last, since when it is another, and since when it looks like that.
    let mut changed: Option<(Look, Instant, Instant)> = None;
    while !*desk.closing.borrow() {
        std::thread::sleep(LOOK);
        let now = Instant::now();
        changed = desk.changed().map(|look| match changed {
            Some((known, first, since)) if known == look => (look, first, since),
            Some((_, first, _)) => (look, first, now),
            None => (look, now, now),
        });
        if changed.is_some_and(|(_, first, since)| since.elapsed() >= QUIET || first.elapsed() >= PATIENCE) {
            changed = None;
            if let Err(error) = desk.renew() {
                tell(format!("{error}; what was read before is still served"));
                std::thread::sleep(PATIENCE);
            }
        }
    }
}
