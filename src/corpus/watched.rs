//! How far a long answer is: told while it is made, and whoever is told can stop it.
//!
//! Only the outer loops of an answer tell, once a turn, so that telling costs nothing beside the work. What is stopped is an
//! error, never a part of an answer: half an audit would look like a whole one of half the articles.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Error, Result};

/// How far a long answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is done now, in a few words: `judge articles`.
    pub stage: &'static str,
    /// How much of the stage is done; never less than was told of it before.
    pub done: usize,
    /// How much there is to do; nothing where only the end will tell.
    pub total: Option<usize>,
}

/// Is told how far an answer is, and says whether it is still wanted.
type Told = dyn Fn(Progress) -> ControlFlow<()> + Send + Sync;

/// Whoever is told; nobody by default.
#[derive(Clone, Default)]
pub(crate) struct Watched(Option<Arc<Told>>);

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watched").field(&self.0.is_some()).finish()
    }
}

impl Watched {
    /// Tells `told` from now on.
    pub(crate) fn by(told: impl Fn(Progress) -> ControlFlow<()> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(told)))
    }

    fn tell(&self, stage: &'static str, done: usize, total: Option<usize>) -> Result<()> {
        let Some(told) = &self.0 else { return Ok(()) };
        match told(Progress { stage, done, total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => {
                Err(Error::interrupted("stopped before the answer was whole"))
            }
        }
    }

    /// Goes through a list; each turn gives an error instead of the next item once nobody wants the answer.
    pub(crate) fn over<I: IntoIterator>(
        &self,
        stage: &'static str,
        list: I,
    ) -> Over<'_, I::IntoIter>
    where
        I::IntoIter: ExactSizeIterator,
    {
        let list = list.into_iter();
        Over {
            watched: self,
            stage,
            total: list.len(),
            list,
            ended: false,
        }
    }

    /// Starts a stage that is counted by whoever does it; `total` is nothing where nobody knows how long it is.
    pub(crate) fn steps(&self, stage: &'static str, total: impl Into<Option<usize>>) -> Steps<'_> {
        Steps {
            watched: self,
            stage,
            done: Mutex::new(0),
            total: total.into(),
        }
    }
}

/// A list that tells how far it was gone through.
pub(crate) struct Over<'w, I> {
    watched: &'w Watched,
    stage: &'static str,
    total: usize,
    list: I,
    ended: bool,
}

impl<I: ExactSizeIterator> Iterator for Over<'_, I> {
    type Item = Result<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        // What was handed out before is done.
        let done = self.total - self.list.len();
        if let Err(e) = self.watched.tell(self.stage, done, Some(self.total)) {
            self.ended = true;
            return Some(Err(e));
        }
        let next = self.list.next();
        self.ended = next.is_none();
        next.map(Ok)
    }
}

/// A stage that is counted step by step, by several threads at once if need be.
pub(crate) struct Steps<'w> {
    watched: &'w Watched,
    stage: &'static str,
    done: Mutex<usize>,
    total: Option<usize>,
}

impl Steps<'_> {
    /// Tells that `more` is done.
    ///
    /// # Errors
    /// When nobody wants the answer any more.
    pub(crate) fn done(&self, more: usize) -> Result<()> {
        // Told while nobody else counts: each hears of more than the one before.
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done += more;
        self.watched.tell(self.stage, *done, self.total)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_list_that_is_gone_through_tells_every_turn_and_its_end() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&seen);
        let watched = Watched::by(move |p| {
            told.lock().unwrap().push((p.done, p.total));
            ControlFlow::Continue(())
        });
        let list: Result<Vec<u8>> = watched.over("count", [7, 8, 9]).collect();
        assert_eq!(list.unwrap(), [7, 8, 9]);
        let three = Some(3);
        assert_eq!(
            *seen.lock().unwrap(),
            [(0, three), (1, three), (2, three), (3, three)]
        );
    }

    #[test]
    fn a_list_that_is_stopped_ends_with_an_error() {
        let watched = Watched::by(|p| match p.done {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        });
        let mut list = watched.over("count", [7, 8, 9]);
        assert_eq!(list.next().unwrap().unwrap(), 7);
        let stopped = list.next().unwrap().unwrap_err();
        assert_eq!(stopped.kind(), ErrorKind::Interrupted);
        assert!(list.next().is_none());
        assert!(watched.steps("walk", None).done(1).is_err());
    }

    #[test]
    fn where_nobody_is_told_a_list_is_a_list() {
        let list: Result<Vec<u8>> = Watched::default().over("count", [7, 8]).collect();
        assert_eq!(list.unwrap(), [7, 8]);
    }
}
