"""Codes of findings in the structure of a spec: which fields exist, and of which type."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "invalid-choice": Code(
        "A value is not one of those that the field accepts.",
        "The field has a fixed set of values.",
        "Use one of the values listed in the finding.",
        """
nodeGroups:
  web:
    subnets: privat
""",
        """
nodeGroups:
  web:
    subnets: private
""",
    ),
    "invalid-value": Code(
        "A value is not accepted.",
        "It does not fit the field, for a reason that has no code of its own.",
        "Compare it with the description of the field in the JSON Schema (`eksgen schema`).",
    ),
    "missing-field": Code(
        "A required field is missing.",
        "No default is right for every cluster, and eksgen does not guess.",
        "Add the field; the finding describes it, with an example.",
        """
metadata:
  region: us-west-2
""",
        """
metadata:
  name: demo
  region: us-west-2
""",
    ),
    "not-a-spec": Code(
        "The file is not a mapping.",
        "A spec is a mapping of `key: value` lines; this file is a list or a single value.",
        "Pass a spec file.",
        """
- apiVersion: eksgen/v1alpha1
- kind: Cluster
""",
        whole=True,
    ),
    "out-of-range": Code(
        "A number, list or text is too small or too large.",
        "The limit is set by AWS or by eksgen; AWS would reject the value during an apply.",
        "Choose a value within the limit given in the finding.",
        """
nodeGroups:
  web:
    disk: {size: 5}
""",
        """
nodeGroups:
  web:
    disk: {size: 50}
""",
    ),
    "unknown-field": Code(
        "A field does not exist here.",
        "If it were ignored, a misspelled setting would silently keep its default.",
        "Correct the name; the finding lists the fields that exist here. Field names are in camelCase.",
        """
nodeGroups:
  web:
    instance_types: [m7i.large]
""",
        """
nodeGroups:
  web:
    instanceTypes: [m7i.large]
""",
    ),
    "unsupported-api-version": Code(
        "The file is written for another version of eksgen, or for another tool.",
        "Its fields may have a different meaning.",
        "Write `apiVersion: eksgen/v1alpha1`, and check every field.",
        """
apiVersion: eksctl.io/v1alpha5
""",
        """
apiVersion: eksgen/v1alpha1
""",
    ),
    "wrong-type": Code(
        "A value has the wrong type.",
        "Types are never converted, because YAML can surprise: 1.30 is the number 1.3, and `yes` is true "
        "only in old parsers.",
        "Write the type given in the finding. Quote a value to make it text; booleans are `true` and "
        "`false`.",
        """
kubernetes:
  version: 1.34
""",
        """
kubernetes:
  version: "1.34"
""",
    ),
}
