//! What stands for a paragraph in the index: SHA-256, shingles, SimHash.
