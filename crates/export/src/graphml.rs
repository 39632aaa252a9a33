//! GraphML: who to whom. A node is somebody who acts or is acted upon, an edge all that one did to the other, with counts
//! of what PLOVER records: a refused expulsion counts as a refusal.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use terms::{Actor, Party};

use crate::counted::counted;
use crate::source::{Source, name};

/// Attributes of nodes and edges: where, name, type.
const KEYS: [(&str, &str, &str); 18] = [
    ("graph", "ontology", "string"),
    ("graph", "ontology_version", "string"),
    ("graph", "mapping_version", "string"),
    ("node", "name", "string"),
    ("node", "code", "string"),
    ("node", "sector", "string"),
    ("node", "wikidata_id", "string"),
    ("edge", "weight", "long"),
    ("edge", "verbal_cooperation", "long"),
    ("edge", "material_cooperation", "long"),
    ("edge", "verbal_conflict", "long"),
    ("edge", "material_conflict", "long"),
    ("edge", "mean_scale", "double"),
    ("edge", "first_date", "string"),
    ("edge", "last_date", "string"),
    ("edge", "types", "string"),
    ("edge", "events", "string"),
    ("edge", "ontology_version", "string"),
];

/// All that one did to another.
#[derive(Default)]
struct Edge<'a> {
    quads: [u64; 4],
    scale: f64,
    days: Vec<String>,
    types: BTreeMap<&'static str, u64>,
    events: Vec<&'a str>,
}

type Node<'a> = (&'a str, Option<&'a str>, Option<&'static str>, Option<&'a str>);

pub(crate) fn write(source: &Source<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut nodes: BTreeMap<Node<'_>, usize> = BTreeMap::new();
    let mut edges: BTreeMap<(Node<'_>, Node<'_>), Edge<'_>> = BTreeMap::new();
    for counted in counted(source) {
        for party in counted.event.actor.iter().chain(&counted.event.recipient) {
            nodes.insert(node(party), 0);
        }
        for (from, to) in pairs(&counted.event.actor, &counted.event.recipient) {
            let edge = edges.entry((from, to)).or_default();
            if let Some(count) = edge.quads.get_mut(usize::from(counted.plover.quad_code).wrapping_sub(1)) {
                *count += 1;
            }
            edge.scale += counted.plover.event_scale;
            edge.days.extend(counted.days.map(|days| days.first.to_string()));
            *edge.types.entry(counted.plover.event.as_str()).or_default() += 1;
            edge.events.push(&counted.event.id);
        }
    }
    for (index, place) in nodes.values_mut().enumerate() {
        *place = index;
    }
    print(source, &nodes, &edges, out)
}

/// Each actor to each recipient, once; nobody to himself where the deed is mutual.
fn pairs<'a>(actors: &'a [Party], recipients: &'a [Party]) -> Vec<(Node<'a>, Node<'a>)> {
    let all = actors.iter().flat_map(|actor| recipients.iter().map(move |recipient| (node(actor), node(recipient))));
    let mut pairs: Vec<(Node<'_>, Node<'_>)> = all.collect();
    pairs.sort_unstable();
    pairs.dedup();
    if pairs.iter().any(|(from, to)| from != to) {
        pairs.retain(|(from, to)| from != to);
    }
    pairs
}

fn node(party: &Party) -> Node<'_> {
    let Actor { code, sector, wikidata_id, .. } = &party.actor;
    (name(party), code.as_deref(), sector.map(|sector| sector.as_str()), wikidata_id.as_deref())
}

fn print(
    source: &Source<'_>,
    nodes: &BTreeMap<Node<'_>, usize>,
    edges: &BTreeMap<(Node<'_>, Node<'_>), Edge<'_>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let marks = source.marks();
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = BytesStart::new("graphml").with_attributes([("xmlns", "http://graphml.graphdrawing.org/xmlns")]);
    xml.write_event(Event::Start(root))?;
    for (place, name, kind) in KEYS {
        let id = format!("{place}-{name}");
        let key = [("id", id.as_str()), ("for", place), ("attr.name", name), ("attr.type", kind)];
        xml.write_event(Event::Empty(BytesStart::new("key").with_attributes(key)))?;
    }
    let graph = BytesStart::new("graph").with_attributes([("id", "who-to-whom"), ("edgedefault", "directed")]);
    xml.write_event(Event::Start(graph))?;
    datum(&mut xml, "graph-ontology", Some(marks.ontology))?;
    datum(&mut xml, "graph-ontology_version", Some(marks.ontology_version))?;
    datum(&mut xml, "graph-mapping_version", Some(marks.mapping_version))?;
    for (&(name, code, sector, item), index) in nodes {
        let id = format!("n{index}");
        xml.write_event(Event::Start(BytesStart::new("node").with_attributes([("id", id.as_str())])))?;
        for (key, value) in [("name", Some(name)), ("code", code), ("sector", sector), ("wikidata_id", item)] {
            datum(&mut xml, &format!("node-{key}"), value)?;
        }
        xml.write_event(Event::End(BytesEnd::new("node")))?;
    }
    for (index, ((from, to), edge)) in edges.iter().enumerate() {
        let place = |node: &Node<'_>| nodes.get(node).map(|index| format!("n{index}")).unwrap_or_default();
        let (id, from, to) = (format!("e{index}"), place(from), place(to));
        let ends = [("id", id.as_str()), ("source", from.as_str()), ("target", to.as_str())];
        xml.write_event(Event::Start(BytesStart::new("edge").with_attributes(ends)))?;
        counts(&mut xml, edge, marks.ontology_version)?;
        xml.write_event(Event::End(BytesEnd::new("edge")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("graph")))?;
    xml.write_event(Event::End(BytesEnd::new("graphml")))?;
    writeln!(xml.get_mut())
}

fn counts(xml: &mut Writer<&mut dyn Write>, edge: &Edge<'_>, ontology_version: &str) -> io::Result<()> {
    let count = edge.events.len();
    let [verbal_help, material_help, verbal_conflict, material_conflict] = edge.quads;
    let types: Vec<String> = edge.types.iter().map(|(name, count)| format!("{name} {count}")).collect();
    // No edge is without an event, so the mean is a number.
    let mean = edge.scale / count.max(1) as f64;
    let values = [
        ("weight", count.to_string()),
        ("verbal_cooperation", verbal_help.to_string()),
        ("material_cooperation", material_help.to_string()),
        ("verbal_conflict", verbal_conflict.to_string()),
        ("material_conflict", material_conflict.to_string()),
        ("mean_scale", format!("{mean:.3}")),
        ("types", types.join("; ")),
        ("events", edge.events.join(" ")),
        ("ontology_version", ontology_version.to_owned()),
    ];
    for (key, value) in values {
        datum(xml, &format!("edge-{key}"), Some(&value))?;
    }
    datum(xml, "edge-first_date", edge.days.iter().min().map(String::as_str))?;
    datum(xml, "edge-last_date", edge.days.iter().max().map(String::as_str))
}

/// Signs that XML cannot hold at all are left out.
fn datum(xml: &mut Writer<&mut dyn Write>, key: &str, value: Option<&str>) -> io::Result<()> {
    let Some(value) = value else { return Ok(()) };
    let held = |letter: &char| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}');
    let clean: String = value.chars().filter(held).collect();
    xml.create_element("data").with_attribute(("key", key)).write_text_content(BytesText::new(&clean))?;
    Ok(())
}
