//! `--timings`: where the wall time of a run went, on standard error.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::cli::{Context, say};
use crate::corpus::Timings;
use crate::report::human;

/// The option of the commands whose stages are watched.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Timed {
    /// Say on standard error how long each stage took
    #[arg(long = "timings")]
    asked: bool,
}

/// A run that is timed.
#[derive(Debug)]
pub(super) struct Watch {
    started: Duration,
    say: bool,
    /// The record of its stages.
    pub(super) timings: Timings,
}

impl Timed {
    /// Starts to watch, where it was asked for.
    pub(super) fn start(self) -> Watch {
        let timings = if self.asked {
            Timings::new(clock)
        } else {
            Timings::default()
        };
        Watch::new(self.asked, timings)
    }

    /// Starts to watch in any case.
    pub(super) fn start_always(self) -> Watch {
        Watch::new(self.asked, Timings::new(clock))
    }
}

impl Watch {
    fn new(say: bool, timings: Timings) -> Self {
        Self {
            started: clock(),
            say,
            timings,
        }
    }

    /// Time since the start.
    pub(super) fn whole(&self) -> Duration {
        clock().saturating_sub(self.started)
    }

    /// Prints the table, where it was asked for.
    pub(super) fn end(&self, context: &Context) {
        if self.say {
            let whole = self.whole();
            let stages = self.timings.stages(whole);
            say(&human::timings(
                &stages,
                whole.as_secs_f64(),
                &context.print.style,
            ));
        }
    }
}

/// Time since the first call.
fn clock() -> Duration {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}
