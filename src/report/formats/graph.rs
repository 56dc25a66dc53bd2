//! Who copies whom, as a graph: GraphML for network tools, DOT for drawing.

use std::collections::BTreeMap;
use std::io::Write;

use crate::error::Result;
use crate::report::clean;
use crate::report::view::{DerivationView, StemmaView};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphForm {
    /// GraphML.
    GraphMl,
    /// The language of Graphviz.
    Dot,
}

/// What is common to the arrows from one node to another.
#[derive(Debug, Clone, Default)]
struct Edge {
    paragraphs: usize,
    kinds: BTreeMap<&'static str, usize>,
    credited: usize,
    direction: Option<&'static str>,
}

/// A graph that is being gathered; an edge points from the copy to its source.
#[derive(Debug, Default)]
pub struct Graph {
    /// Nodes by id, each with its label and whether the store holds it.
    nodes: BTreeMap<String, (String, bool)>,
    edges: BTreeMap<(String, String), Edge>,
}

impl Graph {
    /// Adds a derivation as an arrow between outlets; a shared quotation is none, nor is self-reuse.
    pub fn derivation(&mut self, d: &DerivationView) {
        if !d.is_copy() {
            return;
        }
        let name =
            |outlet: &Option<String>| outlet.clone().unwrap_or_else(|| "(no outlet)".to_owned());
        let (copy, source) = (name(&d.outlet), name(&d.source.outlet));
        for outlet in [&copy, &source] {
            self.nodes.insert(outlet.clone(), (outlet.clone(), true));
        }
        let edge = self.edges.entry((copy, source)).or_default();
        edge.paragraphs += 1;
        *edge.kinds.entry(d.kind).or_default() += 1;
        edge.credited += usize::from(!matches!(d.credit, "missing" | "destroyed"));
    }

    /// Adds an arrow of the stemma between articles; one to a lost source alone leads to a node that is not held.
    pub fn arrow(&mut self, view: &StemmaView) {
        let label = |outlet: &Option<String>, id: &str| {
            format!(
                "{} {}",
                outlet.as_deref().unwrap_or("(no outlet)"),
                id.get(..10).unwrap_or(id)
            )
        };
        self.nodes
            .insert(view.id.clone(), (label(&view.outlet, &view.id), true));
        let mut add = |source: String, label: String, held: bool| {
            self.nodes.entry(source.clone()).or_insert((label, held));
            let edge = self.edges.entry((view.id.clone(), source)).or_default();
            edge.paragraphs += view.paragraphs.len();
            edge.direction = Some(view.direction);
        };
        if let Some(source) = &view.source {
            add(source.id.clone(), label(&source.outlet, &source.id), true);
        }
        if let Some(lost) = &view.lost_source {
            // What nobody names is another one in each family.
            let id = if lost == "unknown" {
                format!("lost:{}", view.family)
            } else {
                format!("lost:{lost}")
            };
            add(id, format!("{lost} (not in this store)"), false);
        }
    }

    /// Writes the graph; gives the number of its edges.
    ///
    /// # Errors
    /// When `to` cannot be written to.
    pub fn write(&self, to: &mut dyn Write, form: GraphForm) -> Result<usize> {
        match form {
            GraphForm::GraphMl => self.graphml(to)?,
            GraphForm::Dot => self.dot(to)?,
        }
        Ok(self.edges.len())
    }

