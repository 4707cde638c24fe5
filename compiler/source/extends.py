"""Stage 1b: a spec and the files it extends, laid on each other into one tree.

In: text and a `Library` of further files. Out: one positioned tree in which every value keeps its own file
and line. The file wins over what it extends, a later base over an earlier one; mappings merge by key, lists
and scalars replace, null removes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..diagnostics import Diagnostic, Label, Severity, Span
from .parse import parse_yaml
from .tree import ListNode, MapNode, Node, ScalarNode, find, merge_trees

MAX_FILES = 50


@dataclass(frozen=True, slots=True)
class Library:
    """Files by name: `read` gives None for what is no file, `inside` tells whether a name may be read."""

    read: Callable[[str], bytes | None]
    inside: Callable[[str], bool]


NO_LIBRARY = Library(lambda _: None, lambda _: False)


@dataclass(slots=True)
class Composition:
    """What came of it: the tree (None if a file could not be read), the texts for snippets, the findings."""

    root: Node | None = None
    texts: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


def compose_spec(data: bytes, file: str, library: Library) -> Composition:
    """The whole spec that starts in this text."""
    result = Composition()
    result.root = _file(data, file, library, (), result)
    return result


def _file(
    data: bytes, file: str, library: Library, above: tuple[str, ...], result: Composition
) -> Node | None:
    root, result.texts[file], findings = parse_yaml(data, file)
    result.findings += findings
    if root is not None and above and not isinstance(root, MapNode):
        label = Label(root.span, "not `key: value`")
        result.findings.append(
            Diagnostic("not-a-spec", Severity.ERROR, "a file to extend is a mapping", label)
        )
    if root is None or find(root, ("extends",)) is None:
        return root
    base: Node | None = None
    for name, span in _named(root, result):
        found = _base(
            posixpath.normpath(posixpath.join(posixpath.dirname(file), name)),
            name,
            span,
            library,
            (*above, file),
            result,
        )
        base = found if base is None or found is None else merge_trees(base, found)
    own = _without_extends(root)
    return own if base is None else merge_trees(base, own)


def _base(
    file: str, name: str, span: Span, library: Library, above: tuple[str, ...], result: Composition
) -> Node | None:
    fault = _fault(file, name, library, above, result)
    data = None if fault else library.read(file)
    if data is None:
        code, message, note = fault or ("missing-base", f"there is no file `{name}`", f"looked for {file}")
        result.findings.append(
            Diagnostic(code, Severity.ERROR, message, Label(span, "extended here"), notes=(note,))
        )
        return None
    return _file(data, file, library, above, result)


def _fault(
    file: str, name: str, library: Library, above: tuple[str, ...], result: Composition
) -> tuple[str, str, str] | None:
    if file in above:
        circle = " extends ".join((*above[above.index(file) :], file))
        return "extends-cycle", "these files extend each other in a circle", circle
    if posixpath.isabs(name) or not library.inside(file):
        return (
            "base-outside",
            f"`{name}` is outside of this repository",
            "a review must see all that a spec is made of",
        )
    if len(result.texts) >= MAX_FILES:
        return (
            "too-many-bases",
            f"more than {MAX_FILES} files make up this spec",
            "the chain of files is too long",
        )
    return None


def _named(root: Node, result: Composition) -> Iterator[tuple[str, Span]]:
    """The file names under `extends`, one or a list."""
    node = find(root, ("extends",))
    for item in node.items if isinstance(node, ListNode) else (node,):
        if isinstance(item, ScalarNode) and isinstance(item.value, str) and item.value:
            yield item.value, item.span
        elif item is not None:
            message = "`extends` takes the name of a file, or a list of names"
            result.findings.append(
                Diagnostic("wrong-type", Severity.ERROR, message, Label(item.span, "not a name"))
            )


def _without_extends(root: Node) -> Node:
    if not isinstance(root, MapNode):
        return root
    return MapNode(root.span, {key: entry for key, entry in root.entries.items() if key != "extends"})
