//! How far an ingest is: a bar on a terminal, else a line each ten seconds.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::out::say;
use crate::report::clean::line;
use crate::report::figures::{count, plural};

/// Time between two lines where there is no terminal.
pub(super) const EVERY: Duration = Duration::from_secs(10);

/// Shows how far a run is.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    silent: bool,
    done: u64,
    last: Instant,
}

impl Progress {
    /// Starts; `total` is the size of all inputs in bytes, where it is known.
    pub(super) fn new(bar: bool, silent: bool, total: Option<u64>) -> Self {
        let bar = bar.then(|| {
            let (bar, template) = match total {
                Some(n) => (
                    ProgressBar::new(n),
                    "{bar:30} {bytes}/{total_bytes} {eta} {msg}",
                ),
                None => (ProgressBar::new_spinner(), "{spinner} {bytes} {msg}"),
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar
        });
        Self {
            bar,
            silent,
            done: 0,
            last: Instant::now(),
        }
    }

    /// Tells how many bytes of the current input were taken, and how many articles there are so far.
    pub(super) fn at(&mut self, taken: u64, articles: usize, name: &str) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.done + taken);
            bar.set_message(format!("{} {}", plural(articles, "article"), line(name)));
        } else if !self.silent && self.last.elapsed() >= EVERY {
            self.last = Instant::now();
            say(&format!(
                "{}: {} so far",
                line(name),
                plural(articles, "article")
            ));
        }
    }

    /// Tells that an input of `size` bytes is done.
    pub(super) fn next(&mut self, size: u64) {
        self.done += size;
    }

    /// Says something above the bar.
    pub(super) fn note(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(text)),
            None => say(text),
        }
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A rate for the curious: `1 204 articles in 3.1 s`.
pub(super) fn rate(articles: usize, since: Instant) -> String {
    format!(
        "{} articles in {:.1} s",
        count(articles),
        since.elapsed().as_secs_f64()
    )
}
