//! Any bytes as whatever the bytes look like.
#![no_main]

use libfuzzer_sys::fuzz_target;
use urtext::ingest::Format;

fuzz_target!(|bytes: &[u8]| urtext_fuzz::read("a", bytes, Format::Auto));
