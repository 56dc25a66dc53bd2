//! Any text as a printed date: what is read must print again, and never lie before the first newspaper.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| urtext_fuzz::date(text));
