use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread, now, would be caught and told as a [`Problem`](crate::Problem): a program's panic hook may then keep
/// silent.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Calls a library that may panic on what is broken; `None` where it does.
pub(crate) fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(before);
    done.ok()
}
