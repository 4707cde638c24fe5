"""The Kubernetes objects of a spec: accepted by Kubernetes, the same in every reader, and mapped to the spec."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.emit.manifests import is_manifest, manifest_file, write_manifest
from eksgen.compiler.emit.source_map import MAP_FILE
from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import At, Manifest, Value
from tests.kubernetes_schemas import CUSTOM, validate_object

EXAMPLES = sorted((Path(__file__).resolve().parents[4] / "examples").glob("*.yaml"))
HEADER = "Made by eksgen from cluster.yaml."


def compiled(text: str) -> dict[str, bytes]:
    return dict(compile_spec(check_text(text.encode(), "cluster.yaml")).files)


def documents(files: dict[str, bytes]) -> list[Any]:
    texts = [data for name, data in files.items() if is_manifest(name)]
    return [document for text in texts for document in yaml.safe_load_all(text)]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_kubernetes_accepts_the_objects_of_every_example(file: Path) -> None:
    spec = yaml.safe_load(file.read_text("utf-8"))
    for document in documents(compiled(file.read_text("utf-8"))):
        validate_object(document, spec["kubernetes"]["version"])


@pytest.mark.parametrize("name", sorted(CUSTOM))
def test_the_schemas_of_custom_resources_are_schemas_and_refuse_unknown_fields(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(CUSTOM[name])
    api_version, _, kind = name.rpartition("/")
    with pytest.raises(jsonschema.ValidationError):
        validate_object({"apiVersion": api_version, "kind": kind, "specs": {}}, "1.36")


def test_the_schemas_of_kubernetes_follow_the_version_and_refuse_unknown_fields() -> None:
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "ci"}}
    for version in ("1.33", "1.37"):
        validate_object(account, version)
    with pytest.raises(jsonschema.ValidationError):
        validate_object({**account, "secret": []}, "1.36")


AWKWARD = [
    "yes", "No", "on", "y", "~", "null", "true", "1", "0x1F", "0o14", "012", "1e3", "1_000", "1:30", ".5", "-1", "+1", ".inf",
    "NaN", "2026-10-02", "2026-10-02T10:00:00Z", "", " a", "a ", "a: b", "a #b", "#a", "- a", "? a", "*a", "&a", "!a", "%a", "@a",
    "`a", "{a", "[a", "'a", '"a', "a\nb", "a\tb", "\u0085", "\u2028", "\ufeff", "größe", "=", "<<", "---", "...", "a:", "|", ">",
    "x" * 400, "${literally} 100%{this}",
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_text_stays_text_as_key_and_as_value(text: str) -> None:
    written = one_object({text: text, "list": (text, 1, True)})
    assert yaml.safe_load(written)["data"] == {text: text, "list": [text, 1, True]}


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3))
def test_any_text_is_read_back(data: dict[str, str]) -> None:
    assert yaml.safe_load(one_object(data))["data"] == data


def one_object(data: Any) -> str:
    item = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": data}
    return write_manifest(Manifest("a", (item,)), HEADER)[0]


# What YAML 1.1 readers, YAML 1.2 readers and Go take for something else when it has no quotes.
@pytest.mark.parametrize("text", ["y", "N", "1e3", "0o14", "0b1", "1_000", "12", "0.5", "on", "2026-10-02"])
def test_no_reader_takes_text_for_something_else(text: str) -> None:
    line = next(line for line in one_object({"key": text}).split("\n") if "key" in line)
    assert line.strip() in (f'key: "{text}"', f"key: '{text}'")


def test_every_value_has_the_line_of_its_key() -> None:
    item: dict[str, Value] = {
        "kind": "Example",
        "metadata": {"name": At("web", ("nodeGroups", "web"))},
        "spec": {"list": (At({"a": At(1, ("a",))}, ("item",)),), "map": At({"b": "c"}, ("map",))},
    }
    text, origins = write_manifest(Manifest("a", (item, item)), HEADER)
    lines = text.split("\n")
    found = [(lines[origin.line - 1].strip(), origin.path) for origin in origins]
    once = [
        ("name: web", ("nodeGroups", "web")),
        ("- a: 1", ("item",)),
        ("- a: 1", ("a",)),
        ("map:", ("map",)),
    ]
    assert found == [*once, *once]
    assert {origin.block for origin in origins} == {("manifest", "Example", "web")}


def test_the_map_names_the_line_of_the_spec(tmp_path: Path) -> None:
    text = next(file for file in EXAMPLES if file.stem == "karpenter").read_text("utf-8")
    files = compiled(text)
    entries = json.loads(files[MAP_FILE])["entries"]
    lines = files["manifests/karpenter.yaml"].decode().split("\n")
    (entry,) = (e for e in entries if e["block"][0] == "manifest" and e["at"] == ["spec", "limits", "memory"])
    assert "memory" in lines[entry["line"] - 1]
    assert "memory" in text.split("\n")[entry["spec"]["line"] - 1]


def test_a_manifest_that_is_no_longer_wanted_is_removed(tmp_path: Path) -> None:
    text = next(file for file in EXAMPLES if file.stem == "karpenter").read_text("utf-8")
    write_folder(tmp_path, compiled(text))
    manifest = tmp_path / manifest_file(Manifest("karpenter", ()))
    assert manifest.is_file()
    write_folder(tmp_path, compiled(text[: text.index("karpenter:\n")]))
    assert not manifest.exists()
