"""Generate the interface of the modules from their HCL; run by developers when a module changes.

In: `modules/*/*.tf`. Out: `modules/interface.json` (variables, outputs, the variables that feed each resource
argument, attributes under `ignore_changes`) and the tables in each module's README. A test checks that both
are up to date. Run it with `python -m eksgen.compiler.emit.module_interface`.
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
_PLAIN = re.compile(r"\$\{(?:toset\()?var\.(?P<of>[\w.]+)\)?\}")
_FILTERED = re.compile(r"(?:\$\{)?\{ ?for (\w+), (\w+) in var\.(?P<of>[\w.]+) : \1 => \2 if .+\}\}?")
"""A map without some of its entries: keys and values are those of the variable."""

Steps = tuple[str, ...]


def read(module: str) -> dict[str, list[dict[str, Any]]]:
    """Return all top-level blocks of a module by type."""
    merged: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((modules.FOLDER / module).glob("*.tf")):
        for kind, blocks in _parsed(file).items():
            if not kind.startswith("__"):
                merged.setdefault(kind, []).extend(blocks)
    return merged


def _parsed(file: Path) -> dict[str, list[dict[str, Any]]]:
    import hcl2

    with file.open(encoding="utf-8") as stream:
        blocks: dict[str, list[dict[str, Any]]] = hcl2.load(stream)
    return blocks


def interface() -> dict[str, Any]:
    """Return the content of `modules/interface.json`."""
    names = sorted(file.parent.name for file in modules.FOLDER.glob("*/main.tf"))
    return {"version": 1, "modules": {name: module_interface(name) for name in names}}


def module_interface(module: str) -> dict[str, Any]:
    """Return the variables, outputs, resources and ignored attributes of a module."""
    parsed = read(module)
    variables = {name: _variable(body) for name, body in _labelled(parsed.get("variable", []))}
    outputs = {
        name: {"description": _text(body["description"])}
        for name, body in _labelled(parsed.get("output", []))
    }
    local_values = {name: value for block in parsed.get("locals", []) for name, value in block.items()}
    collections = {name for name, body in variables.items() if re.match(r"(map|set|list)\(", body["type"])}
    scope = _Scope(local_values, frozenset(collections))
    resources = {name: _resource(body, scope) for name, body in _resources(parsed)}
    for file in sorted((modules.FOLDER / module / "overrides").glob("*.tf")):
        for name, body in _resources(_parsed(file)):
            resources[name] = _with_override(resources[name], _resource(body, scope))
    return {
        "variables": variables,
        "outputs": outputs,
        "resources": dict(sorted(resources.items())),
        "ignored": {"": _ignored(parsed), **_overrides(module)},
    }


def _resources(parsed: Mapping[str, list[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (`aws_eks_cluster.this`, its body) for every resource, and (`data.aws_vpc.this`, …) for data."""
    for prefix, section in (("", "resource"), ("data.", "data")):
        for block in parsed.get(section, []):
            for kind, named in _items(block):
                for name, body in _items(named):
                    yield f"{prefix}{kind}.{name}", body


def _overrides(module: str) -> dict[str, Any]:
    """Return the attributes that each variant of a module ignores in addition."""
    files = sorted((modules.FOLDER / module / "overrides").glob("*.tf"))
    by_variant = {file.stem: _ignored(_parsed(file)) for file in files}
    return {name: ignored for name, ignored in by_variant.items() if ignored}


def _ignored(parsed: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[list[str]]]:
    """Return the attributes of each resource under `ignore_changes`."""
    ignored: dict[str, list[list[str]]] = {}
    for name, body in _resources(parsed):
        for lifecycle in body.get("lifecycle", []):
            for attribute in lifecycle.get("ignore_changes", []):
                path = re.sub(r"\[\d+\]", "", str(attribute).removeprefix("${").removesuffix("}"))
                ignored.setdefault(name, []).append(path.split("."))
    return ignored


