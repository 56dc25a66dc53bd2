//! A share or probability.

use std::fmt;

/// A number in `0..=1`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Score(f64);

impl Score {
    /// Certain, or the whole.
    pub const ONE: Self = Self(1.0);
    /// Nothing.
    pub const ZERO: Self = Self(0.0);

    /// Makes a score, clamping into `0..=1`; not-a-number is 0.
    pub fn new(value: f64) -> Self {
        Self(if value.is_nan() {
            0.0
        } else {
            value.clamp(0.0, 1.0)
        })
    }

    /// `part / whole`, 0 when the whole is 0.
    pub fn share(part: usize, whole: usize) -> Self {
        if whole == 0 {
            Self::ZERO
        } else {
            Self::new(part as f64 / whole as f64)
        }
    }

    /// The number itself.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}
