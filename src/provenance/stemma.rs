//! The tree of a family: for each witness the one it most likely comes from.
//!
//! Each way from one witness to another has a cost, the readings and paragraphs that it leaves unexplained; the tree is the one of least cost in
//! all that hangs from the root (the minimum spanning arborescence of Chu and Liu 1965 and Edmonds 1967, which Camin and Sokal's parsimony comes to when
//! every hypothetical ancestor is a held witness). Where dates order all witnesses it is simply each one's nearest earlier witness; where some
//! have no date, a text that stands between two others by its readings is put between them.

/// A way that a text may have taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// The source, by its place in the order of ranks.
    pub from: usize,
    /// The copy.
    pub to: usize,
    /// What it leaves unexplained; any number, compared only with those of other ways.
    pub cost: i64,
}

/// Chooses for each of `count` witnesses at most one source, so that all that can be reached from the root hang on it and the sum of costs is
/// the least; nothing for the root and for what no way leads to.
///
/// Of two ways that cost the same, the one from the witness with the smaller number is taken. A way into the root is passed over.
pub fn stemma(count: usize, root: usize, ways: &[Way]) -> Vec<Option<usize>> {
    let mut reached = vec![false; count];
    let mut stack = vec![root];
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for way in ways {
        out[way.from].push(way.to);
    }
    while let Some(at) = stack.pop() {
        if !std::mem::replace(&mut reached[at], true) {
            stack.extend(&out[at]);
        }
    }
    let usable: Vec<Edge> = ways
        .iter()
        .enumerate()
        .filter(|(_, w)| w.to != root && w.from != w.to && reached[w.from])
        .map(|(id, w)| Edge {
            from: w.from,
            to: w.to,
            cost: w.cost,
            id,
        })
        .collect();
    let mut parents = vec![None; count];
    for id in least(count, root, &usable) {
        parents[ways[id].to] = Some(ways[id].from);
    }
    parents
}

/// A way between groups of witnesses, with the way it stands for.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    cost: i64,
    id: usize,
}

/// The ways of the tree of least cost, by their numbers.
fn least(count: usize, root: usize, edges: &[Edge]) -> Vec<usize> {
    // The cheapest way into each node.
    let mut best: Vec<Option<usize>> = vec![None; count];
    for (i, edge) in edges.iter().enumerate() {
        let better = |j: usize| {
            let other = edges[j];
            (edge.cost, edge.from, edge.id) < (other.cost, other.from, other.id)
        };
        if best[edge.to].is_none_or(better) {
            best[edge.to] = Some(i);
        }
    }
    best[root] = None;
    let Some((group, groups, cyclic)) = contracted(count, &best, edges) else {
        return best.into_iter().flatten().map(|i| edges[i].id).collect();
    };
    // Into a circle a way costs what it costs more than the one that it would replace there.
    let mut inner = Vec::new();
    for (i, edge) in edges.iter().enumerate() {
        let (from, to) = (group[edge.from], group[edge.to]);
        if from == to {
            continue;
        }
        let replaced = best[edge.to].filter(|_| cyclic[to]);
        inner.push(Edge {
            from,
            to,
            cost: edge.cost - replaced.map_or(0, |r| edges[r].cost),
            id: i,
        });
    }
    let chosen = least(groups, group[root], &inner);
    // Where the circle is entered its own way is dropped.
    let mut entered = vec![false; count];
    for &i in &chosen {
        entered[edges[i].to] = true;
    }
    let kept = (0..count).filter(|&v| cyclic[group[v]] && !entered[v]);
    let kept: Vec<usize> = kept.filter_map(|v| best[v]).collect();
    chosen
        .into_iter()
        .chain(kept)
        .map(|i| edges[i].id)
        .collect()
}