def _labelled(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in blocks:
        yield from _items(block)


def _items(block: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a parsed block without the parser's metadata; labels without quotes."""
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
    """The names visible in a resource: locals, variables that are collections, and `each`.

    `each` is one variable path ending in `*`, or the paths that a computed `for_each` reads.
    """

    local_values: Mapping[str, Any]
    collections: frozenset[str]
    each: tuple[Steps, ...] = ()


def _resource(body: Mapping[str, Any], module: _Scope) -> dict[str, Any]:
    scope = replace(module, each=_instances(body.get("for_each"), module))
    sources = dict(_arguments(body, (), scope))
    arguments = [
        {"at": list(at), "from": [list(steps) for steps in sources[at]]}
        for at in sorted(sources)
        if sources[at]
    ]
    plain = [steps[:-1] for steps in scope.each if steps[-1] == "*"]
    return {"for_each": list(plain[0]) if plain else None, "arguments": arguments}


def _with_override(resource: dict[str, Any], override: dict[str, Any]) -> dict[str, Any]:
    """Return a resource with the arguments that only an override sets."""
    known = [tuple(argument["at"]) for argument in resource["arguments"]]
    added = [argument for argument in override["arguments"] if not _is_known(tuple(argument["at"]), known)]
    arguments = sorted((*resource["arguments"], *added), key=lambda argument: list(argument["at"]))
    return {**resource, "arguments": arguments}


def _is_known(at: Steps, known: list[Steps]) -> bool:
    return any(at[: len(other)] == other or other[: len(at)] == at for other in known)


def _instances(expression: Any, scope: _Scope) -> tuple[Steps, ...]:
    """Return the variable paths that a `for_each` expression iterates over."""
    if expression is None:
        return ()
    plain = _PLAIN.fullmatch(str(expression)) or _FILTERED.fullmatch(str(expression))
    if plain:
        return ((*plain["of"].split("."), "*"),)
    paths = feeds(str(expression), scope)
    # The entries of a computed map come from the collections it reads; other variables only filter them.
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
        for path, inner_sources in _arguments(inner, at, scope):
            yield path, tuple(dict.fromkeys((*inner_sources, *sources)))


def _is_block(value: Any) -> bool:
    return (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "__is_block__" in value[0]
    )


def feeds(expression: str, scope: _Scope) -> tuple[Steps, ...]:
    """Return the variable paths that an expression reads, in order of appearance, without duplicates."""
    paths: list[Steps] = []
    for kind, name, rest in _REFERENCE.findall(expression):
        steps = tuple(rest.split(".")[1:])
        if kind == "var":
            paths.append((name, *steps))
        elif kind == "local" and name in scope.local_values:
            paths += feeds(json.dumps(scope.local_values[name]), scope)
        elif kind == "each":
            paths += [(*base, *steps) if name == "value" and base[-1] == "*" else base for base in scope.each]
    return tuple(dict.fromkeys(paths))


def table(described: Mapping[str, Any]) -> str:
    """Return the README tables of a module."""
    lines = ["### Variables", "", "| name | type | what it is |", "| --- | --- | --- |"]
    for name, variable in described["variables"].items():
        optional = "" if variable["required"] else " (optional)"
        shape = variable["type"].replace("|", "\\|")
        lines.append(f"| `{name}`{optional} | `{shape}` | {variable['description']} |")
    lines += ["", "### Outputs", "", "| name | what it is |", "| --- | --- |"]
    lines += [f"| `{name}` | {output['description']} |" for name, output in described["outputs"].items()]
    return "\n".join(lines)


def with_table(readme: str, text: str) -> str:
    """Return a README with the text between its markers replaced."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{text}\n\n{END}{after}"


def generated() -> dict[Path, str]:
    """Return every generated file with its content."""
    described = interface()
    files = {modules.INTERFACE: json.dumps(described, indent=1, ensure_ascii=False) + "\n"}
    for name, description in described["modules"].items():
        readme = modules.FOLDER / name / "README.md"
        if readme.exists():
            files[readme] = with_table(readme.read_text(encoding="utf-8"), table(description))
    return files


def main() -> None:
    """Write the generated files."""
    for file, text in generated().items():
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
