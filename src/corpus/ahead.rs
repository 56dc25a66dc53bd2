//! Adding batch after batch while the next one is read and cut: one thread writes, all others make ready.
//!
//! The batches are written one by one in the order they were handed over, and what they throw into doubt is settled after the last, so the store is what
//! adding them without this would have made of it.
//! One batch is being written and one waits for it: memory stays bounded.

use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use crate::corpus::Corpus;
use crate::corpus::cut::Ready;
use crate::error::{Error, Result};
use crate::model::Article;
use crate::report::view::IngestView;

/// Takes batches while earlier ones are written; made by [`Corpus::ahead`].
#[derive(Debug)]
pub struct Ahead {
    ready: Option<SyncSender<Ready>>,
    done: Receiver<Result<IngestView>>,
    /// Whether the corpus looks for rewrites.
    rewrites: bool,
}

impl Corpus {
    /// Does `work`, and writes meanwhile what it hands over: each batch is a transaction, as with [`Corpus::add`], and `now` becomes its
    /// articles' `first_seen_at`. All that was handed over is written, or has failed, when this returns.
    pub fn ahead<T>(&mut self, now: i64, work: impl FnOnce(&mut Ahead) -> T) -> T {
        // Nothing lies between the two: a batch is handed over when the writer is free for it.
        let (ready, batches) = sync_channel::<Ready>(0);
        let (answer, done) = channel();
        let rewrites = self.rewrites;
        std::thread::scope(|threads| {
            threads.spawn(move || {
                for batch in batches {
                    let written = self.add_some(&batch, now);
                    let failed = written.is_err();
                    // Where nobody listens any more, the answers are not wanted.
                    let _ = answer.send(written);
                    if failed {
                        return;
                    }
                }
                if let Err(error) = self.settle_doubts() {
                    let _ = answer.send(Err(error));
                }
            });
            let ready = Some(ready);
            work(&mut Ahead {
                ready,
                done,
                rewrites,
            })
        })
    }
}

impl Ahead {
    /// Makes articles ready and hands them over; waits while the writer is busy with the batch before. `told` hears of each batch that has been
    /// written since the last call.
    ///
    /// # Errors
    /// When an earlier batch could not be written. Batches after that one are not taken.
    pub fn put(&mut self, articles: Vec<Article>, told: impl FnMut(IngestView)) -> Result<()> {
        let batch = Ready::cut(articles, self.rewrites);
        let taken = self.ready.as_ref().is_some_and(|to| to.send(batch).is_ok());
        self.done.try_iter().try_for_each(heard(told))?;
        if taken {
            Ok(())
        } else {
            Err(Error::input("no batch is taken after one has failed"))
        }
    }

    /// Waits until all is written; `told` hears of what has been since the last call. Nothing is taken any more.
    ///
    /// # Errors
    /// As for [`Ahead::put`].
    pub fn end(&mut self, told: impl FnMut(IngestView)) -> Result<()> {
        self.ready = None;
        self.done.iter().try_for_each(heard(told))
    }
}

fn heard(mut told: impl FnMut(IngestView)) -> impl FnMut(Result<IngestView>) -> Result<()> {
    move |written| written.map(&mut told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(from: usize, to: usize) -> Vec<Article> {
        let one = |n: usize| Article {
            url: Some(format!("https://post.example/{}", n / 2)),
            outlet: Some(format!("Outlet {}", n % 3)),
            text: format!(
                "The ferry number {} was late again on Monday because nobody had told its crew that the tide would turn at noon.",
                n / 2
            ),
            ..Article::default()
        };
        (from..to).map(one).collect()
    }

    #[test]
    fn batches_written_ahead_make_the_store_that_adding_them_makes() {
        let mut plain = Corpus::in_memory().unwrap();
        let mut ahead = Corpus::in_memory().unwrap();
        let mut sums = (0, 0);
        for from in [0, 20, 40] {
            let view = plain.add(&articles(from, from + 25), 7).unwrap();
            sums = (sums.0 + view.added, sums.1 + view.known);
        }
        let mut told = (0, 0);
        let mut hear = |view: IngestView| told = (told.0 + view.added, told.1 + view.known);
        ahead.ahead(7, |line| {
            for from in [0, 20, 40] {
                line.put(articles(from, from + 25), &mut hear).unwrap();
            }
            line.end(&mut hear).unwrap();
        });
        assert_eq!(told, sums);
        let shown = |corpus: &Corpus| {
            let mut lines = Vec::new();
            let mut keep = |line: &crate::report::view::ArticleLine| {
                lines.push(format!("{line:?}"));
                Ok(())
            };
            corpus.articles(&mut keep).unwrap();
            (format!("{:?}", corpus.scope().unwrap()), lines)
        };
        assert_eq!(shown(&ahead), shown(&plain));
    }

    #[test]
    fn an_index_is_tidied_as_far_as_what_came_is_worth() {
        let mut corpus = Corpus::in_memory().unwrap();
        let runs = |corpus: &Corpus| corpus.store.runs().unwrap().len();
        for from in 0..3 {
            corpus.add(&articles(from * 20, from * 20 + 20), 7).unwrap();
        }
        assert_eq!(runs(&corpus), 3);
        corpus.tidy(60).unwrap();
        assert_eq!(runs(&corpus), 1);
        for from in [60, 62] {
            corpus.add(&articles(from, from + 1), 7).unwrap();
        }
        corpus.tidy(2).unwrap();
        assert_eq!(runs(&corpus), 3);
    }

    #[test]
    fn what_was_not_waited_for_is_written_too() {
        let mut corpus = Corpus::in_memory().unwrap();
        corpus.ahead(7, |line| line.put(articles(0, 10), |_| {}).unwrap());
        assert_eq!(corpus.scope().unwrap().articles, 10);
    }

    #[test]
    fn after_a_batch_that_fails_no_other_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.db");
        drop(Corpus::open(&path, crate::corpus::Access::Create).unwrap());
        let mut corpus = Corpus::open(&path, crate::corpus::Access::Read).unwrap();
        corpus.ahead(7, |line| {
            let first = line.put(articles(0, 4), |_| {});
            let second = line.put(articles(4, 8), |_| {});
            let end = line.end(|_| {});
            assert!(first.is_err() || second.is_err() || end.is_err());
        });
        assert_eq!(corpus.scope().unwrap().articles, 0);
    }
}
