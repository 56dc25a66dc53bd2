//! What is refused for its size, so that no input can stall a run or fill the memory.

/// The caps; every refusal names the one that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest document that is not compressed, in bytes.
    pub file_bytes: u64,
    /// Largest document after decompression, in bytes.
    pub inflated_bytes: u64,
    /// How many times larger than its compressed form a document may be, once it is over 1 MiB; an archive as a whole, once its
    /// members are over `inflated_bytes`.
    pub ratio: u64,
    /// Largest record of a web archive, in bytes.
    pub record_bytes: u64,
    /// Most members of one zip or tar, and most parts of one MIME message.
    pub members: usize,
    /// Longest line of a file of records, in bytes.
    pub line_bytes: usize,
    /// Longest text of one article, in bytes.
    pub text_bytes: usize,
    /// Most items of one feed, sitemap or list of feeds.
    pub items: usize,
    /// Deepest nesting of a page's elements (browsers stop at the same depth).
    pub depth: u32,
    /// Most attributes on one tag.
    pub attributes: usize,
    /// Most nodes of a page: misnested formatting tags can multiply a small page without end.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            inflated_bytes: 256 << 20,
            ratio: 200,
            record_bytes: 64 << 20,
            members: 100_000,
            line_bytes: 64 << 20,
            text_bytes: 4 << 20,
            items: 50_000,
            depth: 512,
            attributes: 512,
            nodes: 500_000,
        }
    }
}
