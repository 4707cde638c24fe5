"""Codes on the text of a file, before it means anything."""

from __future__ import annotations

from .code import Code

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
        "A key stands twice in one mapping.",
        "Most parsers keep the last value without a word, so one of the two lines would be ignored.",
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
        "The file holds nothing, or nothing but comments.",
        "There is no cluster to compile.",
        "Write a spec with `eksgen init`, or start from examples/quickstart.yaml.",
        """
# our cluster, to be written
""",
        whole=True,
    ),
    "file-too-large": Code(
        "The file is larger than 4 MiB.",
        "No cluster spec is. It is probably another file, and reading it would only take time and memory.",
        "Name the spec file.",
    ),
    "not-text": Code(
        "The file is not UTF-8 text.",
        "It cannot be read as YAML; it is another kind of file, or was saved in another encoding.",
        "Save it as UTF-8.",
    ),
    "null-key": Code(
        "A key is empty.",
        "A value without a name belongs nowhere.",
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
        "It is not clear whether its default or nothing at all is meant. Only in a file with "
        "`extends` does null have a meaning: it removes what the other file says.",
        "Write the value, `{}` for all defaults, or delete the line.",
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
        "One file describes one cluster: its state, its plan and every finding belong to that file.",
        "Put each cluster in a file of its own.",
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
        "No part of the language is; the file is no spec, or it is damaged.",
        "Look for a bracket that is never closed, and check the indentation.",
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
        "The value would stand in two places: a change in one moves the other unseen, and a finding "
        "could not name the right one.",
        "Write the value again, or put what node groups share into `nodeDefaults`.",
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
        "A field would come from a place that its own place does not show.",
        "Put what node groups share into `nodeDefaults`.",
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
        "The text is not YAML.",
        "Nothing after the fault can be trusted, so nothing else is looked at.",
        "Mend the line that is shown, or the one where it began: a bracket or quote that is not closed, "
        "a tab, uneven indentation, a character that nobody sees.",
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
        "The language knows the type of every field; a tag could only say something else.",
        "Delete the tag. Quotes make a value text.",
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
