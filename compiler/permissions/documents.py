"""Policy documents of a size that IAM accepts. In: a `Target`. Out: documents by name, as JSON values.

Run as `python -m eksgen.compiler.permissions.documents`, it writes `docs/iam`, one folder a partition.

Source of the sizes, read 2026-11-30: IAM user guide, "IAM and AWS STS quotas" (a managed policy has at most
6,144 characters, and a role at most 10 of them by default; white space is not counted).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .statements import Statement, apply_statements, plan_statements
from .target import EXAMPLE_REGIONS, Target, any_target

MOST_CHARACTERS = 6_144
POLICIES_PER_ROLE = 10
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "iam"

Document = dict[str, Any]


def documents(target: Target) -> Mapping[str, Document]:
    """Return the documents by name, such as `plan` and `apply-1`; a role that applies has all of them."""
    named: dict[str, Document] = {}
    for purpose, statements in (("plan", plan_statements(target)), ("apply", apply_statements(target))):
        packed = list(_packed(statements))
        for number, document in enumerate(packed, 1):
            named[purpose if len(packed) == 1 else f"{purpose}-{number}"] = document
    return named


def size(document: Document) -> int:
    """Return the characters that IAM counts."""
    return len("".join(json.dumps(document, separators=(",", ":")).split()))


def text(document: Document) -> str:
    """Return a document as it is printed and stored."""
    return json.dumps(document, indent=2) + "\n"


def _packed(statements: tuple[Statement, ...]) -> Iterator[Document]:
    """Yield documents with the statements in their order, each as full as it can be."""
    document = _document([])
    for statement in (part for whole in statements for part in _parts(whole)):
        wider = _document([*document["Statement"], statement])
        if size(wider) > MOST_CHARACTERS and document["Statement"]:
            yield document
            wider = _document([statement])
        document = wider
    yield document


def _parts(statement: Statement) -> Iterator[Statement]:
    """Yield a statement, or several with a part of its resources each, if it alone would be too long."""
    resources = statement["Resource"]
    if size(_document([statement])) <= MOST_CHARACTERS or len(resources) == 1:
        yield statement
        return
    middle = len(resources) // 2
    for name, part in (("A", resources[:middle]), ("B", resources[middle:])):
        yield from _parts({**statement, "Sid": statement["Sid"] + name, "Resource": part})


def _document(statements: list[Statement]) -> Document:
    return {"Version": "2012-10-17", "Statement": statements}


def written() -> Mapping[str, str]:
    """Return the content of the files of `docs/iam` by their paths in it."""
    return {
        f"{partition}/{name}.json": text(document)
        for partition in EXAMPLE_REGIONS
        for name, document in documents(any_target(partition)).items()
    }


def main() -> None:
    """Write the documents."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name, content in written().items():
        file = FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
