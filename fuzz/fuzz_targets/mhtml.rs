//! Any bytes as mhtml.
#![no_main]

use libfuzzer_sys::fuzz_target;
use urtext::ingest::Format;

fuzz_target!(|bytes: &[u8]| urtext_fuzz::read("a.mhtml", bytes, Format::Mhtml));
