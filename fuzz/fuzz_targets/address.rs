//! Any text as an address to be fetched: what passes must be public.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| urtext_fuzz::address(text));
