"""`eksgen validate`: are these specs that can be compiled?"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ..compiler.diagnostics import Diagnostic
from ..compiler.pipeline import Checked, check_file
from ..report.annotations.concise import draw_concise
from ..report.annotations.github import draw_github
from ..report.annotations.junit import draw_junit
from ..report.annotations.sarif import draw_sarif
from ..report.human.diagnostics import draw_diagnostics
from ..report.json.diagnostics import findings_json
from ..report.terminal import detect
from .inputs.clock import today
from .inputs.spec_files import cluster_specs


def validate(patterns: Sequence[str], format: str, *, show_resolved: bool = False) -> int:
    """Check every file; 1 if any has errors. What is drawn for machines goes to standard output."""
    results = [check_file(file, today()) for file in cluster_specs(patterns)]
    if show_resolved:
        _tell(results, quiet=True)
        _resolved(results)
    elif format == "human":
        _tell(results)
    else:
        sys.stdout.write(_drawn(format, results))
    return 1 if any(result.failed for result in results) else 0


def _tell(results: Sequence[Checked], *, quiet: bool = False) -> None:
    style = detect(sys.stderr, os.environ)
    texts = {file: text for result in results for file, text in result.texts.items()}
    sys.stderr.write(
        style.ascii(draw_diagnostics(_findings(results), texts, colour=style.colour, width=style.width))
    )
    for result in results:
        if result.spec is not None and not quiet:
            sys.stdout.write(f"{result.file}: cluster {result.spec.metadata.name} is fine\n")


def _resolved(results: Sequence[Checked]) -> None:
    from ..compiler.resolve.as_yaml import resolved_yaml

    whole = [(result.spec, result.tree) for result in results if result.spec and result.tree]
    sys.stdout.write("---\n".join(resolved_yaml(spec, tree) for spec, tree in whole))


def _findings(results: Sequence[Checked]) -> list[Diagnostic]:
    return [finding for result in results for finding in result.findings]


def _drawn(format: str, results: Sequence[Checked]) -> str:
    findings, files = _findings(results), [result.file for result in results]
    if format in ("json", "junit"):
        return (findings_json if format == "json" else draw_junit)(findings, files)
    return {"concise": draw_concise, "github": draw_github, "sarif": draw_sarif}[format](findings)
