"""Codes on the shape of a spec: which fields stand where, and of which type."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "invalid-choice": Code(
        "A value is not one of the words that the field takes.",
        "Only these words have a meaning there.",
        "Use one of the choices that the finding lists.",
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
        "It does not fit the field, in a way that no other code tells.",
        "Compare it with the field's description in the JSON Schema (`eksgen schema`).",
    ),
    "missing-field": Code(
        "A required field is missing.",
        "There is no default that is right for everyone, and eksgen does not guess.",
        "Add the field; the finding says what it is, with an example.",
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
        "A spec is made of `key: value` lines; this is a list, or one value.",
        "Name a spec file.",
        """
- apiVersion: eksgen/v1alpha1
- kind: Cluster
""",
        whole=True,
    ),
    "not-supported-yet": Code(
        "The spec uses a part of the language that this version cannot compile.",
        "Ignoring it would give another cluster than the one described.",
        "Leave it out, or use a newer version of eksgen.",
        """
karpenter: {enabled: true}
""",
        """
nodeGroups:
  web:
    scaling: {min: 2, max: 10, desired: 2, autoscaled: true}
""",
    ),
    "out-of-range": Code(
        "A number, list or text is too small or too large.",
        "AWS, or the language, sets the limit; a value beyond it would be refused in the middle of an apply.",
        "Choose a value within the limit that the finding names.",
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
        "It would be ignored, and a misspelt setting would silently keep its default.",
        "Correct the name; the finding lists the fields that exist here. Fields are written in camelCase.",
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
        "The file is written for another version of the language, or for another tool.",
        "Its fields may mean something else.",
        "Write `apiVersion: eksgen/v1alpha1`, and go through the fields.",
        """
apiVersion: eksctl.io/v1alpha5
""",
        """
apiVersion: eksgen/v1alpha1
""",
    ),
    "wrong-type": Code(
        "A value has the wrong type.",
        "Types are never converted, because YAML surprises: 1.30 is the number 1.3, and only in old "
        "parsers is `yes` true.",
        "Write the type that is asked for. Quotes make text; `true` and `false` are the only flags.",
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
