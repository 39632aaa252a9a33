//! Keeps the record current while other programs write the file.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::Ledger;

use crate::desk::Desk;

/// How often the file is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// How long nothing must have been written before the record is collated anew, and how long that may be put off.
const QUIET: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(30);

/// What the file looked like: which file it is, and a number that changes with each commit.
type Look = (Option<u64>, i64);

/// Looks at the file until the server closes; what is wrong with it is told, and the record stays as it was.
pub(crate) fn watch(desk: &Arc<Desk>, tell: &dyn Fn(String)) {
    let mut ledger: Option<Ledger> = None;
    let mut known: Option<Look> = None;
    let mut changed: Option<(Instant, Instant)> = None;
    while !*desk.closing.borrow() {
        std::thread::sleep(LOOK);
        let file = which(desk.path());
        if ledger.is_none() || known.is_some_and(|(before, _)| before != file) {
            ledger = Ledger::open_read_only(desk.path()).ok();
        }
        let Some(look) = ledger.as_ref().and_then(|ledger| ledger.data_version().ok()).map(|version| (file, version))
        else {
            continue;
        };
        if known.is_some_and(|known| known != look) {
            let now = Instant::now();
            changed = Some((changed.map_or(now, |(first, _)| first), now));
        }
        known = Some(look);
        if changed.is_some_and(|(first, last)| last.elapsed() >= QUIET || first.elapsed() >= PATIENCE) {
            changed = None;
            if let Err(error) = desk.renew() {
                tell(format!("{error}; what was read before is still served"));
            }
        }
    }
}

/// Which file a path names, since another may take its place.
#[cfg(unix)]
fn which(path: &std::path::Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|data| data.ino())
}

/// Files cannot be told apart here.
#[cfg(not(unix))]
fn which(_: &std::path::Path) -> Option<u64> {
    None
}
