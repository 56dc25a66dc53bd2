//! Where the time of a run goes: a stopwatch for the stages, off unless a clock is handed in.
//!
//! A stage that runs inside another is taken out of the outer one, so each moment is counted once and the stages add up to
//! the time that was watched. The clock comes from whoever may read one; without it nothing is measured and nothing is paid.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::report::bench::StageView;

/// Reads a clock that only goes forward; only differences of its answers are used.
pub type Clock = fn() -> Duration;

/// A stopwatch for stages; clones share one record. Off by default.
///
/// It follows one thread: work that a stage spreads over several is counted as the time that thread waits for it.
#[derive(Debug, Clone, Default)]
pub struct Timings(Option<Arc<Watch>>);

#[derive(Debug)]
struct Watch {
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Stages in the order in which they first ended.
    stages: Vec<(&'static str, Duration)>,
    /// Time of the stages that ended inside the one that is running.
    inner: Duration,
}

impl Watch {
    fn state(&self) -> MutexGuard<'_, State> {
        // Durations are whole even when a holder of the lock has panicked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timings {
    /// Makes a stopwatch that reads `clock`.
    pub fn new(clock: Clock) -> Self {
        let state = Mutex::default();
        Self(Some(Arc::new(Watch { clock, state })))
    }

    /// Does `work` and adds its time, less that of the stages within it, to `stage`.
    pub fn time<T>(&self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let Some(watch) = &self.0 else { return work() };
        let outer = std::mem::take(&mut watch.state().inner);
        let started = (watch.clock)();
        let done = work();
        let took = (watch.clock)().saturating_sub(started);
        let mut state = watch.state();
        let own = took.saturating_sub(state.inner);
        state.inner = outer + took;
        match state.stages.iter_mut().find(|s| s.0 == stage) {
            Some(known) => known.1 += own,
            None => state.stages.push((stage, own)),
        }
        done
    }

    /// The stages so far, and as `other` what is left of `whole`; nothing when the watch is off.
    pub fn stages(&self, whole: Duration) -> Vec<StageView> {
        let Some(watch) = &self.0 else {
            return Vec::new();
        };
        let mut stages = watch.state().stages.clone();
        let told: Duration = stages.iter().map(|s| s.1).sum();
        stages.push(("other", whole.saturating_sub(told)));
        stages
            .into_iter()
            .map(|(stage, time)| StageView {
                stage,
                seconds: time.as_secs_f64(),
                share: time.as_secs_f64() / whole.max(told).as_secs_f64().max(f64::MIN_POSITIVE),
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

    fn passes(seconds: u64) {
        NOW.set(NOW.get() + seconds);
    }

    #[test]
    fn a_stage_within_another_is_counted_once_and_all_add_up_to_the_whole() {
        let timings = Timings::new(hand);
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
        let stages = timings.stages(Duration::from_secs(10));
        let told: Vec<_> = stages.iter().map(|s| (s.stage, s.seconds)).collect();
        assert_eq!(told, [("look-up", 6.0), ("write", 3.0), ("other", 1.0)]);
        assert!((stages.iter().map(|s| s.share).sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_clock_the_work_is_done_and_nothing_is_told() {
        let timings = Timings::default();
        assert_eq!(timings.time("read", || 3), 3);
        assert!(timings.stages(Duration::from_secs(1)).is_empty());
    }
}
