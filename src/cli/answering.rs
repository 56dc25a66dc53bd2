//! How far a long answer is, by the rules of an ingest: a bar on a terminal, else a line each ten seconds.
//!
//! A bar comes only where an answer keeps people waiting, and is gone before the answer is printed.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::Context;
use crate::cli::out::say;
use crate::cli::progress::EVERY;
use crate::corpus::{Access, Corpus, Progress};
use crate::error::Result;
use crate::report::figures::count;

/// Time after which an answer is long enough to say how far it is.
const LONG: Duration = Duration::from_millis(500);

/// The option of the commands whose answers may take long.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct Telling {
    /// Say each stage once it is done
    #[arg(long, hide = true)]
    progress_lines: bool,
}

/// Shows how far a long answer is; gone without a trace when it goes out of scope.
pub(super) struct Answering(Arc<Shown>);

struct Shown {
    bar: bool,
    silent: bool,
    lines: bool,
    now: Mutex<Now>,
}

/// What is shown now.
struct Now {
    bar: Option<ProgressBar>,
    stage: &'static str,
    since: Instant,
}

/// Puts one question that may take long to the store, and shows how far its answer is.
pub(super) fn ask<T>(context: &Context, put: impl FnOnce(&Corpus) -> Result<T>) -> Result<T> {
    let answering = Telling::default().start(context.progress, context.quiet);
    put(&answering.watch(context.corpus(Access::Read)?))
}

impl Telling {
    /// Starts: with a bar, or lines, or neither, by the same rules as `ingest`.
    pub(super) fn start(self, bar: bool, silent: bool) -> Answering {
        Answering(Arc::new(Shown {
            bar,
            silent,
            lines: self.progress_lines,
            now: Mutex::new(Now {
                bar: None,
                stage: "",
                since: Instant::now(),
            }),
        }))
    }
}

impl Answering {
    /// Has `corpus` tell how far its answers are.
    pub(super) fn watch(&self, corpus: Corpus) -> Corpus {
        let shown = Arc::clone(&self.0);
        corpus.watched(move |progress| {
            shown.at(progress);
            ControlFlow::Continue(())
        })
    }

    /// Takes the bar away before something is printed; the next answer has its own.
    pub(super) fn clear(&self) {
        let mut now = self.0.now();
        if let Some(bar) = now.bar.take() {
            bar.finish_and_clear();
        }
        now.since = Instant::now();
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Shown {
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn at(&self, progress: Progress) {
        let of = |total: usize| format!("{} of {}", count(progress.done), count(total));
        if let (true, Some(total)) = (self.lines, progress.total)
            && progress.done == total
        {
            say(&format!("{} {}", progress.stage, of(total)));
        }
        let mut now = self.now();
        if self.bar {
            if now.bar.is_none() && now.since.elapsed() < LONG {
                return;
            }
            let fresh = now.bar.is_none() || now.stage != progress.stage;
            now.stage = progress.stage;
            let bar = now.bar.get_or_insert_with(ProgressBar::no_length);
            if fresh {
                let template = match progress.total {
                    Some(_) => "{bar:30} {human_pos}/{human_len} {eta} {msg}",
                    None => "{spinner} {human_pos} {msg}",
                };
                if let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style);
                }
                match progress.total {
                    Some(total) => bar.set_length(total as u64),
                    None => bar.unset_length(),
                }
                bar.reset_eta();
                bar.set_message(progress.stage);
            }
            bar.set_position(progress.done as u64);
        } else if !self.silent && now.since.elapsed() >= EVERY {
            now.since = Instant::now();
            let done = progress
                .total
                .map_or_else(|| format!("{} so far", count(progress.done)), of);
            say(&format!("{}: {done}", progress.stage));
        }
    }
}
