"""Merge a spec with the files it extends.

In: the text of a file and a `Library` of further files. Out: one positioned tree in which every value keeps
its own file and line. A file wins over the files it extends, and a later base over an earlier one; mappings
merge by key, lists and scalars replace, null removes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Composition:
    """The merged tree (None if a file could not be read), the text of every file, and the findings."""

    root: Node | None
    texts: Mapping[str, str]
    findings: tuple[Diagnostic, ...]


def compose_spec(data: bytes, file: str, library: Library) -> Composition:
    """Return the spec in `data`, merged with every file it extends."""
    composer = _Composer(library)
    root = composer.merged(data, file, ())
    return Composition(root, composer.texts, tuple(composer.findings))


@dataclass(slots=True)
class _Composer:
    """Merges files depth first; `above` are the files that lead to the current one."""

    library: Library
    texts: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def merged(self, data: bytes, file: str, above: tuple[str, ...]) -> Node | None:
        """Return the tree of a file, merged with the files it extends."""
        root, self.texts[file], findings = parse_yaml(data, file)
        self.findings += findings
        if root is not None and above and not isinstance(root, MapNode):
            self._report("not-a-spec", "an extended file must be a mapping", root.span, "not `key: value`")
        if root is None or find(root, ("extends",)) is None:
            return root
        base: Node | None = None
        for name, span in self._extended_files(root):
            tree = self._base(name, span, (*above, file))
            base = tree if base is None or tree is None else merge_trees(base, tree)
        own = _without_extends(root)
        return own if base is None else merge_trees(base, own)

    def _base(self, name: str, span: Span, above: tuple[str, ...]) -> Node | None:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(above[-1]), name))
        refusal = self._refusal(file, name, above)
        data = None if refusal else self.library.read(file)
        if data is not None:
            return self.merged(data, file, above)
        missing = ("missing-base", f"the file `{name}` does not exist", f"looked for {file}")
        code, message, note = refusal or missing
        self._report(code, message, span, "extended here", note)
        return None

    def _refusal(self, file: str, name: str, above: tuple[str, ...]) -> tuple[str, str, str] | None:
        """Return the code, message and note of the reason why a file may not be extended, or None."""
        if file in above:
            cycle = " extends ".join((*above[above.index(file) :], file))
            return "extends-cycle", "these files extend each other in a circle", cycle
        if posixpath.isabs(name) or not self.library.inside(file):
            note = "a review must see every file that describes the cluster"
            return "base-outside", f"`{name}` is outside this repository", note
        if len(self.texts) >= MAX_FILES:
            note = "the chain of files is too long"
            return "too-many-bases", f"this spec consists of more than {MAX_FILES} files", note
        return None

    def _extended_files(self, root: Node) -> Iterator[tuple[str, Span]]:
        """Yield the file names under `extends` with their places."""
        node = find(root, ("extends",))
        for item in node.items if isinstance(node, ListNode) else (node,):
            if isinstance(item, ScalarNode) and isinstance(item.value, str) and item.value:
                yield item.value, item.span
            elif item is not None:
                message = "`extends` must be the name of a file, or a list of names"
                self._report("wrong-type", message, item.span, "not a file name")

    def _report(self, code: str, message: str, span: Span, label: str, note: str = "") -> None:
        notes = (note,) if note else ()
        self.findings.append(Diagnostic(code, Severity.ERROR, message, Label(span, label), notes=notes))


def _without_extends(root: Node) -> Node:
    if not isinstance(root, MapNode):
        return root
    return MapNode(root.span, {key: entry for key, entry in root.entries.items() if key != "extends"})
