"""The JSON Schema for editors: fresh, well formed, and of one mind with the models."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError, validators
from pydantic import ValidationError as Refused

from eksgen.compiler.load.spec import load, with_node_defaults
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import to_plain
from eksgen.schemas import SCHEMA
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.reflection.json_schema import schema, text

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
FAULTY = sorted((ROOT / "tests" / "diagnostics").glob("*.yaml"))
BY_THE_SCHEMA = re.compile(
    r"unknown-field|missing-field|wrong-type|null-value|out-of-range|not-a-spec|"
    r"unsupported-api-version|invalid-(?!allow)\w+"
)
BEYOND_THE_SCHEMA = {
    "invalid-constraint": "a constraint is text of many forms",
    "invalid-retention": "the days that CloudWatch accepts are a fact of the catalog, not a form",
    "invalid-retention-in-base": "the same, in a file of its own",
    "invalid-name-of-addon": "any name may be that of an add-on which eksgen has no field for",
    "out-of-range-user-data": "numbers that JSON cannot hold cannot be in a document either",
    "out-of-range-json": "numbers that JSON cannot hold cannot be in a document either",
}


def ecmascript_pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    """Patterns as editors read them: `$` is the end, also where Python means a last line break before it."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


Validator = validators.extend(Draft202012Validator, {"pattern": ecmascript_pattern})  # type: ignore[no-untyped-call]
VALIDATOR = Validator(schema())


def read(file: Path) -> Any:
    root, _, findings = parse_yaml(file.read_bytes(), file.name)
    return to_plain(root) if root is not None and not findings else None


def listed(value: Any) -> Any:
    """JSON has lists where the loader has tuples."""
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    return [listed(item) for item in value] if isinstance(value, list | tuple) else value


def tupled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: tupled(item) for key, item in value.items()}
    return tuple(tupled(item) for item in value) if isinstance(value, list | tuple) else value


def test_the_schema_file_is_up_to_date() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == text(), "run make generate"
    assert text() == text()


def test_the_schema_is_a_valid_json_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_every_field_has_a_description() -> None:
    parts = {"the root": schema(), **schema()["$defs"]}
    for name, part in parts.items():
        for key, field in part.get("properties", {}).items():
            assert "description" in field or "$ref" in field, f"{name}.{key}"
    for name, part in schema()["$defs"].items():
        assert "description" in part, name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_the_schema_accepts_the_examples(example: Path) -> None:
    first = example.read_text(encoding="utf-8").split("\n", 1)[0]
    assert (example.parent / first.partition("$schema=")[2]).resolve() == SCHEMA.resolve()
    assert not [error.message for error in VALIDATOR.iter_errors(listed(read(example)))]


@pytest.mark.parametrize(
    "case", [file for file in FAULTY if BY_THE_SCHEMA.match(file.stem)], ids=lambda file: file.stem
)
def test_the_schema_rejects_values_of_the_wrong_form(case: Path) -> None:
    assert VALIDATOR.is_valid(listed(read(case))) is (case.stem in BEYOND_THE_SCHEMA)


def test_required_fields_are_optional_in_a_file_with_extends() -> None:
    """Of two files the upper one may say as little as it likes, but nothing that is wrong."""
    layer = {"extends": "base.yaml", "metadata": {"name": "prod"}, "nodeGroups": {"web": {}}}
    assert VALIDATOR.is_valid(layer)
    assert not VALIDATOR.is_valid({**layer, "nodegroups": {}})
    assert not VALIDATOR.is_valid({key: value for key, value in layer.items() if key != "extends"})


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document, the root first."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield from places(item, (*path, step))


