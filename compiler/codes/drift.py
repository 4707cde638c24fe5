"""Codes on the rules of drift reports."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "duplicate-ignore": Code(
        "Two rules of `drift.ignore` name one path.",
        "Only the first would ever be used, and its reason and date alone would count.",
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
        "A rule of `drift.ignore` has passed its last day.",
        "It accepts nothing any more, so that what was meant for a while does not stay for good.",
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
        "A date is not one.",
        "A date is a year, a month and a day, as in 2027-03-31.",
        "Write the day you mean.",
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
        "A rule of `drift.ignore` names a path that no spec has.",
        "It would never accept anything.",
        "Write the path as findings print it; `*` stands for any name.",
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
