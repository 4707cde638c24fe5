"""Reads the modules' own HCL and writes down their interface; run when a module changes, never by users.

In: `modules/*/*.tf`. Out: `modules/interface.json` (variables, outputs, for every resource argument the
variables that feed it, and what Terraform is told to leave alone) and the tables between the markers of each
module's README. A test holds both fresh.
Run it with `python -m eksgen.compiler.emit.module_interface`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import modules

START, END = "<!-- interface:start -->", "<!-- interface:end -->"
_META = {"for_each", "depends_on", "lifecycle", "provider", "dynamic", "__is_block__", "__comments__"}
_REFERENCE = re.compile(r"\b(var|local|each)\.([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)")
_PLAIN = re.compile(r"\$\{(?:toset\()?var\.([\w.]+)\)?\}")

Steps = tuple[str, ...]


def read(module: str) -> dict[str, list[dict[str, Any]]]:
    """All top-level blocks of a module by kind."""
    merged: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((modules.FOLDER / module).glob("*.tf")):
        for kind, blocks in _parsed(file).items():
            if not kind.startswith("__"):
                merged.setdefault(kind, []).extend(blocks)
    return merged


def _parsed(file: Path) -> dict[str, list[dict[str, Any]]]:
    import hcl2

    with file.open(encoding="utf-8") as stream:
        found: dict[str, list[dict[str, Any]]] = hcl2.load(stream)
    return found


def interface() -> dict[str, Any]:
    """The whole of `modules/interface.json`."""
    names = sorted(file.parent.name for file in modules.FOLDER.glob("*/main.tf"))
    return {"version": 1, "modules": {name: module_interface(name) for name in names}}


def module_interface(module: str) -> dict[str, Any]:
    """Variables, outputs and argument feeds of one module."""
    parsed = read(module)
    variables = {name: _variable(body) for name, body in _labelled(parsed.get("variable", []))}
    outputs = {
        name: {"description": _text(body["description"])}
        for name, body in _labelled(parsed.get("output", []))
    }
    local_values = {name: value for block in parsed.get("locals", []) for name, value in block.items()}
    collections = {name for name, one in variables.items() if re.match(r"(map|set|list)\(", one["type"])}
    scope = _Scope(local_values, frozenset(collections))
    resources = {name: _resource(body, scope) for name, body in _resources(parsed)}
    return {
        "variables": variables,
        "outputs": outputs,
        "resources": dict(sorted(resources.items())),
        "ignored": {"": _ignored(parsed), **_overrides(module)},
    }


def _resources(parsed: Mapping[str, list[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(`aws_eks_cluster.this`, its body) of every resource."""
    for block in parsed.get("resource", []):
        for kind, named in _items(block):
            for name, body in _items(named):
                yield f"{kind}.{name}", body


def _overrides(module: str) -> dict[str, Any]:
    """What each variant of a module leaves alone besides."""
    files = sorted((modules.FOLDER / module / "overrides").glob("*.tf"))
    found = {file.stem: _ignored(_parsed(file)) for file in files}
    return {name: ignored for name, ignored in found.items() if ignored}


def _ignored(parsed: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[list[str]]]:
    """The attributes of each resource that stand under `ignore_changes`."""
    found: dict[str, list[list[str]]] = {}
    for name, body in _resources(parsed):
        for lifecycle in body.get("lifecycle", []):
            for attribute in lifecycle.get("ignore_changes", []):
                path = re.sub(r"\[\d+\]", "", str(attribute).removeprefix("${").removesuffix("}"))
                found.setdefault(name, []).append(path.split("."))
    return found


