"""Merge a spec with the files it extends.

In: the text of a file and a `Library` of further files. Out: one positioned tree in which every value keeps
its own file and line. A file wins over the files it extends, and a later base over an earlier one; mappings
merge by key, lists and scalars replace, null removes.
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
    """Files by name: `read` returns None if the file does not exist, `inside` whether it may be read."""

    read: Callable[[str], bytes | None]
    inside: Callable[[str], bool]


NO_LIBRARY = Library(lambda _: None, lambda _: False)


@dataclass(slots=True)
class Composition:
    """The merged tree (None if a file could not be read), the text of every file, and the findings."""

    root: Node | None = None
    texts: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


def compose_spec(data: bytes, file: str, library: Library) -> Composition:
    """Return the spec in `data`, merged with every file it extends."""
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
            Diagnostic("not-a-spec", Severity.ERROR, "an extended file must be a mapping", label)
        )
    if root is None or find(root, ("extends",)) is None:
        return root
    base: Node | None = None
    for name, span in _extended_files(root, result):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), name))
        tree = _base(path, name, span, library, (*above, file), result)
        base = tree if base is None or tree is None else merge_trees(base, tree)
    own = _without_extends(root)
    return own if base is None else merge_trees(base, own)


def _base(
    file: str, name: str, span: Span, library: Library, above: tuple[str, ...], result: Composition
) -> Node | None:
    refusal = _refusal(file, name, library, above, result)
    data = None if refusal else library.read(file)
    if data is None:
        missing = ("missing-base", f"the file `{name}` does not exist", f"looked for {file}")
        code, message, note = refusal or missing
        result.findings.append(
            Diagnostic(code, Severity.ERROR, message, Label(span, "extended here"), notes=(note,))
        )
        return None
    return _file(data, file, library, above, result)


def _refusal(
    file: str, name: str, library: Library, above: tuple[str, ...], result: Composition
) -> tuple[str, str, str] | None:
    """Return the code, message and note of the reason why a file may not be extended, or None."""
    if file in above:
        circle = " extends ".join((*above[above.index(file) :], file))
        return "extends-cycle", "these files extend each other in a circle", circle
    if posixpath.isabs(name) or not library.inside(file):
        note = "a review must see every file that describes the cluster"
        return "base-outside", f"`{name}` is outside this repository", note
    if len(result.texts) >= MAX_FILES:
        note = "the chain of files is too long"
        return "too-many-bases", f"this spec consists of more than {MAX_FILES} files", note
    return None


def _extended_files(root: Node, result: Composition) -> Iterator[tuple[str, Span]]:
    """Yield the file names under `extends` with their places."""
    node = find(root, ("extends",))
    for item in node.items if isinstance(node, ListNode) else (node,):
        if isinstance(item, ScalarNode) and isinstance(item.value, str) and item.value:
            yield item.value, item.span
        elif item is not None:
            message = "`extends` must be the name of a file, or a list of names"
            result.findings.append(
                Diagnostic("wrong-type", Severity.ERROR, message, Label(item.span, "not a file name"))
            )


def _without_extends(root: Node) -> Node:
    if not isinstance(root, MapNode):
        return root
    return MapNode(root.span, {key: entry for key, entry in root.entries.items() if key != "extends"})
