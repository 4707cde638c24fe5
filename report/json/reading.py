"""Read the JSON report of a plan or of drift: the outcomes that all formats are drawn from.

Nothing in a report is believed but its texts: it may be damaged, or from a stranger's job.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalog.limits.pipelines import MAX_MATRIX_JOBS
from ...compiler.diagnostics import Diagnostic
from ...compiler.errors import EksgenError
from ...compiler.files.decoding import NotDecoded, decode_object
from ...compiler.files.names import shown_name
from ...engine.drift.result import DriftLevel
from ..fleet import FleetPart, SpecOutcome
from ..page.page import AttributeFact, ReportPage
from ..page.run_report import Annotation, RunReport
from .fleet import VERSION
from .records import decode

MAX_LINE = 10_000_000
"""No line, column or number of lines is larger: a spec has at most 4 MiB."""

_VERBS = ("plan", "drift")
_CODES_OF_RESULTS = (0, 3)
_CODES_OF_FAILURES = (1, 2, 4, 5, 130)
_LEVELS = ("", *DriftLevel)
_SIDES = range(1, 4)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """What a JSON report says; `part` is set if it is that of a shard."""

    name: str
    verb: str
    outcomes: tuple[SpecOutcome, ...]
    part: FleetPart | None = None


class _FailedSpec(EksgenError):
    """The error of a spec as a report says it, with its findings."""

    def __init__(self, raw: Mapping[str, Any], name: str) -> None:
        texts = {key: decode(tuple[str, ...], raw.get(key), f"{name}.{key}") for key in ("notes", "helps")}
        message, code = (decode(str, raw.get(key), f"{name}.{key}") for key in ("message", "code"))
        super().__init__(message, code=code, **texts)
        self.diagnostics = _findings(raw.get("findings"), f"{name}.findings")


def read_report_file(data: bytes, name: str) -> ReportFile:
    """Parse the JSON of a report, of one spec or of several; `EksgenError` if it cannot be merged."""
    try:
        raw = decode_object(data)
        kind = raw.get("kind")
        if kind not in ("fleet", *_VERBS):
            of = f"of kind {shown_name(kind)}" if isinstance(kind, str) else "without a kind"
            raise _refused(name, f"is {of}, not of plan or drift")
        if raw.get("version") != VERSION or type(raw.get("version")) is not int:
            raise _refused(name, "is a report of another version", f"this eksgen reads version {VERSION}")
        return _fleet(raw, name) if kind == "fleet" else _alone(raw, name)
    except NotDecoded as error:
        raise _refused(name, "cannot be read as a report", str(error)) from None


def _fleet(raw: Mapping[str, Any], name: str) -> ReportFile:
    verb, specs = raw.get("verb"), raw.get("specs")
    if verb not in _VERBS or not isinstance(specs, list):
        raise NotDecoded("verb or specs are missing, or of another form than this version writes")
    lines = _Lines()
    outcomes = tuple(_outcome(spec, f"specs[{number}]", lines) for number, spec in enumerate(specs))
    shard = raw.get("shard")
    return ReportFile(name, verb, outcomes, None if shard is None else _part(shard))


def _part(raw: Any) -> FleetPart:
    part = decode(FleetPart, raw, "shard")
    if not 1 <= part.number <= part.total <= MAX_MATRIX_JOBS:
        raise NotDecoded("shard has numbers that no shard has")
    return part


def _alone(raw: Mapping[str, Any], name: str) -> ReportFile:
    report = raw.get("report")
    if not isinstance(report, dict):
        raise NotDecoded("report is missing: an older eksgen wrote it")
    document = {key: value for key, value in raw.items() if key != "report"}
    return ReportFile(name, raw["kind"], (_outcome({**report, "result": document}, "report", _Lines()),))


class _Lines:
    """The texts of files of which a report has some lines; so many lines in all that they fit in memory."""

    def __init__(self) -> None:
        self._room = MAX_LINE

    def texts(self, raw: Any, name: str) -> dict[str, str]:
        """Return each file with its lines at their numbers, the others empty."""
        return {file: self._text(lines, name) for file, lines in _object(raw, name).items()}

    def _text(self, raw: Any, name: str) -> str:
        if not all(_is_line(key, text) for key, text in _object(raw, name).items()):
            raise NotDecoded(f"{name} has something else than lines")
        lines = {int(key): text for key, text in raw.items()}
        last = max(lines, default=0)
        self._room -= last
        if self._room < 0:
            raise NotDecoded(f"{name} has lines beyond the size of a spec")
        return "\n".join(lines.get(number, "") for number in range(1, last + 1)) or "\n"


def _is_line(key: str, text: Any) -> bool:
    return isinstance(text, str) and key.isascii() and key.isdigit() and 0 < len(key) < 9 and int(key) > 0


def _require_fitting(code: int, has_report: bool, has_error: bool, name: str) -> None:
    """Refuse an exit code that no result, or no failure, has."""
    results = _CODES_OF_RESULTS if has_report or not has_error else ()
    failures = _CODES_OF_FAILURES if not has_report else ()
    if code not in (*results, *failures):
        raise NotDecoded(f"{name}.code is not the exit code of a {'result' if has_report else 'failure'}")


def _outcome(raw: Any, name: str, lines: _Lines) -> SpecOutcome:
    raw = _object(raw, name)
    file, summary = (decode(str, raw.get(key), f"{name}.{key}") for key in ("spec", "summary"))
    code, report = decode(int, raw.get("code"), f"{name}.code"), _report(raw, name)
    error = raw.get("error")
    _require_fitting(code, report is not None, error is not None, name)
    return SpecOutcome(
        file,
        code,
        summary,
        report=report,
        error=None if error is None else _FailedSpec(_object(error, f"{name}.error"), f"{name}.error"),
        findings=_findings(raw.get("findings"), f"{name}.findings"),
        texts=lines.texts(raw.get("lines"), f"{name}.lines"),
    )


def _report(raw: Mapping[str, Any], name: str) -> RunReport | None:
    result, page = raw.get("result"), raw.get("page")
    if result is None and page is None:
        return None
    if not isinstance(result, dict) or page is None:
        raise NotDecoded(f"{name} has no page or no result: an older eksgen wrote it")
    decoded = _checked(decode(ReportPage, page, f"{name}.page"), f"{name}.page")
    annotations = decode(tuple[Annotation, ...], raw.get("annotations"), f"{name}.annotations")
    for annotation in annotations:
        _require_places(annotation.diagnostic, f"{name}.annotations")
    return RunReport(decoded, result, annotations)


def _checked(page: ReportPage, name: str) -> ReportPage:
    """Refuse what no page of eksgen has, and what drawing it relies on."""
    rows = [row for part in page.parts for row in part.rows]
    facts = [fact for row in rows for fact in row.facts]
    if (
        page.kind not in ("destroy", *_VERBS)
        or not all(part.title for part in page.parts)
        or not all(row.level in _LEVELS and len(row.sign) == 1 and row.count >= 0 for row in rows)
        or not all(len(fact.sides) in _SIDES for outer in facts for fact in _with_inner(outer))
    ):
        raise NotDecoded(f"{name} has a part that this version does not write")
    return page


def _with_inner(fact: AttributeFact) -> Iterator[AttributeFact]:
    yield fact
    for inner in fact.inner:
        yield from _with_inner(inner)


def _findings(raw: Any, name: str) -> tuple[Diagnostic, ...]:
    """Return findings from the form of `findings.schema.json`."""
    if not isinstance(raw, list):
        raise NotDecoded(f"{name} is not a list")
    return tuple(_finding(finding, f"{name}[{number}]") for number, finding in enumerate(raw))


def _finding(raw: Any, name: str) -> Diagnostic:
    finding = dict(_object(raw, name))
    finding["primary"] = _label(finding.get("primary"), name)
    labels = finding.get("secondary")
    finding["secondary"] = [_label(label, name) for label in labels] if isinstance(labels, list) else None
    return _require_places(decode(Diagnostic, finding, name), name)


def _label(raw: Any, name: str) -> dict[str, Any]:
    label = _object(raw, f"{name}.primary")
    return {"span": {**label, "end_column": label.get("endColumn")}, "text": label.get("text")}


def _object(raw: Any, name: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise NotDecoded(f"{name} is not an object")
    return raw


def _require_places(finding: Diagnostic, name: str) -> Diagnostic:
    for label in (finding.primary, *finding.secondary):
        span = label.span
        if not all(0 < number <= MAX_LINE for number in (span.line, span.column, span.end_column)):
            raise NotDecoded(f"{name} points to a place that no file has")
    return finding


def _refused(name: str, what: str, note: str = "") -> EksgenError:
    return EksgenError(
        f"{shown_name(name)} {what}",
        code="not-mergeable",
        notes=(note,) if note else (),
        helps=("write it with `--report json=FILE` of `plan` or `drift`, with this version of eksgen",),
    )
