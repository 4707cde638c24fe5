"""`eksgen drift`: prepare the folder, compare record, cloud and spec, show."""

from __future__ import annotations

from ..engine import run
from ..report import formats
from .work import DIFFERENCES, Options, ready, say, style, summarise


def drift(file: str, options: Options) -> int:
    """Tell changes made outside from edits not applied yet; 3 if there are any."""
    with ready("drift", file, options) as (workspace, on_event):
        result = run.drift(workspace, on_event, lock_timeout=options.lock_timeout)
    say(formats.DRIFT[options.format](result, style()))
    if options.format == "github":
        summarise(formats.drift_markdown(result))
    return DIFFERENCES if result.findings else 0
