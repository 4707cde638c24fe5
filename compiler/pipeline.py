"""The compiler, told once from start to end.

text -> positioned tree (`source`, `compose`) -> spec (`load`) -> checked spec (`checks`, `allowances`)
-> cluster model (`resolve`) -> module calls (`lower`) -> HCL files and source map (`hcl`, `emit`). Each stage
is a function of what the one before it gave; errors end the way after the checks, with everything found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..schemas.cluster import ClusterSpec
from .checks import check
from .checks.allow_comments import apply_allow_comments
from .diagnostics import Diagnostic, Severity
from .emit.folder import terraform_folder
from .load.spec import load, with_node_defaults
from .lower import lower
from .resolve import resolve
from .resolve.model import Cluster
from .source.extends import NO_LIBRARY, Library, compose_spec
from .source.files import library_of, read_spec_file
from .source.tree import Node
from .values import ModuleCall


@dataclass(frozen=True, slots=True)
class Checked:
    """A spec that was read and checked. `spec` and `tree` are None when errors stand in the way."""

    file: str
    texts: Mapping[str, str]
    findings: tuple[Diagnostic, ...]
    spec: ClusterSpec | None = None
    tree: Node | None = None

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Compilation:
    """A compiled spec: the model, the module calls made of it, every file of the folder, and the tree that
    knows where each value was written."""

    cluster: Cluster
    files: Mapping[str, bytes] = field(repr=False)
    calls: tuple[ModuleCall, ...] = field(repr=False)
    tree: Node = field(repr=False)


def check_text(
    data: bytes, file: str, *, library: Library = NO_LIBRARY, today: date | None = None
) -> Checked:
    """Text to checked spec, with all findings.

    `file` is the name that findings carry, `library` holds the files it may extend, and without `today`
    nothing that depends on the day is looked at.
    """
    whole = compose_spec(data, file, library)
    if whole.root is None or whole.findings:
        return Checked(file, whole.texts, tuple(dict.fromkeys(whole.findings)))
    tree = with_node_defaults(whole.root)
    loaded = load(tree)
    found = loaded.findings
    if loaded.spec is not None:
        found += check(loaded.spec, tree, today, loaded.faulty)
    found = apply_allow_comments(found, whole.texts, today)
    checked = Checked(file, whole.texts, found, loaded.spec, tree)
    return checked if not checked.failed else Checked(file, whole.texts, found)


def check_file(file: str, today: date | None = None) -> Checked:
    """The same for a file on disk with the files it extends; `-` is standard input."""
    name = "<stdin>" if file == "-" else file
    return check_text(read_spec_file(file), name, library=library_of(file), today=today)


def compile_spec(checked: Checked) -> Compilation:
    """Checked spec to Terraform files."""
    if checked.spec is None or checked.tree is None:
        raise ValueError("a spec with errors cannot be compiled")
    cluster = resolve(checked.spec)
    calls = lower(cluster)
    files = terraform_folder(cluster, calls, checked.tree, checked.file)
    return Compilation(cluster, files, calls, checked.tree)
