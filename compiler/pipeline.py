"""The compiler, told once from start to end.

text -> positioned tree (`source`) -> spec (`load`) -> checked spec (`checks`) -> cluster model (`resolve`)
-> module calls (`lower`) -> HCL files and source map (`hcl`, `emit`). Each stage is a function of what the
one before it gave; the first stage with an error ends the way, with everything it found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..schemas.cluster import ClusterSpec
from .checks import check
from .diagnostics import Diagnostic, Severity
from .emit import folder
from .errors import EksgenError
from .load import load, with_node_defaults
from .lower import lower
from .model import Cluster
from .resolve import resolve
from .source import parse
from .tree import Node


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
    """A compiled spec: the model and every file of the folder."""

    cluster: Cluster
    files: Mapping[str, bytes] = field(repr=False)


def check_text(data: bytes, file: str) -> Checked:
    """Text to checked spec, with all findings. `file` is the name that findings carry."""
    root, text, findings = parse(data, file)
    texts = {file: text}
    if root is None or findings:
        return Checked(file, texts, findings)
    tree = with_node_defaults(root)
    spec, findings = load(tree)
    if spec is None:
        return Checked(file, texts, findings)
    findings = check(spec, tree)
    checked = Checked(file, texts, findings, spec, tree)
    return checked if not checked.failed else Checked(file, texts, findings)


def compile_spec(checked: Checked) -> Compilation:
    """Checked spec to Terraform files."""
    if checked.spec is None or checked.tree is None:
        raise ValueError("a spec with errors cannot be compiled")
    cluster = resolve(checked.spec)
    calls = lower(cluster)
    return Compilation(cluster, folder(cluster, calls, checked.tree, checked.file))


def read(file: str) -> bytes:
    """The bytes of a spec file; `-` is standard input."""
    if file == "-":
        import sys

        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise EksgenError(f"there is no file {file}", code="no-such-file") from None
    except IsADirectoryError:
        raise EksgenError(f"{file} is a folder, not a spec file", code="not-a-file") from None
    except OSError as error:
        raise EksgenError(
            f"{file} cannot be read", code="unreadable-file", notes=(str(error.strerror),)
        ) from None
