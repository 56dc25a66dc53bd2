//! HTML to a tree, with a guard inside the parse.
//!
//! html5ever's tree builder takes time quadratic in the depth of open elements, and its tokenizer quadratic in the
//! attributes of one tag (measured: 256 KB of nested lists 27 s, 80 000 attributes 2.7 s). So the depth is counted as
//! nodes are appended, the attributes while a tag is still open, and the parse stops at the cap.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use dom_query::{Document, NodeId};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{Attribute, QualName, TokenizerResult};

use crate::ingest::Limits;

/// Longest piece handed to the parser between two looks at the guard, in bytes.
const PIECE: usize = 4096;

/// Why a page was not parsed to its end.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) reason: &'static str,
    pub(crate) detail: String,
}

/// Parses a page, or stops where a cap is met.
pub(crate) fn guarded(page: &str, limits: &Limits) -> Result<Document, Trouble> {
    let options = TreeBuilderOpts {
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let sink = Tokens {
        builder: TreeBuilder::new(Guard::default(), options),
        tokens: Cell::new(0),
        attributes: Cell::new(0),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut open = OpenTag::default();
    for piece in pieces(page) {
        let before = tokenizer.sink.tokens.get();
        input.push_back(StrTendril::from(piece));
        // Scripts are not run, so the parser goes on behind each.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        let moved = tokenizer.sink.tokens.get() != before;
        open.feed(piece, moved);
        check(&tokenizer.sink, &open, limits)?;
    }
    tokenizer.end();
    check(&tokenizer.sink, &open, limits)?;
    Ok(tokenizer.sink.builder.sink.finish())
}

fn check(tokens: &Tokens, open: &OpenTag, limits: &Limits) -> Result<(), Trouble> {
    let guard = &tokens.builder.sink;
    let attributes = tokens.attributes.get().max(open.attributes);
    if guard.deepest.get() > limits.depth {
        let detail = format!("elements are nested deeper than {}", limits.depth);
        return Err(Trouble {
            reason: "too deep",
            detail,
        });
    }
    if attributes > limits.attributes {
        let detail = format!("a tag has more than {} attributes", limits.attributes);
        return Err(Trouble {
            reason: "too many attributes",
            detail,
        });
    }
    if guard.depths.borrow().len() > limits.nodes {
        let detail = format!("the page has more than {} nodes", limits.nodes);
        return Err(Trouble {
            reason: "too many nodes",
            detail,
        });
    }
    Ok(())
}

/// Cuts a page before every `<` and at 4 KiB, on character boundaries: so each tag begins a piece.
fn pieces(page: &str) -> impl Iterator<Item = &str> {
    let mut rest = page;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.len_utf8();
        let mut end = rest[first..]
            .find('<')
            .map_or(rest.len(), |at| at + first)
            .min(PIECE);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Counts the attributes of a tag that the tokenizer has not finished yet.
///
/// It begins at the first `<` behind the last finished token; what begins with `<!` or `<?` is no tag.
#[derive(Debug, Default)]
struct OpenTag {
    pending: bool,
    is_tag: bool,
    quote: Option<u8>,
    previous: u8,
    attributes: usize,
}

impl OpenTag {
    /// Takes note of a piece; `moved` says that the tokenizer finished a token in it.
    fn feed(&mut self, piece: &str, moved: bool) {
        if moved {
            *self = Self::default();
            return;
        }
        if !self.pending {
            self.pending = true;
            self.is_tag = !piece.starts_with("<!") && !piece.starts_with("<?");
        }
        if !self.is_tag {
            return;
        }
        for byte in piece.bytes() {
            match self.quote {
                Some(quote) => self.quote = Some(quote).filter(|q| *q != byte),
                None if matches!(byte, b'"' | b'\'') && self.previous == b'=' => {
                    self.quote = Some(byte)
                }
                None => {
                    let gap = |b: u8| b.is_ascii_whitespace() || b == b'/';
                    let starts = gap(self.previous) || matches!(self.previous, b'"' | b'\'');
                    self.attributes += usize::from(starts && !gap(byte) && byte != b'=');
                }
            }
            if !(byte.is_ascii_whitespace() && self.previous == b'=') {
                self.previous = byte;
            }
        }
    }
}

/// Stands between tokenizer and tree builder and notes progress and attributes.
struct Tokens {
    builder: TreeBuilder<NodeId, Guard>,
    tokens: Cell<u64>,
    attributes: Cell<usize>,
}

impl TokenSink for Tokens {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if let Token::TagToken(tag) = &token {
            self.attributes
                .set(self.attributes.get().max(tag.attrs.len()));
        }
        if !matches!(token, Token::ParseError(_)) {
            self.tokens.set(self.tokens.get() + 1);
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The document under construction, with the depth of every node.
#[derive(Default)]
struct Guard {
    document: Document,
    depths: RefCell<HashMap<NodeId, u32>>,
    deepest: Cell<u32>,
}

impl Guard {
    fn depth(&self, node: &NodeId) -> u32 {
        self.depths.borrow().get(node).copied().unwrap_or(0)
    }

    /// Notes that `node` hangs one below `depth`.
    fn note(&self, node: &NodeId, depth: u32) {
        self.depths.borrow_mut().insert(*node, depth + 1);
        self.deepest.set(self.deepest.get().max(depth + 1));
    }

    fn note_child(&self, child: &NodeOrText<NodeId>, depth: u32) {
        if let NodeOrText::AppendNode(node) = child {
            self.note(node, depth);
        }
    }
}

impl TreeSink for Guard {
    type ElemName<'a> = <Document as TreeSink>::ElemName<'a>;
    type Output = Document;
    type Handle = NodeId;

    fn finish(self) -> Document {
        self.document
    }

    // Errors would fill the memory of a page that holds nothing else.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        let contents = self.document.get_template_contents(target);
        self.note(&contents, self.depth(target));
        contents
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.document.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.document.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.note_child(&child, self.depth(parent));
        self.document.append(parent, child);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.note_child(&child, self.depth(sibling).saturating_sub(1));
        self.document.append_before_sibling(sibling, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let depth = self
            .depth(element)
            .saturating_sub(1)
            .max(self.depth(previous));
        self.note_child(&child, depth);
        self.document
            .append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.document
            .append_doctype_to_document(name, public, system);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.document.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        TreeSink::remove_from_parent(&self.document, target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        TreeSink::reparent_children(&self.document, node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.document
            .is_mathml_annotation_xml_integration_point(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn reason(page: &str) -> Option<&'static str> {
        let start = Instant::now();
        let reason = guarded(page, &Limits::default()).err().map(|t| t.reason);
        // Without the guard the worst of these pages takes minutes.
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{:?}",
            start.elapsed()
        );
        reason
    }

    #[test]
    fn deep_nests_stop_the_parse() {
        for unit in ["<ul><li>", "<div>", "<template>", "<svg>"] {
            assert_eq!(reason(&unit.repeat(32_000)), Some("too deep"), "{unit}");
        }
        assert_eq!(reason(&"<div>".repeat(100_000)), Some("too deep"));
        assert_eq!(reason(&"<div>".repeat(400)), None);
        // Misnested tags that the tree builder hangs elsewhere: deep or not, they must not take long.
        for unit in [
            "<a><table>",
            "<table><div>",
            "<b><p>",
            "<b><table>",
            "<a><p>",
        ] {
            let _ = reason(&unit.repeat(20_000));
        }
    }

    #[test]
    fn a_tag_of_many_attributes_stops_the_parse() {
        let attributes: String = (0..80_000).map(|n| format!(" a{n}=1")).collect();
        for tag in ["<p", "</p", "<a title=\"<!-- \""] {
            assert_eq!(
                reason(&format!("{tag}{attributes}>x")),
                Some("too many attributes")
            );
        }
        let quoted: String = (0..80_000).map(|n| format!("a{n}='x y'")).collect();
        assert_eq!(reason(&format!("<p {quoted}")), Some("too many attributes"));
    }

    #[test]
    fn large_harmless_pages_are_fine() {
        let words = "some words in a row ".repeat(20_000);
        for page in [
            format!("<svg>{}</svg>", "<path d='M0 0'/>".repeat(12_000)),
            "<p>text".repeat(50_000),
            format!("<!-- {words} -->"),
            format!("<p data-x=\"{words}\">x"),
            format!("<script>if (a < b) {{ {words} }}</script>"),
        ] {
            assert_eq!(reason(&page), None, "{}", &page[..20]);
        }
    }

    #[test]
    fn misnested_formatting_cannot_fill_the_memory() {
        let open: String = (0..400).map(|n| format!("<b id={n}>")).collect();
        let page = format!("<p>{open}{}", "<p>x".repeat(100_000));
        assert!(reason(&page).is_some());
    }
}
