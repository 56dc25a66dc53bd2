//! `--timings`: where the time of a run went, on the wall and on the processors, on standard error.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use crate::cli::{Context, say};
use crate::corpus::{Spent, Timings};
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
    started: Spent,
    say: bool,
    /// The record of its stages.
    pub(super) timings: Timings,
}

impl Timed {
    /// True when it was asked for.
    pub(super) fn is_on(self) -> bool {
        self.asked
    }

    /// Starts to watch, where it was asked for.
    pub(super) fn start(self) -> Watch {
        let timings = if self.asked {
            Timings::new(wall, cpu)
        } else {
            Timings::default()
        };
        Watch::new(self.asked, timings)
    }

    /// Starts to watch in any case.
    pub(super) fn start_always(self) -> Watch {
        Watch::new(self.asked, Timings::new(wall, cpu))
    }
}

impl Watch {
    fn new(say: bool, timings: Timings) -> Self {
        Self {
            started: now(),
            say,
            timings,
        }
    }

    /// Time since the start.
    pub(super) fn whole(&self) -> Spent {
        now().since(self.started)
    }

    /// Prints the table, where it was asked for.
    pub(super) fn end(&self, context: &Context) {
        if self.say {
            let whole = self.whole();
            let stages = self.timings.stages(whole);
            say(&human::timings(
                &stages,
                whole.wall.as_secs_f64(),
                &context.print.style,
            ));
        }
    }
}

/// Time since the first call.
fn wall() -> Duration {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}

/// Time that this process has had of all processors; 0 where the system does not say.
fn cpu() -> Duration {
    ProcessTime::try_now().map_or(Duration::ZERO, |time| time.as_duration())
}

fn now() -> Spent {
    Spent {
        wall: wall(),
        cpu: cpu(),
    }
}
