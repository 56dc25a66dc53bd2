//! How fast the hot rooms are, each alone: `cargo bench`; `cargo bench -- words` for one, `cargo test --bench rooms` to run each once.
//!
//! What an ingest costs as a whole is in METHOD.md; this is for whoever changes a room and wants to know what it did,
//! without a store on a disk. The texts are the stories of `fixtures/`, so figures of two commits can be held side by side.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use urtext::{Article, BlockKind};

fn main() {
    divan::main();
}

/// The records of all stories, as an input that is read would hold them.
fn records() -> &'static [u8] {
    static ALL: OnceLock<Vec<u8>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut files = Vec::new();
        for folder in ["fresh", "quotes", "stemmata", "stories"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("fixtures")
                .join(folder);
            for story in fs::read_dir(folder).unwrap() {
                files.push(story.unwrap().path().join("articles.jsonl"));
            }
        }
        files.sort();
        let read = files.iter().filter_map(|file| fs::read(file).ok());
        let mut all = Vec::new();
        for mut records in read {
            all.append(&mut records);
            all.push(b'\n');
        }
        all
    })
}

fn articles() -> &'static [Article] {
    static ALL: OnceLock<Vec<Article>> = OnceLock::new();
    ALL.get_or_init(|| {
        let read = urtext::ingest::read("stories.jsonl", records(), &Default::default());
        assert!(read.articles.len() > 200, "the fixtures are not there");
        read.articles
    })
}

/// The body paragraphs of each article.
fn paragraphs() -> &'static [Vec<String>] {
    static ALL: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let body = |article: &Article| -> Vec<String> {
            let blocks = urtext::segment::segment(article).blocks.into_iter();
            let body = blocks.filter(|b| b.kind == BlockKind::Paragraph);
            body.map(|b| b.span.of(&article.text).to_owned()).collect()
        };
        articles().iter().map(body).collect()
    })
}

fn letters() -> BytesCount {
    BytesCount::new(articles().iter().map(|a| a.text.len()).sum::<usize>())
}

mod text {
    use super::*;
    use urtext::text::{content_stems, words};

    #[divan::bench(sample_count = 20)]
    fn cut_into_words(bencher: Bencher<'_, '_>) {
        bencher.counter(letters()).bench(|| {
            for article in articles() {
                black_box(words(&article.text));
            }
        });
    }

    #[divan::bench(sample_count = 20)]
    fn content_stems_of_words(bencher: Bencher<'_, '_>) {
        let cut: Vec<_> = articles().iter().map(|a| words(&a.text)).collect();
        bencher.counter(letters()).bench(|| {
            for words in &cut {
                black_box(content_stems(words));
            }
        });
    }
}

mod fingerprint {
    use super::*;
    use urtext::fingerprint::fingerprint;
    use urtext::text::words;

    #[divan::bench(sample_count = 20)]
    fn fingerprints_of_paragraphs(bencher: Bencher<'_, '_>) {
        let cut: Vec<_> = paragraphs().iter().flatten().map(|p| words(p)).collect();
        bencher.counter(ItemsCount::new(cut.len())).bench(|| {
            for words in &cut {
                black_box(fingerprint(words));
            }
        });
    }
}

mod segment {
    use super::*;

    #[divan::bench(sample_count = 20)]
    fn segment_articles(bencher: Bencher<'_, '_>) {
        bencher.counter(letters()).bench(|| {
            for article in articles() {
                black_box(urtext::segment::segment(article));
            }
        });
    }
}

mod reuse {
    use super::*;
    use urtext::reuse::{Body, Prepared, Thresholds, compare};

    /// Neighbours in the list are mostly of one story, so half of the pairs share text and half do not.
    #[divan::bench(sample_count = 20)]
    fn compare_paragraphs(bencher: Bencher<'_, '_>) {
        let thresholds = Thresholds::default();
        let ready: Vec<Vec<Prepared>> = paragraphs()
            .iter()
            .map(|body| body.iter().map(|p| Prepared::new(p)).collect())
            .collect();
        let pairs: Vec<(&Prepared, &Prepared)> = ready
            .windows(2)
            .flat_map(|two| two[0].iter().zip(&two[1]))
            .collect();
        bencher.counter(ItemsCount::new(pairs.len())).bench(|| {
            for (a, b) in &pairs {
                black_box(compare(a, b, &thresholds));
            }
        });
    }

    #[divan::bench(sample_count = 20)]
    fn cosines_of_bodies(bencher: Bencher<'_, '_>) {
        let bodies: Vec<Body> = paragraphs()
            .iter()
            .map(|body| Body::new(body.iter().map(String::as_str)))
            .collect();
        bencher
            .counter(ItemsCount::new(bodies.len() - 1))
            .bench(|| {
                for two in bodies.windows(2) {
                    black_box(two[0].cosines(&two[1]));
                }
            });
    }
}

mod store {
    use super::*;
    use urtext::store::Store;

    /// Postings that no story needs: keys as even as hashes are, some shared by many passages.
    fn postings(from: u32, count: u32) -> Vec<(u64, u32)> {
        let all = (from..from + count).map(|n| (key(u64::from(n) % 60_000), n / 20 + 1));
        let mut all: Vec<(u64, u32)> = all.collect();
        all.sort_unstable();
        all
    }

    fn key(n: u64) -> u64 {
        n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 2
    }

    #[divan::bench(sample_count = 10)]
    fn add_postings(bencher: Bencher<'_, '_>) {
        const COUNT: u32 = 50_000;
        bencher
            .counter(ItemsCount::new(COUNT))
            .with_inputs(|| (Store::in_memory().unwrap(), postings(0, COUNT)))
            .bench_values(|(mut store, new)| {
                store.write(|writer| writer.add_postings(new)).unwrap();
                store
            });
    }

    #[divan::bench(sample_count = 20)]
    fn look_up_keys(bencher: Bencher<'_, '_>) {
        let mut store = Store::in_memory().unwrap();
        for batch in 0..8 {
            let new = postings(batch * 50_000, 50_000);
            store.write(|writer| writer.add_postings(new)).unwrap();
        }
        let mut keys: Vec<u64> = (0..2_000).map(|n| key(n * 37)).collect();
        keys.sort_unstable();
        keys.dedup();
        bencher
            .counter(ItemsCount::new(keys.len()))
            .bench_local(|| store.read(|reader| reader.lookup(&keys, 32)).unwrap());
    }
}

mod ingest {
    use super::*;
    use std::ops::ControlFlow;
    use urtext::ingest::read_stream;

    #[divan::bench(sample_count = 20)]
    fn read_json_lines(bencher: Bencher<'_, '_>) {
        let records = records();
        bencher.counter(BytesCount::new(records.len())).bench(|| {
            let mut count = 0;
            read_stream(
                "stories.jsonl",
                records,
                &Default::default(),
                &mut |record| {
                    count += usize::from(record.item.is_ok());
                    ControlFlow::Continue(())
                },
            );
            count
        });
    }
}
