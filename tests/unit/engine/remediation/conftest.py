"""A spec that is compiled once, and drafts of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from eksgen.compiler.pipeline import Compilation, check_text, compile_spec
from eksgen.compiler.source.extends import Library
from eksgen.engine.remediation.draft import Draft

FILES = {
    "cluster.yaml": b"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
extends: base.yaml
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
nodeDefaults: {disk: {size: 100}}
nodeGroups:
  web: {capacity: spot, labels: {a: b}, taints: [{key: a, effect: NoSchedule}]}
  system: {}
""",
    "base.yaml": b"""\
metadata: {tags: {team: platform}}
controlPlane: {endpoint: {public: [203.0.113.0/24, 198.51.100.0/24]}}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
""",
    "torn.yaml": b"metadata: {name: [\n",
}
LIBRARY = Library(FILES.get, lambda _: True)


@pytest.fixture(scope="session")
def compiled() -> Compilation:
    return compile_spec(check_text(FILES["cluster.yaml"], "cluster.yaml", library=LIBRARY))


@pytest.fixture
def draft() -> Callable[..., Draft]:
    return lambda **fields: Draft("cluster.yaml", LIBRARY, date(2026, 10, 2), **fields)
