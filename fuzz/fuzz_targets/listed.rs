//! Any bytes as a list of addresses: feed, sitemap or OPML.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| urtext_fuzz::listed(bytes));
