"""`eksgen graph`: the cluster as a picture, offline."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import typer

from ..compiler.diagnostics import Path as SpecPath
from ..compiler.files.writing import replace_named
from ..compiler.pipeline import Compilation
from ..compiler.source.tree import locate
from ..report.graph.html import graph_html
from ..report.graph.mermaid import mermaid
from ..report.graph.parts import ClusterGraph, cluster_graph
from ..report.graph.svg import graph_svg
from .inputs.read_spec import read_compiled
from .outputs.results import write_result

_SUFFIXES: Final = {".svg": "svg", ".html": "html", ".htm": "html", ".mmd": "mermaid", ".md": "mermaid"}


def graph(spec: str, output: Path | None, format: str | None) -> int:
    """Write the picture to a file, or print it; the name of the file decides the format."""
    format = format or (_format_of(output) if output else "mermaid")
    compilation = read_compiled(spec)
    text = _text(cluster_graph(compilation.cluster), format, compilation, fenced=_is_markdown(output))
    if output is None:
        write_result(text)
    else:
        replace_named(output, text.encode())
    return 0


def _format_of(output: Path) -> str:
    format = _SUFFIXES.get(output.suffix.lower())
    if format is None:
        raise typer.BadParameter(
            "name a file that ends in .svg, .html, .mmd or .md, or pass --format", param_hint="--output"
        )
    return format


def _is_markdown(output: Path | None) -> bool:
    return output is not None and output.suffix.lower() == ".md"


def _text(picture: ClusterGraph, format: str, compilation: Compilation, *, fenced: bool) -> str:
    def place(path: SpecPath) -> str:
        found = locate(compilation.tree, path)
        return f"{found.span.file}:{found.span.line}" if found.written else ""

    if format == "svg":
        return graph_svg(picture)
    if format == "html":
        return graph_html(picture, place)
    return f"```mermaid\n{mermaid(picture)}```\n" if fenced else mermaid(picture)
