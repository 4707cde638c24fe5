"""`eksgen validate`: check whether specs can be compiled."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..compiler.diagnostics import Diagnostic
from ..compiler.pipeline import Checked, check_files
from .inputs.clock import today
from .inputs.read_spec import show_diagnostics
from .inputs.shards import Shard, own_specs
from .inputs.spec_files import cluster_specs


def validate(
    patterns: Sequence[str], format: str, *, show_resolved: bool = False, shard: Shard | None = None
) -> int:
    """Check every file. Return 1 if one has errors. Formats for machines go to standard output.

    With a `shard`, all files are compared with each other, and its own are reported.
    """
    files = cluster_specs(patterns)
    own = set(own_specs(files, shard))
    together = check_files(files, today())
    texts = {file: text for result in together for file, text in result.texts.items()}
    results = [result for result in together if result.file in own]
    if show_resolved:
        show_diagnostics(_findings(results), texts)
        _print_resolved(results)
    elif format == "human":
        show_diagnostics(_findings(results), texts)
        _print_valid(results)
    else:
        sys.stdout.write(_text(format, results))
    return 1 if any(result.failed for result in results) else 0


def _print_valid(results: Sequence[Checked]) -> None:
    for result in results:
        if result.spec is not None:
            sys.stdout.write(f"{result.file}: cluster {result.spec.metadata.name} is fine\n")


def _print_resolved(results: Sequence[Checked]) -> None:
    from ..compiler.resolve.as_yaml import resolved_yaml

    valid = [(result.spec, result.tree) for result in results if result.spec and result.tree]
    sys.stdout.write("---\n".join(resolved_yaml(spec, tree) for spec, tree in valid))


def _findings(results: Sequence[Checked]) -> list[Diagnostic]:
    return [finding for result in results for finding in result.findings]


def _text(format: str, results: Sequence[Checked]) -> str:
    """Draw the findings for a machine; each format is loaded only when it is used."""
    findings, files = _findings(results), [result.file for result in results]
    match format:
        case "json":
            from ..report.json.diagnostics import findings_json

            return findings_json(findings, files)
        case "junit":
            from ..report.annotations.junit import draw_junit

            return draw_junit(findings, files)
        case "sarif":
            from ..report.annotations.sarif import draw_sarif

            return draw_sarif(findings)
        case "github":
            from ..report.annotations.github import draw_github

            return draw_github(findings)
        case _:
            from ..report.annotations.concise import draw_concise

            return draw_concise(findings)
