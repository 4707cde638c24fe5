"""Codes on files that extend each other, and on warnings that a comment allows."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "base-outside": Code(
        "A spec extends a file outside of its repository.",
        "A review must see everything that a cluster is made of.",
        "Move the file into the repository.",
        """
extends: ../../elsewhere.yaml
""",
        """
extends: base.yaml
""",
    ),
    "expired-allow": Code(
        "An allowance has expired.",
        "The warning was accepted until a date that is past.",
        "Mend the cause, or set a new date with a new reason.",
        """
controlPlane:
  endpoint: {public: true}  # eksgen: allow(open-endpoint) until 2026-09-30 because the office moves
""",
        """
controlPlane:
  endpoint: {public: [203.0.113.0/24]}
""",
        level="warning",
        day="2026-10-02",
    ),
    "extends-cycle": Code(
        "Files extend each other in a circle.",
        "There is no first one to start from.",
        "Take one of the `extends` lines out.",
        """
extends: cluster.yaml
""",
        """
extends: base.yaml
""",
    ),
    "invalid-allow": Code(
        "A comment starts like an allowance but is none.",
        "The warning that it was meant for would be shown all the same, and nobody would know why.",
        "Write `# eksgen: allow(CODE) until YYYY-MM-DD because REASON`; the date may be left out, the "
        "reason not.",
        """
nodeGroups:
  web:
    disk: {size: 50}  # eksgen: allow(plain-disk)
""",
        """
nodeGroups:
  web:
    disk: {encrypted: false}  # eksgen: allow(plain-disk) because these nodes hold public data only
""",
    ),
    "missing-base": Code(
        "A spec extends a file that does not exist.",
        "Part of the cluster would be missing.",
        "Correct the name; it is read from the folder of the file in which it stands.",
        """
extends: bsae.yaml
""",
        """
extends: base.yaml
""",
    ),
    "too-many-bases": Code(
        "A spec is made of more than 50 files.",
        "Nobody can review such a chain.",
        "Extend fewer files.",
    ),
    "unused-allow": Code(
        "An allowance allows nothing.",
        "The warning is gone, or the comment stands on another line than the warning; errors cannot "
        "be allowed.",
        "Delete the comment, or move it to the line that the warning points at.",
        """
controlPlane:
  endpoint: {public: false}  # eksgen: allow(open-endpoint) because the office has no fixed address
""",
        """
controlPlane:
  endpoint: {public: false}
""",
        level="warning",
    ),
}