def _labelled(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in blocks:
        yield from _items(block)


def _items(block: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The entries of a parsed block without the parser's own marks; labels lose their quotes."""
    return ((key.strip('"'), value) for key, value in block.items() if not key.startswith("__"))


def _text(literal: str) -> str:
    decoded: str = json.loads(literal) if literal.startswith('"') else literal
    return decoded


def _variable(body: Mapping[str, Any]) -> dict[str, Any]:
    shape = (
        str(body["type"]).removeprefix("${").removesuffix("}")
        if str(body["type"]).startswith("${")
        else body["type"]
    )
    return {
        "type": re.sub(r"\s+", " ", str(shape)),
        "description": _text(body["description"]),
        "required": "default" not in body,
        "sensitive": bool(body.get("sensitive", False)),
    }


@dataclass(frozen=True, slots=True)
class _Scope:
    """What names mean inside a resource: the module's locals, its collection variables, and `each`.

    `each` is one variable path ending in `*`, or the paths that a computed `for_each` reads.
    """

    local_values: Mapping[str, Any]
    collections: frozenset[str]
    each: tuple[Steps, ...] = ()


def _resource(body: Mapping[str, Any], module: _Scope) -> dict[str, Any]:
    scope = replace(module, each=_instances(body.get("for_each"), module))
    found = dict(_arguments(body, (), scope))
    arguments = [
        {"at": list(at), "from": [list(steps) for steps in found[at]]} for at in sorted(found) if found[at]
    ]
    plain = [steps[:-1] for steps in scope.each if steps[-1] == "*"]
    return {"for_each": list(plain[0]) if plain else None, "arguments": arguments}


def _instances(expression: Any, scope: _Scope) -> tuple[Steps, ...]:
    if expression is None:
        return ()
    plain = _PLAIN.fullmatch(str(expression))
    if plain:
        return ((*plain[1].split("."), "*"),)
    paths = feeds(str(expression), scope)
    # Of what a computed map is made of, its entries come from the collections; the rest only selects.
    return tuple(steps for steps in paths if steps[0] in scope.collections) or paths


def _arguments(
    body: Mapping[str, Any], at: Steps, scope: _Scope
) -> Iterator[tuple[Steps, tuple[Steps, ...]]]:
    for name, value in _items(body):
        if _is_block(value) and name not in _META:
            for inner in value:
                yield from _arguments(inner, (*at, name), scope)
        elif name not in _META:
            yield (*at, name), feeds(json.dumps(value), scope)
    for dynamic in body.get("dynamic", []):
        for name, block in _items(dynamic):
            yield from _dynamic(block, (*at, name), scope)


def _dynamic(block: Mapping[str, Any], at: Steps, scope: _Scope) -> Iterator[tuple[Steps, tuple[Steps, ...]]]:
    sources = feeds(str(block["for_each"]), scope)
    yield at, sources
    for inner in block["content"]:
        for path, found in _arguments(inner, at, scope):
            yield path, tuple(dict.fromkeys((*found, *sources)))


def _is_block(value: Any) -> bool:
    return (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "__is_block__" in value[0]
    )


def feeds(expression: str, scope: _Scope) -> tuple[Steps, ...]:
    """The variable paths an expression reads, in order of appearance, each once."""
    found: list[Steps] = []
    for kind, name, rest in _REFERENCE.findall(expression):
        steps = tuple(rest.split(".")[1:])
        if kind == "var":
            found.append((name, *steps))
        elif kind == "local" and name in scope.local_values:
            found += feeds(json.dumps(scope.local_values[name]), scope)
        elif kind == "each":
            found += [(*base, *steps) if name == "value" and base[-1] == "*" else base for base in scope.each]
    return tuple(dict.fromkeys(found))


def table(module: str, described: Mapping[str, Any]) -> str:
    """The README tables of a module."""
    lines = ["### Variables", "", "| name | type | what it is |", "| --- | --- | --- |"]
    for name, variable in described["variables"].items():
        optional = "" if variable["required"] else " (optional)"
        shape = variable["type"].replace("|", "\\|")
        lines.append(f"| `{name}`{optional} | `{shape}` | {variable['description']} |")
    lines += ["", "### Outputs", "", "| name | what it is |", "| --- | --- |"]
    lines += [f"| `{name}` | {output['description']} |" for name, output in described["outputs"].items()]
    return "\n".join(lines)


def with_table(readme: str, text: str) -> str:
    """A README with the text between its markers."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{text}\n\n{END}{after}"


def generated() -> dict[Path, str]:
    """Every generated file and what it must hold."""
    described = interface()
    files = {modules.INTERFACE: json.dumps(described, indent=1, ensure_ascii=False) + "\n"}
    for name, one in described["modules"].items():
        readme = modules.FOLDER / name / "README.md"
        if readme.exists():
            files[readme] = with_table(readme.read_text(encoding="utf-8"), table(name, one))
    return files


def main() -> None:
    """Bring the generated files up to date."""
    for file, text in generated().items():
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
