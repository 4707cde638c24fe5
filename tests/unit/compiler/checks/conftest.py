"""Specs written as the keys that matter, and what the rules of a module find in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest
import yaml

from eksgen.compiler.checks import DATED_RULES, RULES
from eksgen.compiler.checks.finding import Finding
from eksgen.compiler.diagnostics import dotted
from eksgen.schemas.cluster import ClusterSpec

BASE = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
nodeGroups: {web: {}}
"""
TODAY = date(2026, 10, 2)

Find = Callable[[ModuleType, str], list[Finding]]
Places = Callable[[ModuleType, str], list[str]]


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def spec_of(text: str) -> ClusterSpec:
    """Return the base spec with these keys in place of its own."""
    return ClusterSpec.model_validate(_tuples(yaml.safe_load(BASE) | yaml.safe_load(text)))


def found(module: ModuleType, text: str) -> list[Finding]:
    """Return what the rules of a module find in the base spec with these keys in place of its own."""
    spec = spec_of(text)
    findings = [f for rule in RULES if _is_of(module, rule) for f in rule(spec)]
    dated = [f for rule in DATED_RULES if _is_of(module, rule) for f in rule(spec, TODAY)]
    return findings + dated


def _is_of(module: ModuleType, rule: Callable[..., Any]) -> bool:
    """Return whether a rule is in a module or, for a package, in one of its modules."""
    return f"{rule.__module__}.".startswith(f"{module.__name__}.")


def drawn(finding: Finding) -> str:
    """Return the code, the place, and the other places of a finding."""
    places = (finding.path, *(path for path, _ in finding.others))
    return " ".join([finding.code, *map(dotted, places)])


@pytest.fixture
def find() -> Find:
    return found


@pytest.fixture
def places() -> Places:
    """The findings as texts: code, place, other places."""
    return lambda module, text: [drawn(finding) for finding in found(module, text)]
