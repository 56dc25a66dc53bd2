//! Writes `src/reuse/weights.rs`.

use urtext::provenance::Scales;
use urtext::reuse::weights::{PARAGRAPH, PARAGRAPH_BIAS, WEIGHTS_VERSION};

use crate::model::Model;

/// The version of a table: raised when its numbers are not those this program was built with.
fn version(model: &Model) -> u32 {
    let built = Model {
        paragraph: PARAGRAPH,
        bias: PARAGRAPH_BIAS,
        scales: Scales::default(),
    };
    WEIGHTS_VERSION + u32::from(*model != built)
}

/// The source text of the table.
pub(crate) fn source(model: &Model) -> String {
    let version = version(model);
    let Model {
        paragraph,
        bias,
        scales,
    } = model;
    let Scales {
        whole,
        block,
        calibration,
    } = scales;
    format!(
        "\
//! The weights of the rewrite score. Written by `tools/fit`; change them by fitting again, never by hand.

use crate::reuse::features::FEATURES;

/// Raised with every new table.
pub const WEIGHTS_VERSION: u32 = {version};

/// A paragraph by itself: one weight a measure, in the order of `FEATURE_NAMES`.
pub const PARAGRAPH: [f32; FEATURES] = {paragraph:?};

/// What is added to a paragraph's sum.
pub const PARAGRAPH_BIAS: f32 = {bias:?};

/// A paragraph in a text that is rewritten as a whole: its own score, the mean of the others, what is added.
pub const WHOLE: [f32; 3] = {whole:?};

/// A paragraph in a block of rewritten ones: its own score, the mean of the others, the mean of its neighbours, the
/// supporters in order, what is added.
pub const BLOCK: [f32; 5] = {block:?};

/// From the larger of the two sums to a probability: slope and what is added, by Platt's method.
pub const CALIBRATION: [f32; 2] = {calibration:?};
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_this_program_was_built_with_is_written_back_as_it_stands() {
        let built = Model {
            paragraph: PARAGRAPH,
            bias: PARAGRAPH_BIAS,
            scales: Scales::default(),
        };
        assert_eq!(source(&built), include_str!("../../src/reuse/weights.rs"));
        let mut other = built;
        other.bias -= 1.0;
        let raised = format!("WEIGHTS_VERSION: u32 = {};", WEIGHTS_VERSION + 1);
        assert!(source(&other).contains(&raised));
    }
}
