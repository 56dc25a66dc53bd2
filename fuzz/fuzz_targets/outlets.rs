//! Any text as a file of outlets.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| urtext_fuzz::outlets(text));
