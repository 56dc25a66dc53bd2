//! Any bytes as a robots.txt.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| urtext_fuzz::robots(bytes));
