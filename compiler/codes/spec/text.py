"""Codes of findings in the YAML text itself."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "complex-key": Code(
        "A key is a list or a mapping.",
        "Keys name fields, and fields are text.",
        "Write the key as plain text.",
        """
nodeGroups:
  ? [web, api]
  : {instanceTypes: [m7i.large]}
""",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large]}
  api: {instanceTypes: [m7i.large]}
""",
    ),
    "duplicate-key": Code(
        "A key appears twice in one mapping.",
        "Most parsers silently keep the last value, so one of the two lines would be ignored.",
        "Delete one of the two lines.",
        """
nodeGroups:
  web:
    scaling: {min: 1}
    scaling: {min: 2}
""",
        """
nodeGroups:
  web:
    scaling: {min: 2}
""",
    ),
    "empty-file": Code(
        "The file is empty, or holds only comments.",
        "There is no cluster to compile.",
        "Create a spec with `eksgen init`, or start from examples/quickstart.yaml.",
        """
# to be written
""",
        whole=True,
    ),
    "file-too-large": Code(
        "The file is larger than 4 MiB, or has too many lines, keys or values.",
        "The limits are 4 MiB, 100,000 lines, 30,000 characters in a line, and 30,000 keys and values. No "
        "cluster spec is that large, so this is probably another file.",
        "Check the path, and pass the spec file.",
    ),
    "not-text": Code(
        "The file is not UTF-8 text.",
        "It cannot be read as YAML: it is another kind of file, or was saved in another encoding.",
        "Save it as UTF-8.",
    ),
    "null-key": Code(
        "A key is empty.",
        "A value without a key belongs to no field.",
        "Write the key, or delete the line.",
        """
nodeGroups:
  web:
    labels: {~: web}
""",
        """
nodeGroups:
  web:
    labels: {role: web}
""",
    ),
    "null-value": Code(
        "A key has no value.",
        "It is unclear whether the default or an empty value is meant. Null has a meaning only in a "
        "file with `extends`: it removes a value set by an extended file.",
        "Write the value, or delete the line to use the default. A part takes `{}`, a list `[]`.",
        """
nodeGroups:
  web:
""",
        """
nodeGroups:
  web: {}
""",
    ),
    "several-documents": Code(
        "The file holds more than one YAML document.",
        "A file describes one cluster; its state, plan and findings belong to that file.",
        "Put each cluster in its own file.",
        """
nodeGroups:
  web: {}
---
nodeGroups:
  api: {}
""",
        """
nodeGroups:
  web: {}
""",
    ),
    "too-deep": Code(
        "The file is nested more than 50 levels deep.",
        "A valid spec is never nested that deeply; the file is damaged, or is not a spec.",
        "Look for an unclosed bracket, and check the indentation.",
        f"""
nodeGroups: {"[" * 60}{"]" * 60}
""",
        """
nodeGroups:
  web: {}
""",
    ),
    "yaml-alias": Code(
        "The file uses a YAML anchor or alias.",
        "An alias hides where a value comes from: changing the anchor silently changes every alias, "
        "and a finding could not point at the right line.",
        "Repeat the value, or put settings that node groups share in `nodeDefaults`.",
        """
nodeGroups:
  web: &large {instanceTypes: [m7i.large]}
  api: *large
""",
        """
nodeDefaults: {instanceTypes: [m7i.large]}
nodeGroups:
  web: {}
  api: {}
""",
    ),
    "yaml-merge-key": Code(
        "The file uses a YAML merge key.",
        "A merge key hides where a field comes from.",
        "Put settings that node groups share in `nodeDefaults`.",
        """
nodeGroups:
  web:
    <<: {instanceTypes: [m7i.large]}
""",
        """
nodeDefaults: {instanceTypes: [m7i.large]}
nodeGroups:
  web: {}
""",
    ),
    "yaml-syntax": Code(
        "The text is not valid YAML.",
        "The rest of the file cannot be read reliably, so nothing else is checked.",
        "Fix the line shown, or the line where the problem began: an unclosed bracket or quote, a tab, "
        "inconsistent indentation or an invisible character.",
        """
network:
  zones: [us-west-2a, us-west-2b
nodeGroups:
  web: {}
""",
        """
network:
  zones: [us-west-2a, us-west-2b]
nodeGroups:
  web: {}
""",
    ),
    "yaml-tag": Code(
        "A value has a YAML tag.",
        "Every field has a fixed type, so a tag can only contradict it.",
        "Delete the tag. Quote a value to make it text.",
        """
kubernetes:
  version: !!str 1.34
""",
        """
kubernetes:
  version: "1.34"
""",
    ),
}