    fn graphml(&self, to: &mut dyn Write) -> Result<()> {
        to.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n")?;
        for (id, of, kind) in [
            ("label", "node", "string"),
            ("held", "node", "boolean"),
            ("paragraphs", "edge", "int"),
            ("verbatim", "edge", "int"),
            ("edited", "edge", "int"),
            ("partial", "edge", "int"),
            ("rewritten", "edge", "int"),
            ("credited", "edge", "int"),
            ("direction", "edge", "string"),
        ] {
            writeln!(
                to,
                "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{id}\" attr.type=\"{kind}\"/>"
            )?;
        }
        to.write_all(b"  <graph id=\"urtext\" edgedefault=\"directed\">\n")?;
        let places: BTreeMap<&String, usize> = self.nodes.keys().zip(0..).collect();
        for ((id, (label, held)), n) in self.nodes.iter().zip(0..) {
            writeln!(
                to,
                "    <node id=\"n{n}\"><data key=\"label\">{}</data><data key=\"held\">{held}</data></node>",
                xml(if label.is_empty() { id } else { label })
            )?;
        }
        for ((copy, source), edge) in &self.edges {
            write!(
                to,
                "    <edge source=\"n{}\" target=\"n{}\">",
                places[copy], places[source]
            )?;
            write!(to, "<data key=\"paragraphs\">{}</data>", edge.paragraphs)?;
            for (kind, count) in &edge.kinds {
                write!(to, "<data key=\"{kind}\">{count}</data>")?;
            }
            match edge.direction {
                Some(direction) => write!(to, "<data key=\"direction\">{direction}</data>")?,
                None => write!(to, "<data key=\"credited\">{}</data>", edge.credited)?,
            }
            to.write_all(b"</edge>\n")?;
        }
        to.write_all(b"  </graph>\n</graphml>\n")?;
        Ok(())
    }

    fn dot(&self, to: &mut dyn Write) -> Result<()> {
        to.write_all(b"digraph urtext {\n  rankdir=RL;\n  node [shape=box];\n")?;
        for (id, (label, held)) in &self.nodes {
            let style = if *held { "" } else { ", style=dashed" };
            writeln!(to, "  {} [label={}{style}];", quote(id), quote(label))?;
        }
        for ((copy, source), edge) in &self.edges {
            let style = match edge.direction {
                Some("likely") => ", style=dashed",
                Some("undecided") => ", style=dotted",
                _ => "",
            };
            let paragraphs = edge.paragraphs;
            writeln!(
                to,
                "  {} -> {} [label=\"{paragraphs}\"{style}];",
                quote(copy),
                quote(source)
            )?;
        }
        to.write_all(b"}\n")?;
        Ok(())
    }
}

/// Text inside an XML element: marked up, without what XML 1.0 cannot hold.
fn xml(text: &str) -> String {
    let mut out = String::new();
    for c in clean::line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A quoted string of DOT.
fn quote(text: &str) -> String {
    let plain = clean::line(text).replace(['\n', '\r', '\0'], " ");
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn graph(copy: &str, source: &str) -> Graph {
        let mut graph = Graph::default();
        let mut d = crate::report::human::samples::derivation(1, 2, "verbatim");
        d.outlet = Some(copy.to_owned());
        d.source.outlet = Some(source.to_owned());
        graph.derivation(&d);
        graph.derivation(&d);
        graph
    }

    #[test]
    fn arrows_between_two_outlets_are_one_edge_with_their_number() {
        let mut out = Vec::new();
        assert_eq!(
            graph("Post", "Wire")
                .write(&mut out, GraphForm::GraphMl)
                .unwrap(),
            1
        );
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("<edge source=\"n0\" target=\"n1\"><data key=\"paragraphs\">2</data><data key=\"verbatim\">2</data>"), "{text}");
        let mut out = Vec::new();
        graph("Post \"A\"", "Wire")
            .write(&mut out, GraphForm::Dot)
            .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains("\"Post \\\"A\\\"\" -> \"Wire\" [label=\"2\"];"),
            "{text}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_outlets_are_called_the_graph_is_well_formed(copy in any::<String>(), source in any::<String>()) {
            let mut out = Vec::new();
            graph(&copy, &source).write(&mut out, GraphForm::GraphMl).unwrap();
            let text = String::from_utf8(out).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(e) => prop_assert!(false, "{e}: {text}"),
                }
            }
        }
    }
}
