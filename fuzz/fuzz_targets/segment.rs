//! Any text as an article's: its blocks must tile it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| urtext_fuzz::segment(text));
