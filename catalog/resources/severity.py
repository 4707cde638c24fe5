"""How much a difference on an EKS cluster matters, and why: the rules for a resource type, first match first.

What one type or attribute means stands in its row of `catalog/resources`. Sources, read 2026-11: the EKS and
IAM user guides, the EKS best practices guides and CIS Amazon EKS Benchmark 1.7, as the rows name them.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import RESOURCE_TYPES
from .resource_type import (
    EXTRA,
    MISSING,
    Attribute,
    Path,
    SeverityRule,
    high_severity,
    low_severity,
    medium_severity,
)
from .risk import Risk

_FIRST = (
    Attribute("tags", (low_severity("a tag; bills and searches go by it", risk=Risk.LABEL),)),
    Attribute("tags_all", (low_severity("a tag; bills and searches go by it", risk=Risk.LABEL),)),
    Attribute("description", (low_severity("a description", risk=Risk.LABEL),)),
)
"""Attributes that mean the same in every type."""

_LAST = (
    Attribute("policy", (high_severity(Risk.RIGHTS, "it decides who may do what"),)),
    Attribute("kms_key_id", (high_severity(Risk.DATA, "it decides how data is encrypted"),)),
)
"""Attributes of a type that says nothing else about them."""

_OBJECT = (
    medium_severity("something that the spec asks for is missing", MISSING),
    medium_severity("it is not in the spec", EXTRA, Risk.CODE),
)
"""The object as a whole, for a type that says nothing else about it."""


def severity_rules(resource_type: str, names: Path) -> Iterator[SeverityRule]:
    """Yield the rules for an attribute in order; `names` has no list indexes, () is the object.

    The caller takes the first rule whose `when` is true of the change.
    """
    row = RESOURCE_TYPES.get(resource_type)
    yield from _covering(_FIRST, names)
    yield from _covering(row.attributes if row else (), names)
    yield from row.severity if row else ()
    yield from _OBJECT
    yield from _covering(_LAST, names)
    yield medium_severity("")


def _covering(attributes: tuple[Attribute, ...], names: Path) -> Iterator[SeverityRule]:
    for attribute in attributes:
        if attribute.covers(names):
            yield from attribute.severity
