"""Every diagnostic code with what it means and what to do: one sentence each, never renamed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """`what` says the fault, `why` why it is one, `fix` what helps."""

    what: str
    why: str
    fix: str


CODES: dict[str, Code] = {
    # The text of the file
    "complex-key": Code(
        "A key is a list or a mapping.",
        "Keys name fields, and fields are text.",
        "Write the key as plain text.",
    ),
    "duplicate-key": Code(
        "A key stands twice in one mapping.",
        "Most parsers keep the last value without a word, so one line would be ignored.",
        "Delete one of the two lines.",
    ),
    "empty-file": Code(
        "The file holds nothing.", "There is no cluster to compile.", "Start from examples/quickstart.yaml."
    ),
    "file-too-large": Code(
        "The file is larger than 4 MiB.",
        "No cluster spec is; it is probably another file.",
        "Name the spec file.",
    ),
    "not-text": Code("The file is not UTF-8.", "It cannot be read as YAML.", "Save it as UTF-8."),
    "null-key": Code(
        "A key is empty.", "A value without a name belongs nowhere.", "Write the key, or delete the line."
    ),
    "null-value": Code(
        "A key has no value.",
        "It is not clear whether the default or nothing is meant.",
        "Write the value, `{}` for all defaults, or delete the line.",
    ),
    "several-documents": Code(
        "The file holds more than one YAML document.",
        "One file describes one cluster.",
        "Put each cluster in a file of its own.",
    ),
    "too-deep": Code(
        "The file is nested deeper than any spec.",
        "It is not a spec, or it is damaged.",
        "Check brackets and indentation.",
    ),
    "yaml-alias": Code(
        "The file uses a YAML anchor or alias.",
        "A value would have two places, and a finding could not name the right one.",
        "Write the value again, or use `nodeDefaults`.",
    ),
    "yaml-merge-key": Code(
        "The file uses a YAML merge key.",
        "A field would come from a place that does not show it.",
        "Use `nodeDefaults` for what node groups share.",
    ),
    "yaml-syntax": Code(
        "The text is not YAML.",
        "Nothing after the fault can be trusted.",
        "Mend the line; indentation is made of spaces.",
    ),
    "yaml-tag": Code(
        "A value has a YAML tag.",
        "The language knows the type of every field.",
        "Delete the tag; quotes make a value text.",
    ),
    # The shape of the spec
    "invalid-choice": Code(
        "A value is not one of the field's words.",
        "Only these words have a meaning there.",
        "Use one of the choices that are listed.",
    ),
    "invalid-value": Code(
        "A value is not accepted.", "It does not fit the field.", "See the field's description."
    ),
    "missing-field": Code("A required field is missing.", "eksgen does not guess it.", "Add the field."),
    "not-a-spec": Code(
        "The file is not a mapping.", "A spec is made of `key: value` lines.", "Name a spec file."
    ),
    "not-supported-yet": Code(
        "The spec uses a part of the language that this version cannot compile.",
        "Ignoring it would give another cluster than the one described.",
        "Leave it out, or use a newer version.",
    ),
    "out-of-range": Code(
        "A number, list or text is too small or too large.",
        "AWS or the language sets the limit.",
        "Choose a value within the limit.",
    ),
    "unknown-field": Code(
        "A field does not exist here.",
        "It would be ignored, so it is refused.",
        "Correct the name; fields are camelCase.",
    ),
    "unsupported-api-version": Code(
        "The file is written for another version of the language.",
        "Its fields may mean something else.",
        "Write `apiVersion: eksgen/v1alpha1`.",
    ),
    "wrong-type": Code(
        "A value has the wrong type.",
        'Types are never converted: 1.30 and "1.30" are different things.',
        "Write the type that is asked for; quotes make text.",
    ),
    # Forms of single values
    "invalid-account": Code(
        "An account id is not twelve digits.",
        "AWS account ids are.",
        "Write it in quotes, leading zeros included.",
    ),
    "invalid-arn": Code(
        "A value is not an ARN, or that of another service.",
        "The field names one AWS resource.",
        "Copy the ARN from the console or the CLI.",
    ),
    "invalid-cidr": Code(
        "A value is not an IPv4 range.",
        "A range is an address and a prefix length, with no bits set after the prefix.",
        "Write it like 10.20.0.0/16.",
    ),
    "invalid-constraint": Code(
        "A version constraint cannot be read.", "Terraform would refuse it.", "Write it like `>= 5.95, < 7`."
    ),
    "invalid-label": Code(
        "A label key or value has a form that Kubernetes refuses.",
        "Nodes with it would not register.",
        "Use letters, digits, `-`, `_`, `.`, at most 63.",
    ),
    "invalid-name": Code(
        "A name has a form that AWS or Terraform refuses.",
        "Names become part of resource names and addresses.",
        "Use lower-case letters, digits and hyphens.",
    ),
    "invalid-retention": Code(
        "CloudWatch does not keep logs for this many days.",
        "It accepts certain periods only.",
        "Take one of the nearest periods.",
    ),
    "invalid-tag": Code(
        "A tag key or value has a form that AWS refuses.",
        "Keys have 1 to 128 characters and do not start with aws:, values at most 256.",
        "Shorten or rename it.",
    ),
    "invalid-zone": Code(
        "A zone has the wrong form.", "Zone names are a region and a letter.", "Write it like us-west-2a."
    ),
    # Region, version, account
    "unknown-region": Code(
        "EKS does not run in this region.", "Nothing could be made there.", "Correct the region."
    ),
    "unknown-version": Code(
        "EKS does not offer this Kubernetes version.",
        "The cluster could not be made.",
        "Choose one of the versions listed.",
    ),
    "wrong-partition": Code(
        "An ARN belongs to another AWS partition than the region.",
        "Partitions share nothing.",
        "Use the ARN of the resource in the cluster's partition.",
    ),
    "wrong-region": Code(
        "A key or certificate stands in another region.",
        "KMS keys and ACM certificates are used where they stand.",
        "Use one in the cluster's region.",
    ),
    # Network
    "duplicate-zone": Code(
        "A zone is listed twice.", "Each zone has one subnet a tier.", "Delete one of the two."
    ),
    "missing-subnet": Code(
        "A tier has no subnet in one of the zones.",
        "Every tier spans all zones of the network.",
        "Add a range for the zone.",
    ),
    "network-size": Code(
        "A VPC cannot have this size.", "AWS accepts /16 to /28.", "Choose another prefix length."
    ),
    "no-way-out": Code(
        "Private nodes have neither NAT nor the endpoints they need.",
        "They could not pull images or join the cluster.",
        "Add a NAT gateway or `endpoints: [private-cluster]`.",
    ),
    "nodes-through-internet": Code(
        "The Kubernetes API has no private access.",
        "Nodes leave the VPC to reach it.",
        "Set `private: true`.",
    ),
    "open-endpoint": Code(
        "The Kubernetes API is open to every address.",
        "Anyone with a token could use it.",
        "List the ranges you work from.",
    ),
    "range-overlap": Code(
        "Two address ranges overlap.",
        "Traffic for the shared addresses would go astray.",
        "Choose ranges apart.",
    ),
    "service-range": Code(
        "EKS does not take this service range.",
        "It must be private and /12 to /24.",
        "Use 172.20.0.0/16 or a like range.",
    ),
    "subnet-outside-network": Code(
        "A subnet is not inside the network.",
        "A VPC holds only addresses of its own range.",
        "Choose a range inside it.",
    ),
    "subnet-size": Code(
        "A subnet cannot have this size.", "AWS accepts /16 to /28.", "Choose another prefix length."
    ),
    "subnets-do-not-fit": Code(
        "The subnets need more addresses than the network has.",
        "Every tier keeps room for six zones.",
        "Make the network larger or the subnets smaller.",
    ),
    "too-many-zones": Code(
        "The region has fewer zones that EKS can use.",
        "Each zone needs a subnet of its own.",
        "Use fewer zones.",
    ),
    "unknown-endpoint": Code(
        "There is no PrivateLink endpoint of this name.",
        "Nothing could be made for it.",
        "Use a short name such as ecr.api, or `private-cluster`.",
    ),
    "unknown-zone": Code(
        "A zone is not in the region or the network, or EKS cannot use it.",
        "Nothing can be placed there.",
        "Use one of the zones listed.",
    ),
    "unreachable-endpoint": Code(
        "The Kubernetes API has neither private nor public access.",
        "Not even nodes could reach it.",
        "Set `private: true`.",
    ),
    # Node groups
    "disk-option": Code(
        "A disk setting does not fit the volume type.",
        "AWS would refuse the volume.",
        "Remove it, or change the type.",
    ),
    "duplicate-instance-type": Code(
        "An instance type is listed twice.",
        "The order of the list is the order of preference.",
        "Delete one of the two.",
    ),
    "duplicate-taint": Code(
        "A taint with one key and effect is given twice.", "Kubernetes keeps one.", "Delete one of the two."
    ),
    "mixed-accelerators": Code(
        "A group mixes types with and without accelerators.",
        "They need different images.",
        "Make two groups.",
    ),
    "mixed-architectures": Code(
        "A group mixes CPU architectures.", "One image cannot run on both.", "Make two groups."
    ),
    "no-node-for-coredns": Code(
        "No node group can run CoreDNS.",
        "Its add-on would wait for a node until it fails.",
        "Keep one untainted group with a node.",
    ),
    "plain-disk": Code(
        "The nodes' disks are not encrypted.",
        "Whoever gets a snapshot can read it.",
        "Delete `encrypted: false`.",
    ),
    "reserved-label": Code(
        "A label belongs to Kubernetes itself.",
        "Kubelets may not set it, and nodes with it do not register.",
        "Use a prefix of your own.",
    ),
    "scaling-order": Code(
        "min, desired and max are not in order.",
        "A group cannot have that size.",
        "Keep min <= desired <= max.",
    ),
    "two-update-limits": Code(
        "An update limit is given as a number and as a percentage.",
        "EKS takes one of them.",
        "Delete one of the two.",
    ),
    "unknown-instance-type": Code(
        "The instance type is not in the catalog.",
        "Its architecture and limits are not known.",
        "Correct the name.",
    ),
    # Load balancers
    "duplicate-port": Code(
        "Two listeners share a port.", "A load balancer has one listener a port.", "Change one of the ports."
    ),
    "duplicate-target": Code(
        "A node group is listed twice as a target.", "It is attached once.", "Delete one of the two."
    ),
    "missing-certificate": Code(
        "An encrypted listener has no certificate.", "AWS would refuse it.", "Add `certificate:`."
    ),
    "missing-target-port": Code(
        "A listener forwards to no port.", "Traffic would go nowhere.", "Add `targetPort:`, the NodePort."
    ),
    "only-redirects": Code(
        "All listeners of a load balancer redirect.",
        "Its targets would get no traffic.",
        "Add an https listener that forwards.",
    ),
    "plain-http": Code(
        "An internet-facing load balancer answers plain HTTP.",
        "Traffic can be read and changed on its way.",
        "Redirect to https.",
    ),
    "unknown-reference": Code(
        "A name refers to nothing in the file.", "There is nothing to connect to.", "Correct the name."
    ),
    "unused-certificate": Code(
        "A listener that encrypts nothing has a certificate or TLS policy.",
        "It would have no effect.",
        "Change the protocol or delete the line.",
    ),
    "wrong-health-check": Code(
        "A health check does not fit the type of the load balancer.",
        "AWS would refuse it.",
        "Use one of the protocols and times that fit.",
    ),
    "wrong-option": Code(
        "An option does not exist for this type of load balancer.",
        "It would have no effect.",
        "Delete the line.",
    ),
    "wrong-protocol": Code(
        "A protocol does not exist for this type of load balancer.",
        "AWS would refuse the listener.",
        "Use one of the protocols listed.",
    ),
    "wrong-redirect": Code(
        "A redirect stands where none is possible.",
        "Only http listeners of application load balancers redirect to https.",
        "Delete `redirect:`.",
    ),
    # Access, logs, Terraform
    "duplicate-log-type": Code(
        "A log type is listed twice.", "Each type is on or off.", "Delete one of the two."
    ),
    "duplicate-principal": Code(
        "A principal is listed twice.", "EKS keeps one access entry a principal.", "Delete one of the two."
    ),
    "not-a-principal": Code(
        "An administrator is neither a role nor a user.",
        "EKS access entries take nothing else.",
        "Name an IAM role or user.",
    ),
    "two-backends": Code("Two backends are given.", "State is kept in one place.", "Delete one of the two."),
    # Files that extend others, allowances, the calendar
    "base-outside": Code(
        "A spec extends a file outside of its repository.",
        "A review must see everything a cluster is made of.",
        "Move the file into the repository.",
    ),
    "expired-allow": Code(
        "An allowance has expired.",
        "The warning was accepted until a date that is past.",
        "Mend the cause, or set a new date with a new reason.",
    ),
    "extends-cycle": Code(
        "Files extend each other in a circle.",
        "There is no first one to start from.",
        "Take one of the `extends` lines out.",
    ),
    "invalid-allow": Code(
        "A comment starts like an allowance but is none.",
        "The warning it was meant for would come back unseen.",
        "Write `# eksgen: allow(CODE) until YYYY-MM-DD because REASON`.",
    ),
    "missing-base": Code(
        "A spec extends a file that does not exist.",
        "Part of the cluster would be missing.",
        "Correct the name; it is read from the folder of the file it stands in.",
    ),
    "too-many-bases": Code(
        "A spec is made of too many files.",
        "Nobody can review such a chain.",
        "Extend fewer files.",
    ),
    "unused-allow": Code(
        "An allowance allows nothing.",
        "The warning is gone, or the comment stands on another line; errors cannot be allowed.",
        "Delete the comment.",
    ),
    "version-ended": Code(
        "Support of the Kubernetes version has ended for good.",
        "EKS makes no cluster of this version, and has moved old ones to a newer one.",
        "Write the version that the cluster has now, or a newer one.",
    ),
    "version-ends-soon": Code(
        "Support of the Kubernetes version ends within 60 days.",
        "Upgrades go one minor version at a time and take planning.",
        "Plan the upgrade.",
    ),
    "version-extended": Code(
        "Standard support of the Kubernetes version has ended.",
        "AWS charges several times the usual price with `support: extended`, and upgrades without it.",
        "Upgrade.",
    ),
}
"""Codes by name; the same set has a fixture in tests/diagnostics and a page in the docs."""
