//! The weights of the rewrite score. Written by `tools/fit`; change them by fitting again, never by hand.

use crate::reuse::features::FEATURES;

/// Raised with every new table.
pub const WEIGHTS_VERSION: u32 = 6;

/// A paragraph by itself: one weight a measure, in the order of `FEATURE_NAMES`.
pub const PARAGRAPH: [f32; FEATURES] = [12.01, 0.97, 1.14, 0.97, -0.16, 6.99];

/// What is added to a paragraph's sum.
pub const PARAGRAPH_BIAS: f32 = -8.3;

/// A paragraph in a text that is rewritten as a whole: its own score, the mean of the others, what is added.
pub const WHOLE: [f32; 3] = [0.75, 1.41, -0.86];

/// A paragraph in a block of rewritten ones: its own score, the mean of the others, the mean of its neighbours, the
/// supporters in order, what is added.
pub const BLOCK: [f32; 5] = [0.82, 0.02, 0.43, 0.56, -5.58];

/// From the larger of the two sums to a probability: slope and what is added, by Platt's method.
pub const CALIBRATION: [f32; 2] = [0.76, -1.28];
