//! How far reading has come: articles, rate, and the time that is left.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use acquire::{Meter, bytes_of};

use crate::cli::voice::Voice;

/// How often it is told where there is no terminal to show it on.
const PLAIN: Duration = Duration::from_secs(30);

/// Tells how far reading has come.
pub(crate) struct Progress<'a> {
    voice: &'a Voice,
    meter: Meter,
    /// Bytes of all inputs; `None` where an input has no end that is known.
    total: Option<u64>,
    begun: Instant,
    told: Instant,
    articles: usize,
}

impl<'a> Progress<'a> {
    /// Begins to tell.
    pub(crate) fn start(voice: &'a Voice, doing: &'static str, paths: &[PathBuf], meter: Meter) -> Self {
        let has_end = !paths.iter().any(|path| path == Path::new("-"));
        let total = has_end.then(|| paths.iter().map(|path| bytes_of(path)).sum()).filter(|total| *total > 0);
        voice.start_bytes(doing, total);
        Self { voice, meter, total, begun: Instant::now(), told: Instant::now(), articles: 0 }
    }

    /// One article more is done.
    pub(crate) fn advance(&mut self) {
        self.articles += 1;
        let is_shown = self.voice.is_shown();
        if !is_shown && self.told.elapsed() < PLAIN {
            return;
        }
        let line = self.line(self.begun.elapsed());
        if is_shown {
            self.voice.reach(self.meter.bytes(), line);
        } else {
            self.told = Instant::now();
            self.voice.note(line);
        }
    }

    /// "1200 articles, 45.1 a second, 61 % of the input, 40 s left".
    fn line(&self, took: Duration) -> String {
        let seconds = took.as_secs_f64().max(0.001);
        let mut line = format!("{} articles, {:.1} a second", self.articles, self.articles as f64 / seconds);
        if let Some(total) = self.total {
            let share = (self.meter.bytes() as f64 / total as f64).clamp(0.0, 1.0);
            line += &format!(", {:.0} % of the input", share * 100.0);
            if share > 0.0 {
                line += &format!(", {} left", for_reading(seconds * (1.0 - share) / share));
            }
        }
        line
    }
}

/// "40 s", "12 min", "3 h 20 min".
fn for_reading(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round() as u64;
    match (seconds, minutes) {
        (..90.0, _) => format!("{seconds:.0} s"),
        (_, ..90) => format!("{minutes} min"),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_told_in_what_a_reader_counts_in() {
        assert_eq!([40.4, 720.0, 12_000.0].map(for_reading), ["40 s", "12 min", "3 h 20 min"]);
    }
}
