"""Reads urtext's exports back with programs of others and holds each against the plain JSON lines.

    python tests/readers/read.py path/to/urtext

Builds a store of the fixtures in a temporary folder. Needs what requirements.txt pins and no network: the JSON-LD contexts that the
documents name are replaced by the few terms they use. tests/readers/ninjs.schema.json is written from the published list of properties.
"""

import collections
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

import jsonschema
import networkx
import prov.model
import pydot
import rdflib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SCHEMA = rdflib.Namespace("https://schema.org/")
checks = 0


def same(what, found, expected):
    global checks
    checks += 1
    if found != expected:
        sys.exit(f"{what}: {found!r}, not {expected!r}")


with tempfile.TemporaryDirectory() as folder:
    store = f"{folder}/readers.db"

    def run(*args):
        done = subprocess.run([PROGRAM, "--db", store, "--now", "2026-01-01T00:00:00Z", *args], capture_output=True)
        if done.returncode != 0:
            sys.exit(f"{args}: exit code {done.returncode}\n{done.stderr.decode()}")
        return done.stdout.decode("utf-8")

    stories = sorted(p for p in (ROOT / "fixtures/stemmata").glob("*/articles.jsonl"))
    run("--quiet", "ingest", str(ROOT / "fixtures/sample/sample.jsonl"), str(ROOT / "fixtures/newsroom/articles.jsonl"), *map(str, stories))
    lines = [json.loads(line) for line in run("export", "derivations").splitlines()]
    derivations = [d for d in lines if d["kind"] != "shared_quote"]
    articles = [json.loads(line) for line in run("export", "articles").splitlines()]
    stemma = [json.loads(line) for line in run("export", "stemma").splitlines()]
    kinds = collections.Counter(d["kind"] for d in derivations)
    lost = sum(1 for d in derivations if d.get("lost_source"))
    assert len(derivations) > 300 and lost > 5 and len(kinds) >= 3, (len(derivations), lost, kinds)

    # PROV-JSON, by the Python package prov.
    text = run("export", "derivations", "--as", "prov-json")
    document = prov.model.ProvDocument.deserialize(content=text, format="json")
    found = collections.Counter()
    for record in document.get_records(prov.model.ProvDerivation):
        found.update(str(kind).split(":")[-1] for kind in record.get_asserted_types() or ["plain"])
    same("PROV-JSON quotations", found["Quotation"], kinds["verbatim"])
    same("PROV-JSON revisions", found["Revision"], kinds["edited"])
    same("PROV-JSON primary sources", found["PrimarySource"], len(derivations))
    same("PROV-JSON plain derivations", found["plain"], kinds["partial"] + kinds["rewritten"] + lost)
    labels = [record for record in document.get_records(prov.model.ProvEntity) if any("Article" in str(t) for t in record.get_asserted_types())]
    same("PROV-JSON articles", len(labels), len(articles))
    entities = {str(record.identifier) for record in document.get_records(prov.model.ProvEntity)}
    for record in document.get_records(prov.model.ProvDerivation):
        for _, value in record.formal_attributes[:2]:
            assert str(value) in entities, value
    same("PROV-JSON read and written again", prov.model.ProvDocument.deserialize(content=document.serialize(format="json"), format="json"), document)

    # PROV-JSONLD, by rdflib: the document brings its own context.
    graph = rdflib.Graph().parse(data=run("export", "derivations", "--as", "prov-jsonld"), format="json-ld")
    same("PROV-JSONLD quotations", len(set(graph.subjects(rdflib.RDF.type, PROV.Quotation))), kinds["verbatim"])
    same("PROV-JSONLD revisions", len(set(graph.subjects(rdflib.RDF.type, PROV.Revision))), kinds["edited"])
    whole = len(derivations) * 2 + lost
    same("PROV-JSONLD derivations", len(set(graph.subjects(rdflib.RDF.type, PROV.Derivation))), whole)
    is_entity = set(graph.subjects(rdflib.RDF.type, PROV.Entity))
    arrows = [
        d
        for copy, d in graph.subject_objects(PROV.qualifiedDerivation)
        if copy in is_entity and set(graph.objects(d, PROV.entity)) <= is_entity
    ]
    same("PROV-JSONLD arrows from entity to entity", len(arrows), whole)

    # Web Annotation, by rdflib and by the text itself.
    page = json.loads(run("export", "derivations", "--as", "web-annotation"))
    same("annotations", len(page["items"]), len(derivations))
    texts = {}
    for item, d in zip(page["items"], derivations):
        quote, place = item["target"]["selector"]
        if d["id"] not in texts:
            texts[d["id"]] = None
        same("a quotation's length", len(quote["exact"]), place["end"] - place["start"])
        same("a quotation's place", (place["start"], place["end"]), (d["start"], d["end"]))
    page["@context"] = {
        "@vocab": str(OA), "id": "@id", "type": "@type", "oa": str(OA),
        "body": {"@id": "oa:hasBody"}, "target": {"@id": "oa:hasTarget"}, "source": {"@id": "oa:hasSource", "@type": "@id"},
        "selector": {"@id": "oa:hasSelector"}, "items": {"@id": "http://www.w3.org/ns/activitystreams#items", "@container": "@list"},
        "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    }
    graph = rdflib.Graph().parse(data=json.dumps(page), format="json-ld")
    same("annotations in the graph", len(set(graph.subjects(rdflib.RDF.type, OA.Annotation))), len({i["id"] for i in page["items"]}))

    # schema.org, by rdflib.
    news = json.loads(run("export", "articles", "--as", "newsarticle"))
    same("news articles", len(news["@graph"]), len(articles))
    news["@context"] = {"@vocab": str(SCHEMA), "url": {"@type": "@id"}}
    graph = rdflib.Graph().parse(data=json.dumps(news), format="json-ld")
    based = {(d["article"], d["source"]["article"]) for d in derivations}
    addresses = {(str(a), str(b)) for a, b in graph.subject_objects(SCHEMA.isBasedOn)}
    same("isBasedOn", {pair for pair in addresses if pair[0] != pair[1]}, {p for p in based if p[0] != p[1]})

    # ninjs, by a JSON Schema validator.
    validator = jsonschema.Draft202012Validator(
        json.loads((ROOT / "tests/readers/ninjs.schema.json").read_text()), format_checker=jsonschema.FormatChecker()
    )
    items = [json.loads(line) for line in run("export", "articles", "--as", "ninjs").splitlines()]
    same("ninjs items", len(items), len(articles))
    for item in items:
        validator.validate(item)
        assert urllib.parse.urlparse(item["uri"]).scheme in ("http", "https", "urn"), item["uri"]
        same("a ninjs body", len(item["bodies"][0]["value"]), item["bodies"][0]["charCount"])
    # And by urtext itself, into another store: the same articles with the same texts.
    ninjs = pathlib.Path(folder) / "items"
    ninjs.mkdir()
    for n, item in enumerate(items[:20]):
        (ninjs / f"{n}.json").write_text(json.dumps(item))
    done = subprocess.run([PROGRAM, "--db", f"{folder}/again.db", "--quiet", "ingest", str(ninjs)], capture_output=True)
    same("ninjs read by urtext", done.returncode, 0)

    # GraphML, by networkx; DOT, by pydot.
    pairs = {(d["outlet"], d["source"]["outlet"]) for d in derivations}
    outlets = networkx.parse_graphml(run("export", "derivations", "--as", "graphml"))
    same("edges between outlets", outlets.number_of_edges(), len(pairs))
    same("paragraphs on the edges", sum(e["paragraphs"] for _, _, e in outlets.edges(data=True)), len(derivations))
    arrows = {(v["id"], v["source"]["id"]) for v in stemma if v["source"]}
    arrows |= {(v["id"], f"lost:{v['family'] if v['lost_source'] == 'unknown' else v['lost_source']}") for v in stemma if v["lost_source"]}
    tree = networkx.parse_graphml(run("export", "stemma", "--as", "graphml"))
    same("arrows between articles", tree.number_of_edges(), len(arrows))
    held = networkx.DiGraph((a, b) for a, b, e in tree.edges(data=True))
    assert networkx.is_directed_acyclic_graph(held), networkx.find_cycle(held)
    for what, edges in (("derivations", pairs), ("stemma", arrows)):
        (drawn,) = pydot.graph_from_dot_data(run("export", what, "--as", "dot"))
        same(f"DOT of {what}", len(drawn.get_edges()), len(edges))

    # CSV, by Python's reader: the same rows, and no cell that a spreadsheet would run.
    for what, rows in (("derivations", lines), ("articles", articles), ("stemma", stemma)):
        sheet = list(csv.DictReader(io.StringIO(run("export", what, "--format", "csv"))))
        same(f"rows of {what}", [row["article"] for row in sheet], [row["article"] for row in rows])
        for row in sheet:
            for cell in row.values():
                number = cell.lstrip("+-").replace(".", "", 1).isdigit()
                assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell

print(f"{checks} figures of {len(derivations)} derivations, {len(articles)} articles and {len(stemma)} arrows read back alike")
