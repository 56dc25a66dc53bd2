//! Any bytes as newsml.
#![no_main]

use libfuzzer_sys::fuzz_target;
use urtext::ingest::Format;

fuzz_target!(|bytes: &[u8]| urtext_fuzz::read("a.xml", bytes, Format::NewsMl));
