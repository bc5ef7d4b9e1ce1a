"""Cut from a release of schema.org's vocabulary what our JSON-LD uses: types and their properties.

    python tests/measure/schema_org.py schemaorg-current-https.jsonld 29.4

The release is `data/releases/VERSION/schemaorg-current-https.jsonld` of schemaorg/schemaorg; the
result, tests/data/schema-org.json, holds names alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from linkroll.site.schema_org import OTHER, TYPES

KEPT = Path(__file__).parent.parent / "data/schema-org.json"
AROUND = [
    "CollectionPage",
    "WebSite",
    "SearchAction",
    "EntryPoint",
    "ItemList",
    "ListItem",
    "PropertyValue",
]


def as_list(value):
    """JSON-LD writes a list of one without the list."""
    return value if isinstance(value, list) else [value] if value else []


def ancestors(name, parents):
    """A type, and all it inherits from."""
    return {name}.union(*(ancestors(parent, parents) for parent in parents.get(name, ())))


def main(path, version):
    """Write what is kept."""
    graph = json.loads(Path(path).read_text(encoding="utf-8"))["@graph"]
    parents, domains = {}, {}
    for node in graph:
        name = node["@id"]
        parents[name] = [parent["@id"] for parent in as_list(node.get("rdfs:subClassOf"))]
        domains[name] = {kind["@id"] for kind in as_list(node.get("schema:domainIncludes"))}
    kept = {}
    for kind in sorted({*TYPES.values(), OTHER, *AROUND}):
        line = ancestors(f"schema:{kind}", parents)
        assert f"schema:{kind}" in parents, f"schema.org knows no {kind}"
        kept[kind] = sorted(
            name.removeprefix("schema:") for name, used in domains.items() if used & line
        )
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(names)}" for name, names in kept.items())
    KEPT.write_text(f'{{"release": "{version}", "types": {{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
