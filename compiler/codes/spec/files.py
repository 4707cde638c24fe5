"""Codes of findings in `extends` and in allow comments."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "base-outside": Code(
        "A spec extends a file outside its repository.",
        "A review must see every file that describes the cluster.",
        "Move the file into the repository. Without a repository only the folder of the spec counts: run "
        "`git init` in a folder that has both.",
        """
extends: ../../elsewhere.yaml
""",
        """
extends: base.yaml
""",
    ),
    "expired-allow": Code(
        "An allow comment has expired.",
        "The warning was accepted until a date that has passed.",
        "Fix the cause, or set a new date with a new reason.",
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
        "There is no file to start from.",
        "Remove one of the `extends` lines.",
        """
extends: cluster.yaml
""",
        """
extends: base.yaml
""",
    ),
    "file-name": Code(
        "The name of a spec, or of a file it extends, is not allowed.",
        "A name is part of comments, messages and paths. Line breaks, control characters and bytes that are "
        "not UTF-8 would change what these say; a name of nothing but dots has no folder of its own.",
        "Rename the file.",
        """
extends: ...yaml
""",
        """
extends: base.yaml
""",
    ),
    "invalid-allow": Code(
        "A comment starts with `# eksgen:` but is not a valid allow comment.",
        "The warning it is meant for would still be shown.",
        "Write `# eksgen: allow(CODE) until YYYY-MM-DD because REASON`; the date is optional, the reason is "
        "required.",
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
        "A spec extends a file that does not exist or cannot be read.",
        "Part of the cluster would be missing.",
        "Correct the name; it is relative to the folder of the file that extends it.",
        """
extends: bsae.yaml
""",
        """
extends: base.yaml
""",
    ),
    "more-findings": Code(
        "A spec has more than 1000 findings.",
        "This is probably another kind of file, or one mistake that is repeated.",
        "Correct what is listed, and check again.",
        level="note",
    ),
    "too-many-bases": Code(
        "A spec consists of more than 50 files, or of more than 4 MiB.",
        "Such a chain cannot be reviewed.",
        "Extend fewer files.",
    ),
    "unused-allow": Code(
        "An allow comment has no effect.",
        "The line has no warning with this code; errors cannot be allowed. Comments of a base file are not "
        "reported, because another spec that extends it may need them.",
        "Delete the comment, or move it to the line of the warning. If the warning comes and goes, allow "
        "`unused-allow` in the same comment.",
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

BETWEEN_CODES: dict[str, Code] = {
    "overlapping-networks": Code(
        "The networks of two clusters overlap.",
        "VPCs with overlapping ranges cannot be peered or attached to one transit gateway.",
        "Give one of them another `network.cidr`, or allow the warning if they are never connected.",
        level="warning",
    ),
    "shared-cluster-name": Code(
        "Two specs describe a cluster of one name in one region and account.",
        "EKS allows one cluster of a name, and both would manage every object whose name begins with it.",
        "Rename one of the clusters.",
    ),
    "shared-object-name": Code(
        "Two specs of one account and region make a repository or a log group of the same name.",
        "Such names are unique in an account and region. AWS refuses the second object, or one destroy "
        "deletes what the other cluster uses.",
        "Keep the object in one of the specs, or give it two names.",
    ),
    "shared-role-name": Code(
        "Two specs of one account make an IAM role of the same name.",
        "The names of roles are unique in an account, and IAM ignores case; it refuses the second role.",
        "Rename one of the clusters, or give each role a `roleName` of its own.",
    ),
    "shared-state": Code(
        "Two specs store their state in the same place.",
        "Planning one of them would replace or forget the cluster of the other.",
        "Put `{name}` into the key or path, or leave it out: the default contains account, region and name.",
    ),
}
"""Codes of findings between specs."""
