"""Codes of findings in `drift`."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "duplicate-ignore": Code(
        "Two rules of `drift.ignore` have the same path.",
        "Only the first rule, with its reason and date, would be used.",
        "Delete one of the two.",
        """
drift:
  ignore:
    - {path: metadata.tags.owner, reason: set by the cost tool}
    - {path: metadata.tags.owner, reason: set by hand}
""",
        """
drift:
  ignore:
    - {path: metadata.tags.owner, reason: set by the cost tool}
""",
    ),
    "expired-ignore": Code(
        "A rule of `drift.ignore` has expired.",
        "An expired rule is not applied, so that a temporary exception does not become permanent.",
        "Delete the rule, or set a new date with a new reason.",
        """
drift:
  ignore:
    - {path: metadata.tags.owner, reason: set by the cost tool, until: 2026-09-30}
""",
        """
drift:
  ignore:
    - {path: metadata.tags.owner, reason: set by the cost tool, until: 2027-03-31}
""",
        level="warning",
        day="2026-10-02",
    ),
    "invalid-date": Code(
        "A value is not a date.",
        "A date is a year, a month and a day, as in 2027-03-31.",
        "Write the date as YYYY-MM-DD.",
        """
drift:
  ignore:
    - {path: metadata.tags.owner, reason: set by the cost tool, until: 31.3.2027}
""",
        """
drift:
  ignore:
    - {path: metadata.tags.owner, reason: set by the cost tool, until: 2027-03-31}
""",
    ),
    "unknown-path": Code(
        "A rule of `drift.ignore` has a path that does not exist in a spec.",
        "It would never match anything.",
        "Write the path as `eksgen drift` prints it; `*` stands for any name.",
        """
drift:
  ignore:
    - {path: nodeGroups.web.scaling.desird, reason: moved by the autoscaler}
""",
        """
drift:
  ignore:
    - {path: nodeGroups.web.scaling.desired, reason: moved by the autoscaler}
""",
    ),
}