/// Groups the nodes of every circle that the cheapest ways make; nothing where they make none. Gives each node's group, the number of groups, and
/// which of them are circles.
fn contracted(
    count: usize,
    best: &[Option<usize>],
    edges: &[Edge],
) -> Option<(Vec<usize>, usize, Vec<bool>)> {
    const NEW: usize = usize::MAX;
    let mut walk = vec![NEW; count];
    let mut group = vec![NEW; count];
    let mut groups = 0;
    for start in 0..count {
        let mut at = start;
        while walk[at] == NEW {
            walk[at] = start;
            match best[at] {
                Some(i) => at = edges[i].from,
                None => break,
            }
        }
        // Back at a node of this very walk: a circle, unless the walk ended there.
        if walk[at] == start && group[at] == NEW && best[at].is_some() {
            let mut on = at;
            let mut circle = Vec::new();
            loop {
                circle.push(on);
                on = best[on].map_or(on, |i| edges[i].from);
                if on == at || circle.len() > count {
                    break;
                }
            }
            let closes = circle.len() > 1
                && best[circle[circle.len() - 1]].is_some_and(|i| edges[i].from == at);
            if closes {
                for v in circle {
                    group[v] = groups;
                }
                groups += 1;
            }
        }
    }
    if groups == 0 {
        return None;
    }
    let circles = groups;
    for slot in &mut group {
        if *slot == NEW {
            *slot = groups;
            groups += 1;
        }
    }
    Some((group, groups, (0..groups).map(|g| g < circles).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn way(from: usize, to: usize, cost: i64) -> Way {
        Way { from, to, cost }
    }

    #[test]
    fn each_copy_hangs_on_its_nearest_witness() {
        let ways = [way(0, 1, 3), way(0, 2, 5), way(1, 2, 1)];
        assert_eq!(stemma(3, 0, &ways), [None, Some(0), Some(1)]);
        let tie = [way(0, 1, 3), way(1, 2, 4), way(0, 2, 4)];
        assert_eq!(stemma(3, 0, &tie)[2], Some(0), "the earlier of two as near");
    }

    #[test]
    fn a_text_between_two_others_is_put_between_them() {
        // 2 has no date: it may come from 1 or 1 from it, and each is the other's nearest.
        let ways = [way(0, 1, 20), way(0, 2, 10), way(1, 2, 9), way(2, 1, 9)];
        assert_eq!(stemma(3, 0, &ways), [None, Some(2), Some(0)]);
    }

    #[test]
    fn what_no_way_leads_to_stays_alone() {
        assert_eq!(stemma(3, 0, &[way(1, 2, 1), way(2, 1, 1)]), [None; 3]);
        assert_eq!(stemma(1, 0, &[way(0, 0, 1)]), [None]);
    }

    /// The cost of a choice of sources; nothing when it is no tree that hangs from the root 0.
    fn total(parents: &[Option<usize>], ways: &[Way]) -> Option<i64> {
        let mut sum = 0;
        for (v, &parent) in parents.iter().enumerate().skip(1) {
            let from = parent?;
            sum += ways
                .iter()
                .filter(|w| (w.from, w.to) == (from, v))
                .map(|w| w.cost)
                .min()?;
            let (mut at, mut steps) = (v, 0);
            while at != 0 {
                at = parents[at]?;
                steps += 1;
                if steps > parents.len() {
                    return None;
                }
            }
        }
        Some(sum)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_other_tree_costs_less(
            count in 2_usize..6,
            costs in proptest::collection::vec(-3_i64..12, 25),
            missing in proptest::collection::vec(any::<bool>(), 25),
        ) {
            // All ways from the root are there, so that a tree exists.
            let ways: Vec<Way> = (0..count)
                .flat_map(|a| (0..count).map(move |b| (a, b)))
                .filter(|&(a, b)| a != b && (a == 0 || !missing[a * 5 + b]))
                .map(|(a, b)| way(a, b, costs[a * 5 + b]))
                .collect();
            let found = stemma(count, 0, &ways);
            let cost = total(&found, &ways);
            prop_assert!(cost.is_some(), "{:?}", found);
            let mut least = i64::MAX;
            let choices = count.pow(u32::try_from(count - 1).unwrap());
            for mut code in 0..choices {
                let mut parents = vec![None; count];
                for parent in parents.iter_mut().skip(1) {
                    *parent = Some(code % count);
                    code /= count;
                }
                least = least.min(total(&parents, &ways).unwrap_or(i64::MAX));
            }
            prop_assert_eq!(cost, Some(least));
        }
    }
}
