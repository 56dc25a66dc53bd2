//! The weights of the rewrite score. Written by `tools/fit`; change them by fitting again, never by hand.

use crate::reuse::features::FEATURES;

/// Raised with every new table.
pub const WEIGHTS_VERSION: u32 = 1;

/// A paragraph by itself: one weight a measure, in the order of `FEATURE_NAMES`.
pub const PARAGRAPH: [f32; FEATURES] = [12.31, 3.21, 1.91, 1.1, -0.17, 3.87];

/// What is added to a paragraph's sum.
pub const PARAGRAPH_BIAS: f32 = -7.37;

/// A paragraph in a text that is rewritten as a whole: its own score, the mean of the others, what is added.
pub const WHOLE: [f32; 3] = [0.48, 2.45, -1.73];

/// A paragraph in a block of rewritten ones: its own score, the mean of the others, the mean of its neighbours, the
/// supporters in order, what is added.
pub const BLOCK: [f32; 5] = [0.78, 0.36, 0.48, 0.59, -5.15];

/// From the larger of the two sums to a probability: slope and what is added, by Platt's method.
pub const CALIBRATION: [f32; 2] = [1.0, 2.0];
