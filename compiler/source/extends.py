"""Merge a spec with the files it extends.

In: the text of a file and a `Library` of further files. Out: one positioned tree in which every value keeps
its own file and line. A file wins over the files it extends, and a later base over an earlier one; mappings
merge by key, lists and scalars replace, null removes; of fields that exclude each other, the later one stays.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..diagnostics import Diagnostic, Label, Severity, Span
from ..errors import EksgenError
from ..files.names import name_problem, shown_name
from ..files.reading import MAX_BYTES
from .addon_names import with_short_names
from .merge import merge_trees
from .parse import parse_yaml
from .tree import ListNode, MapNode, Node, ScalarNode, find

MAX_FILES = 50
"""How many files a spec may consist of; a file that is extended twice counts twice."""


@dataclass(frozen=True, slots=True)
class Library:
    """Files by name: `read` returns None if the file does not exist, `inside` whether it may be read.

    `read` raises `EksgenError` if the file exists and cannot be read. `whole`: a file that it does not have
    does not exist, so a missing lock file is worth a note.
    """

    read: Callable[[str], bytes | None]
    inside: Callable[[str], bool]
    whole: bool = False


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
    merged_before: dict[str, Node | None] = field(default_factory=dict)
    count: int = 1
    size: int = 0
    full: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def merged(self, data: bytes, file: str, above: tuple[str, ...]) -> Node | None:
        """Return the tree of a file, merged with the files it extends."""
        self.size += len(data)
        root, self.texts[file], findings = parse_yaml(data, file)
        self.findings += findings
        if root is not None:
            root, twice = with_short_names(root)
            self.findings += twice
        if root is not None and above and not isinstance(root, MapNode):
            self._report("not-a-spec", "an extended file must be a mapping", root.span, "not `key: value`")
        if root is None or find(root, ("extends",)) is None:
            return root
        base: Node | None = None
        for name, span in self._extended_files(root):
            if self.full:
                break
            tree = self._base(name, span, (*above, file))
            base = tree if base is None or tree is None else merge_trees(base, tree)
        own = _without_extends(root)
        return own if base is None else merge_trees(base, own)

    def _base(self, name: str, span: Span, above: tuple[str, ...]) -> Node | None:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(above[-1]), name))
        self.count += 1
        refusal = self._refusal(file, name, above)
        if refusal is None and file in self.merged_before:
            return self.merged_before[file]
        data = None if refusal else self._read(file, name)
        if isinstance(data, bytes):
            self.merged_before[file] = tree = self.merged(data, file, above)
            return tree
        missing = ("missing-base", f"the file `{name}` does not exist", f"looked for {file}")
        code, message, note = refusal or data or missing
        self._report(code, message, span, "extended here", note)
        return None

    def _read(self, file: str, name: str) -> bytes | tuple[str, str, str] | None:
        """Return the content of a file, None if it does not exist, or why it cannot be read."""
        try:
            data = self.library.read(file)
        except EksgenError as error:
            return "missing-base", f"the file `{shown_name(name)}` cannot be read", error.message
        if data is not None and self.size + len(data) > MAX_BYTES:
            self.full = True
            note = f"together, its files may have {MAX_BYTES // 1024 // 1024} MiB"
            return "too-many-bases", "the files of this spec are too large", note
        return data

    def _refusal(self, file: str, name: str, above: tuple[str, ...]) -> tuple[str, str, str] | None:
        """Return the code, message and note of the reason why a file may not be extended, or None."""
        if problem := name_problem(name) or name_problem(file):
            return "file-name", f"`{shown_name(name)}` cannot be the name of a file", problem
        if file in above:
            cycle = " extends ".join((*above[above.index(file) :], file))
            return "extends-cycle", "these files extend each other in a circle", cycle
        if posixpath.isabs(name) or not self.library.inside(file):
            note = "a review must see every file that describes the cluster"
            return "base-outside", f"`{name}` is outside this repository", note
        if self.count > MAX_FILES:
            self.full = True
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
