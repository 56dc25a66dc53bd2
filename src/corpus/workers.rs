//! Long answers on all cores: workers that see one state of the store, each with a reader and a library of its own.
//!
//! Who is free takes the next item, so that one hard story does not keep the others waiting; what each has found is put together by whoever asked,
//! in an order that says nothing of who found it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use crate::corpus::watched::{Steps, Watched};
use crate::corpus::witness::Library;
use crate::error::Result;
use crate::store::Store;

/// Workers at most: each keeps what it has read, 300 to 450 MB of a million articles.
const MOST: usize = 4;

type Job<'e> = Box<dyn FnOnce(&Library<'_>) + Send + 'e>;

/// Those who make one answer.
pub(crate) struct Workers<'w, 'e> {
    /// What the one that asks has read itself.
    pub(crate) library: &'w Library<'w>,
    others: Vec<Sender<Job<'e>>>,
    watched: &'e Watched,
}

/// Does `work` with as many workers as there are cores, and no more than are worth their memory.
pub(crate) fn with<'e, T>(
    store: &Store,
    watched: &'e Watched,
    work: impl FnOnce(&Workers<'_, 'e>) -> Result<T>,
) -> Result<T> {
    let more = rayon::current_num_threads().clamp(1, MOST) - 1;
    store.read_with(more, |reader, twins| {
        let library = Library::new(reader)?;
        std::thread::scope(|threads| {
            let mut others = Vec::new();
            for twin in twins {
                let (give, jobs) = channel::<Job<'e>>();
                threads.spawn(move || {
                    // Where it cannot be made, the others do the work.
                    if let Ok(library) = Library::new(&twin) {
                        jobs.into_iter().for_each(|job| job(&library));
                    }
                });
                others.push(give);
            }
            work(&Workers {
                library: &library,
                others,
                watched,
            })
        })
    })
}

impl<'e> Workers<'_, 'e> {
    /// Goes through a list, each item by one of the workers; gives what each of them has found.
    ///
    /// # Errors
    /// One that `work` gives, or that nobody wants the answer any more; no more items are begun then.
    pub(crate) fn fold<T, A>(
        &self,
        stage: &'static str,
        list: Vec<T>,
        work: impl Fn(&Library<'_>, &mut A, &T) -> Result<()> + Send + Sync + 'e,
    ) -> Result<Vec<A>>
    where
        T: Send + Sync + 'e,
        A: Default + Send + 'e,
    {
        let steps = self.watched.steps(stage, list.len());
        steps.done(0)?;
        let round = Arc::new(Round {
            list,
            next: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
            steps,
            work,
        });
        let (tell, found) = channel();
        for other in &self.others {
            let (round, tell) = (Arc::clone(&round), tell.clone());
            let job = move |library: &Library<'_>| {
                // Who asked waits for it, or has gone with an error.
                let _ = tell.send(round.part(library));
            };
            let _ = other.send(Box::new(job));
        }
        drop(tell);
        let own = round.part(self.library);
        std::iter::once(own).chain(found).collect()
    }
}

/// One list on its way through the workers.
struct Round<'e, T, W> {
    list: Vec<T>,
    /// The next item that nobody has taken.
    next: AtomicUsize,
    /// True once one of them has failed.
    ended: AtomicBool,
    steps: Steps<'e>,
    work: W,
}

impl<T, W> Round<'_, T, W> {
    /// What one worker does of it.
    fn part<A: Default>(&self, library: &Library<'_>) -> Result<A>
    where
        W: Fn(&Library<'_>, &mut A, &T) -> Result<()>,
    {
        let mut found = A::default();
        while let Some(item) = self.list.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if self.ended.load(Ordering::Relaxed) {
                break;
            }
            let done = (self.work)(library, &mut found, item).and_then(|()| self.steps.done(1));
            if done.is_err() {
                self.ended.store(true, Ordering::Relaxed);
                done?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Mutex;

    use super::*;
    use crate::corpus::{Access, Corpus};
    use crate::error::{Error, ErrorKind};
    use crate::model::Article;

    /// A store in a file, which has several readers where there are cores.
    fn corpus(folder: &std::path::Path) -> Corpus {
        let mut corpus = Corpus::open(&folder.join("n.db"), Access::Create).unwrap();
        let article = |n: usize| Article {
            text: format!("The ferry number {n} left the harbour of Lindemar an hour late."),
            ..Article::default()
        };
        let all: Vec<Article> = (0..3).map(article).collect();
        corpus.add(&all, 7).unwrap();
        corpus
    }

    #[test]
    fn every_item_is_worked_on_once_and_told_of_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = corpus(folder.path());
        let told = Arc::new(Mutex::new(Vec::new()));
        let hear = Arc::clone(&told);
        let watched = Watched::by(move |p| {
            hear.lock().unwrap().push(p.done);
            ControlFlow::Continue(())
        });
        let found = with(&corpus.store, &watched, |workers| {
            let list: Vec<usize> = (0..500).collect();
            let first = workers.fold("count", list, |library, found: &mut Vec<usize>, n| {
                assert_eq!(library.reader.scope()?.articles, 3);
                found.push(*n);
                Ok(())
            })?;
            // The workers stay for the next list.
            let list: Vec<usize> = first.concat();
            workers.fold("sum", list, |_, sum: &mut usize, n| {
                *sum += n;
                Ok(())
            })
        });
        let found = found.unwrap();
        assert!((1..=MOST).contains(&found.len()));
        assert_eq!(found.iter().sum::<usize>(), 500 * 499 / 2);
        let expected: Vec<usize> = (0..=500).chain(0..=500).collect();
        assert_eq!(*told.lock().unwrap(), expected);
    }

    #[test]
    fn what_fails_ends_the_work_of_all() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = corpus(folder.path());
        let begun = AtomicUsize::new(0);
        let watched = Watched::default();
        let failed = with(&corpus.store, &watched, |workers| {
            let list: Vec<usize> = (0..100_000).collect();
            workers.fold("fail", list, |_, (): &mut (), n| {
                begun.fetch_add(1, Ordering::Relaxed);
                match n {
                    9 => Err(Error::input("the ninth")),
                    _ => Ok(()),
                }
            })
        });
        assert_eq!(
            failed.unwrap_err().to_string(),
            Error::input("the ninth").to_string()
        );
        assert!(begun.into_inner() < 100_000);
    }

    #[test]
    fn an_answer_that_nobody_wants_any_more_ends_for_all() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = corpus(folder.path());
        let watched = Watched::by(|p| match p.done {
            0..5 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        });
        let stopped = with(&corpus.store, &watched, |workers| {
            workers.fold("walk", vec![(); 1_000], |_, (): &mut (), ()| Ok(()))
        });
        assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Interrupted);
    }
}
