//! Where the time of a run goes: a stopwatch for the stages, off unless a clock is handed in.
//!
//! A stage that runs inside another is taken out of the outer one, so each moment is counted once and the stages add up to
//! the time that was watched. The clock comes from whoever may read one; without it nothing is measured and nothing is paid.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::report::bench::StageView;

/// Reads a clock that only goes forward; only differences of its answers are used.
pub type Clock = fn() -> Duration;

/// Time on the wall and on the processors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// On the wall.
    pub wall: Duration,
    /// On all processors together.
    pub cpu: Duration,
}

impl Spent {
    /// What has passed since `before`.
    #[must_use]
    pub fn since(self, before: Self) -> Self {
        Self {
            wall: self.wall.saturating_sub(before.wall),
            cpu: self.cpu.saturating_sub(before.cpu),
        }
    }

    fn add(&mut self, more: Self) {
        self.wall += more.wall;
        self.cpu += more.cpu;
    }
}

/// A stopwatch for stages; clones share one record. Off by default.
///
/// It follows one thread: of work that a stage spreads over several, the wall time is what that thread waits for it; the processors' time is that of the whole
/// process while it does.
#[derive(Debug, Clone, Default)]
pub struct Timings(Option<Arc<Watch>>);

#[derive(Debug)]
struct Watch {
    wall: Clock,
    cpu: Clock,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Stages in the order in which they first ended.
    stages: Vec<(&'static str, Spent)>,
    /// Time of the stages that ended inside the one that is running.
    inner: Spent,
}

impl Watch {
    fn now(&self) -> Spent {
        Spent {
            wall: (self.wall)(),
            cpu: (self.cpu)(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Durations are whole even when a holder of the lock has panicked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timings {
    /// Makes a stopwatch that reads a clock on the wall and one of the processors' time.
    pub fn new(wall: Clock, cpu: Clock) -> Self {
        let state = Mutex::default();
        Self(Some(Arc::new(Watch { wall, cpu, state })))
    }

    /// Does `work` and adds its time, less that of the stages within it, to `stage`.
    pub fn time<T>(&self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let Some(watch) = &self.0 else { return work() };
        let outer = std::mem::take(&mut watch.state().inner);
        let started = watch.now();
        let done = work();
        let took = watch.now().since(started);
        let mut state = watch.state();
        let own = took.since(state.inner);
        state.inner = outer;
        state.inner.add(took);
        match state.stages.iter_mut().find(|s| s.0 == stage) {
            Some(known) => known.1.add(own),
            None => state.stages.push((stage, own)),
        }
        done
    }

    /// The stages so far, and as `other` what is left of `whole`; nothing when the watch is off.
    pub fn stages(&self, whole: Spent) -> Vec<StageView> {
        let Some(watch) = &self.0 else {
            return Vec::new();
        };
        let mut stages = watch.state().stages.clone();
        let mut told = Spent::default();
        stages.iter().for_each(|s| told.add(s.1));
        stages.push(("other", whole.since(told)));
        stages
            .into_iter()
            .map(|(stage, time)| StageView {
                stage,
                seconds: time.wall.as_secs_f64(),
                cpu_seconds: time.cpu.as_secs_f64(),
                share: time.wall.as_secs_f64()
                    / whole
                        .wall
                        .max(told.wall)
                        .as_secs_f64()
                        .max(f64::MIN_POSITIVE),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        static NOW: Cell<u64> = const { Cell::new(0) };
    }

    fn hand() -> Duration {
        Duration::from_secs(NOW.get())
    }

    /// Two processors are busy all the time.
    fn both() -> Duration {
        2 * hand()
    }

    fn passes(seconds: u64) {
        NOW.set(NOW.get() + seconds);
    }

    #[test]
    fn a_stage_within_another_is_counted_once_and_all_add_up_to_the_whole() {
        let timings = Timings::new(hand, both);
        let shared = timings.clone();
        let answer = timings.time("write", || {
            passes(1);
            shared.time("look-up", || passes(4));
            shared.time("look-up", || passes(2));
            passes(1);
            7
        });
        assert_eq!(answer, 7);
        timings.time("write", || passes(1));
        let whole = Spent {
            wall: Duration::from_secs(10),
            cpu: Duration::from_secs(20),
        };
        let stages = timings.stages(whole);
        let told: Vec<_> = stages
            .iter()
            .map(|s| (s.stage, s.seconds, s.cpu_seconds))
            .collect();
        assert_eq!(
            told,
            [
                ("look-up", 6.0, 12.0),
                ("write", 3.0, 6.0),
                ("other", 1.0, 2.0)
            ]
        );
        assert!((stages.iter().map(|s| s.share).sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_clock_the_work_is_done_and_nothing_is_told() {
        let timings = Timings::default();
        assert_eq!(timings.time("read", || 3), 3);
        assert!(timings.stages(Spent::default()).is_empty());
    }
}