GARBAGE: list[Any] = [
    "", "x", "~", "yes", "A B", "a\n", "größe", "aws:x", "10.0.0.0/16", "10.0.0.0/33", "010.0.0.0/8", "10.0.0.1",
    "10.0.0.0/16\n", "us-west-2a", "uswest2a", "US-WEST-2A", "arn:aws:iam::111122223333:role/A", "arn:aws:s3:::b",
    "arn:aws:kms:us-west-2:111122223333:key/k", "arn:aws:iam::1234:role/A", "111122223333", "１１１１２２２２３３３３", "spot",
    "ipv6", "kubernetes", "managed", "none", "aws", "https", "/healthz", "healthz", "/a b", "a" * 31, "a" * 300, "-a", "a-",
    0, 1, 2, 3, 7, -1, 19, 65536, 10**18, 1.5, True, False, [], [1], ["a"], ["api"], ["api", "api"], {}, {"a": 1},
    {"prefix": 20}, {"prefix": 99}, {"zones": ["us-west-2a"]}, {"zones": []}, {"us-west-2a": "10.0.0.0/20"}, {"key": "a"},
]  # fmt: skip
KEYS = [
    "",
    "x",
    "unknown",
    "Name",
    "web",
    "prefix",
    "karpenter",
    "maxPods",
    "aws:x",
    "us-west-2a",
    "min",
    "class",
    "a\n",
]

BEYOND_PATTERNS = {
    "invalid-cidr": "host bits are arithmetic",
    "invalid-date": "no pattern knows how long a month is",
    "invalid-tag": "a pattern that every editor knows cannot tell the letters of all alphabets",
}


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """An example with one to three faults, or none."""
    document = {"": copy.deepcopy(draw(st.sampled_from([listed(read(example)) for example in EXAMPLES])))}
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([place for place in places(document) if place]))
        holder: Any = document
        for step in path[:-1]:
            holder = holder[step]
        value, action = holder[path[-1]], draw(st.sampled_from(["replace", "wrap", "add", "delete"]))
        if action == "delete" and len(path) > 1:
            del holder[path[-1]]
        elif action == "add" and isinstance(value, dict):
            value[draw(st.sampled_from(KEYS))] = copy.deepcopy(draw(st.sampled_from(GARBAGE)))
        elif action == "add" and isinstance(value, list):
            value.append(copy.deepcopy(draw(st.sampled_from([*GARBAGE, *value]))))
        elif action == "wrap":
            holder[path[-1]] = draw(st.sampled_from([[value], {"x": value}, str(value)]))
        elif len(path) > 1:
            holder[path[-1]] = copy.deepcopy(draw(st.sampled_from(GARBAGE)))
    return document[""]


def refusals(document: Any) -> set[str]:
    """What the models refuse, by pydantic's own names and by our codes."""
    try:
        ClusterSpec.model_validate(tupled(document))
    except Refused as error:
        return {fault["type"] for fault in error.errors()}
    return set()


@given(document=mutated())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_models_and_the_schema_agree(document: Any) -> None:
    found = refusals(document)
    if not found or found - set(BEYOND_PATTERNS):
        faults = [error.message for error in VALIDATOR.iter_errors(document)]
        assert bool(faults) is bool(found), faults or found


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"network": {"cidr": "10.0.0.1/16"}}, "invalid-cidr"),
        ({"drift": {"ignore": [{"path": "logs", "reason": "x", "until": "2027-02-30"}]}}, "invalid-date"),
        ({"metadata": {"tags": {"cost": "5 €"}}}, "invalid-tag"),
    ],
    ids=sorted(BEYOND_PATTERNS),
)
def test_the_schema_accepts_few_values_that_the_models_reject(
    document: dict[str, dict[str, Any]], code: str
) -> None:
    spec = listed(read(ROOT / "examples" / "quickstart.yaml"))
    for part, fields in document.items():
        spec[part] = {**spec.get(part, {}), **fields}
    assert refusals(spec) == {code}
    assert VALIDATOR.is_valid(spec)


def test_the_loader_and_the_schema_reject_null() -> None:
    root, _, _ = parse_yaml(
        (ROOT / "examples" / "quickstart.yaml").read_bytes() + b"network:\n", "cluster.yaml"
    )
    assert root is not None
    assert [finding.code for finding in load(with_node_defaults(root)).findings] == ["null-value"]
    assert not VALIDATOR.is_valid(listed(to_plain(root)))
