//! The pages for people: the same views as text, width-aware, deterministic, every foreign string cleaned.
//!
//! A share never stands without its count; "no match" never becomes "original".

mod article;
mod audit;
mod bench;
mod intake;
mod lists;
mod pair;
mod parts;
mod tour;
mod trace;

#[cfg(test)]
pub(crate) mod samples;

pub use article::article;
pub use audit::{audit, audits};
pub use bench::{bench, timings};
pub use intake::{intake, refusals};
pub use lists::{applied, doctor, forget, furniture, outlets};
pub use pair::{Layout, compare, pair};
pub use parts::{credits, date, heading, outlet, searched, short, title};
pub use tour::{Tour, tour};
pub use trace::{Ask, check, trace};
