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
    derivations = [d for d in lines if d["kind"] not in ("shared_quote", "self_reuse")]
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
    def place(article, number, start):
        return f"p:{article[2:]}.{number}" if number else f"p:{article[2:]}.at{start}"

    types = {"verbatim": "Quotation", "edited": "Revision"}
    arrows = {
        (place(d["id"], d["paragraph"], d["start"]), place(d["source"]["id"], d["source"]["paragraph"], d["source"]["start"]), types.get(d["kind"], "plain"))
        for d in derivations
    }
    arrows |= {(place(d["id"], d["paragraph"], d["start"]), d["origin"]["id"], "PrimarySource") for d in derivations}
    read = set()
    for record in document.get_records(prov.model.ProvDerivation):
        (copy, used), kind = [str(v) for _, v in record.formal_attributes[:2]], [str(k).split(":")[-1] for k in record.get_asserted_types()] or ["plain"]
        if not used.startswith("lost:"):
            read.add((copy, used, kind[0]))
    same("PROV-JSON arrows, each from copy to source", read, arrows)
    arrows_of_prov = arrows
    times = {str(r.formal_attributes[0][1]): str(r.formal_attributes[2][1]) for r in document.get_records(prov.model.ProvGeneration)}
    claimed = {a["id"]: a["published_at"] for a in articles if (a["published_at"] or "").endswith("Z")}
    same("PROV-JSON times", sorted(times), sorted(claimed))
    for article, at in claimed.items():
        same("a PROV-JSON time", times[article][:16].replace(" ", "T"), at[:16])
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

    read = {
        (str(copy).rpartition(":")[2], str(source).rpartition(":")[2])
        for copy, d in graph.subject_objects(PROV.qualifiedDerivation)
        for source in graph.objects(d, PROV.entity)
        if ":lost:" not in str(source)
    }
    same("PROV-JSONLD arrows, each from copy to source", read, {(c.partition(":")[2], u.partition(":")[2]) for c, u, _ in arrows_of_prov})

    # Web Annotation, by rdflib and by the text itself.
    items = [json.loads(line) for line in run("export", "articles", "--as", "ninjs").splitlines()]
    texts = {item["altIds"][0]["value"]: item["bodies"][0]["value"] for item in items}
    page = json.loads(run("export", "derivations", "--as", "web-annotation"))
    same("annotations", len(page["items"]), len(derivations))
    for item, d in zip(page["items"], derivations):
        ends = [(item["target"], d["id"], d["start"], d["end"])]
        ends.append((item["body"][0], d["source"]["id"], d["source"]["start"], d["source"]["end"]))
        for end, article, start, stop in ends:
            quote, position = end["selector"]
            text = texts[article]
            same("a quotation's place", (position["start"], position["end"]), (start, stop))
            same("a quotation", quote["exact"], text[start:stop])
            same("what stands before it", quote["prefix"], text[max(0, start - 32) : start])
            same("what stands behind it", quote["suffix"], text[stop : stop + 32])
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
    based = {(d["id"][2:], d["source"]["id"][2:]) for d in derivations}
    read = {(str(a).rpartition(":")[2], str(b).rpartition(":")[2]) for a, b in graph.subject_objects(SCHEMA.isBasedOn)}
    same("isBasedOn", read, based)
    dates = {str(a).rpartition(":")[2]: str(d) for a, d in graph.subject_objects(SCHEMA.datePublished)}
    same("datePublished", dates, {a["id"][2:]: a["published_at"] for a in articles if a["published_at"]})

    # ninjs, by a JSON Schema validator.
    validator = jsonschema.Draft202012Validator(
        json.loads((ROOT / "tests/readers/ninjs.schema.json").read_text()), format_checker=jsonschema.FormatChecker()
    )
    same("ninjs items", len(items), len(articles))
    for item in items:
        validator.validate(item)
        assert urllib.parse.urlparse(item["uri"]).scheme in ("http", "https", "urn"), item["uri"]
        about = {d["source"]["article"] for d in derivations if d["id"] == item["altIds"][0]["value"]}
        about = {a if a.startswith("http") else f"urn:urtext:article:{a[2:]}" for a in about}
        same("ninjs associations", {a["uri"] for a in item.get("associations", [])}, about)
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
    names = networkx.get_node_attributes(outlets, "label")
    read = {(names[a], names[b], e["paragraphs"]) for a, b, e in outlets.edges(data=True)}
    counts = collections.Counter((d["outlet"], d["source"]["outlet"]) for d in derivations)
    same("edges from copy to source", read, {(*pair, n) for pair, n in counts.items()})
    same("paragraphs on the edges", sum(e["paragraphs"] for _, _, e in outlets.edges(data=True)), len(derivations))
    arrows = {(v["id"], v["source"]["id"]) for v in stemma if v["source"]}
    arrows |= {(v["id"], f"lost:{v['family'] if v['lost_source'] == 'unknown' else v['lost_source']}") for v in stemma if v["lost_source"]}
    tree = networkx.parse_graphml(run("export", "stemma", "--as", "graphml"))
    same("arrows between articles", tree.number_of_edges(), len(arrows))
    held = networkx.DiGraph((a, b) for a, b, e in tree.edges(data=True))
    assert networkx.is_directed_acyclic_graph(held), networkx.find_cycle(held)
    for what, edges in (("derivations", pairs), ("stemma", arrows)):
        (drawn,) = pydot.graph_from_dot_data(run("export", what, "--as", "dot"))
        read = {(e.get_source().strip('"'), e.get_destination().strip('"')) for e in drawn.get_edges()}
        same(f"DOT of {what}", read, {(a.replace('"', '\\"'), b.replace('"', '\\"')) for a, b in edges})

    # CSV, by Python's reader: the same rows, and no cell that a spreadsheet would run.
    for what, rows in (("derivations", lines), ("articles", articles), ("stemma", stemma)):
        sheet = list(csv.DictReader(io.StringIO(run("export", what, "--format", "csv"))))
        same(f"rows of {what}", [row["article"] for row in sheet], [row["article"] for row in rows])
        for row in sheet:
            for cell in row.values():
                number = cell.lstrip("+-").replace(".", "", 1).isdigit()
                assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell

print(f"{checks} figures of {len(derivations)} derivations, {len(articles)} articles and {len(stemma)} arrows read back alike")
