//! How far a share may be from the truth: bootstrap intervals over whole articles.
//!
//! The paragraphs of one article are not independent, so articles are drawn, not paragraphs (the cluster bootstrap; Efron 1979, percentile interval). The
//! dice are fixed, and the articles must come in an order of content, so that the same store always gives the same interval.

/// How often the articles are drawn anew.
pub const RESAMPLES: usize = 1_000;

/// What is left out at either end, in thousandths: an interval of 95 %.
const TAIL: usize = 25;

/// A numerator and a denominator that one article adds to a share.
pub type Part = [f64; 2];

/// The dice (SplitMix64, Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((u128::from(z) * end as u128) >> 64) as usize
    }
}

/// Sums the parts of all articles that were drawn, measure by measure.
fn drawn(articles: &[Vec<Part>], measures: usize, dice: &mut Dice) -> Vec<Part> {
    let mut sums = vec![[0.0; 2]; measures];
    for _ in 0..articles.len() {
        for (sum, part) in sums.iter_mut().zip(&articles[dice.below(articles.len())]) {
            sum[0] += part[0];
            sum[1] += part[1];
        }
    }
    sums
}

fn ratio(part: &Part) -> Option<f64> {
    (part[1] > 0.0).then(|| part[0] / part[1])
}

/// The bounds that leave out the ends of what was drawn.
fn bounds(mut drawn: Vec<f64>) -> Option<[f64; 2]> {
    if drawn.is_empty() {
        return None;
    }
    drawn.sort_by(f64::total_cmp);
    let low = drawn.len() * TAIL / 1_000;
    Some([drawn[low], drawn[drawn.len() - 1 - low]])
}

/// The interval of each share, given for each article its part of each; nothing where a share has no whole.
pub fn intervals(articles: &[Vec<Part>]) -> Vec<Option<[f64; 2]>> {
    let measures = articles.first().map_or(0, Vec::len);
    let mut found: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLES); measures];
    let mut dice = Dice(1);
    for _ in 0..RESAMPLES {
        for (list, part) in found.iter_mut().zip(drawn(articles, measures, &mut dice)) {
            list.extend(ratio(&part));
        }
    }
    found.into_iter().map(bounds).collect()
}

/// The interval of the difference of each share of two sets of articles, the first less the second.
pub fn differences(one: &[Vec<Part>], other: &[Vec<Part>]) -> Vec<Option<[f64; 2]>> {
    let measures = one.first().map_or(0, Vec::len);
    let mut found: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLES); measures];
    let mut dice = Dice(2);
    for _ in 0..RESAMPLES {
        let a = drawn(one, measures, &mut dice);
        let b = drawn(other, measures, &mut dice);
        for (list, (x, y)) in found.iter_mut().zip(a.iter().zip(&b)) {
            list.extend(ratio(x).zip(ratio(y)).map(|(x, y)| x - y));
        }
    }
    found.into_iter().map(bounds).collect()
}

/// The interval of a percentile (nearest rank) of values of which each article has one.
pub fn of_percentile(values: &[i64], percent: usize) -> Option<[i64; 2]> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let mut dice = Dice(3);
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    let mut found = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let mut places: Vec<usize> = (0..sorted.len())
            .map(|_| dice.below(sorted.len()))
            .collect();
        places.sort_unstable();
        found.push(sorted[places[rank]]);
    }
    found.sort_unstable();
    let low = found.len() * TAIL / 1_000;
    Some([found[low], found[found.len() - 1 - low]])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Articles of a population in which `share` of all paragraphs is copied, whole articles at a time in half of them.
    fn sample(count: usize, share: f64, seed: u64) -> Vec<Vec<Part>> {
        let mut dice = Dice(seed);
        (0..count)
            .map(|_| {
                let paragraphs = 5 + dice.below(10);
                let copied = (0..paragraphs)
                    .filter(|_| (dice.below(1_000) as f64) < share * 1_000.0)
                    .count();
                vec![[copied as f64, paragraphs as f64]]
            })
            .collect()
    }

    #[test]
    fn about_ninety_five_of_a_hundred_intervals_hold_the_truth() {
        let hits = (0..100)
            .filter(|seed| {
                let [low, high] = intervals(&sample(60, 0.3, 100 + seed))[0].unwrap();
                (low..=high).contains(&0.3)
            })
            .count();
        assert!((88..=99).contains(&hits), "{hits}");
    }

    #[test]
    fn more_articles_make_it_narrower_and_none_make_none() {
        let width = |count| {
            let [low, high] = intervals(&sample(count, 0.5, 7))[0].unwrap();
            high - low
        };
        assert!(width(400) < width(25));
        assert_eq!(intervals(&[vec![[0.0, 0.0]]]), [None]);
        assert!(intervals(&[]).is_empty());
        assert_eq!(of_percentile(&[], 50), None);
    }

    #[test]
    fn the_same_articles_give_the_same_interval_and_their_difference_holds_nought() {
        let one = sample(50, 0.4, 3);
        assert_eq!(intervals(&one), intervals(&one));
        let [low, high] = differences(&one, &one)[0].unwrap();
        assert!(low < 0.0 && 0.0 < high);
        let [low, _] = differences(&sample(80, 0.7, 5), &sample(80, 0.2, 6))[0].unwrap();
        assert!(low > 0.0);
        let lags: Vec<i64> = (0..100).collect();
        let [low, high] = of_percentile(&lags, 50).unwrap();
        assert!(low < 49 && 49 < high);
    }
}
