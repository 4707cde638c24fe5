"""Codes of plans that are refused: by AWS, by `preventDestroy`, or because the state is another cluster's."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "addon-step": Code(
        "The VPC CNI skips a minor version.",
        "EKS moves it one minor version up or down at a time, and refuses the update in the middle of an "
        "apply. Only a plan knows the version that runs.",
        "Write a version of the next minor version, apply, and repeat; or leave the version to `eksgen "
        "update`, which takes one step at a time.",
    ),
    "deletion-protection": Code(
        "A plan would delete an object that is protected from deletion.",
        "AWS refuses to delete it. The listeners of a load balancer are deleted before that, so it would "
        "stop serving although it still exists.",
        "Turn off the protection first: of a load balancer in the spec, of a cluster or log group with the "
        "command in the error. Then plan again.",
    ),
    "existing-vpc": Code(
        "The VPC that exists, or a part of it, is not what the spec says or what EKS needs.",
        "Each plan reads the VPC of `network.existing`. An error is what AWS would refuse during an apply, "
        "or what no node survives: a subnet of another VPC or zone, DNS that is off, a public subnet "
        "without a way out. A warning is what may be right for a reason that the spec does not say, such as "
        "private subnets whose VPC endpoints somebody else made.",
        "Do what the finding says: correct `network.existing`, or have the owner of the VPC change it.",
    ),
    "foreign-state": Code(
        "The state records another cluster name, region or account than the spec.",
        "Terraform would replace everything, or create a second cluster and forget the one that runs.",
        "Undo the edit of the name, region or account, or give the spec a state of its own.",
    ),
    "half-created": Code(
        "A plan cannot be saved while objects of the last apply are recorded as created in part.",
        "An apply keeps such an object if AWS has gone on creating it, and records that in the state. A plan "
        "only reads the state: it shows what the apply will do, but cannot be applied itself.",
        "Run `eksgen apply SPEC`, which shows its plan and asks. Afterwards plans can be saved again.",
    ),
    "immutable": Code(
        "A plan would change what AWS never changes on an existing object.",
        "Examples: the service range, the zones and the encryption of a cluster, the range of a subnet, the "
        "class of a log group. Terraform would create a replacement under the same name or range, which AWS "
        "refuses in the middle of the apply. Only a plan knows the recorded values, so `plan` and `apply` "
        "report this and `validate` does not; `eksgen diff` compares two specs.",
        "Set the recorded value again, or describe a second cluster in a spec of its own. If an object was "
        "deleted outside Terraform and others would be replaced with it, restore it as the error says.",
    ),
    "live-size": Code(
        "The number of nodes that a group has now is outside its new minimum or maximum.",
        "The autoscaler sets the number of nodes of an autoscaled group, and EKS refuses a minimum above it "
        "or a maximum below it.",
        "Scale the group first with the command in the error, or choose bounds that include the number.",
    ),
    "protected": Code(
        "A plan would destroy the cluster, its VPC or one of its KMS keys.",
        "`terraform.preventDestroy` is set. The plan is shown, with the line that causes it and the line "
        "that protects. A cluster that EKS failed to create is not protected, because it holds nothing.",
        "Undo the change that causes it. To destroy the object, delete `preventDestroy`, then plan.",
    ),
    "version-step": Code(
        "The Kubernetes version skips a minor version, or goes back before the nodes do.",
        "EKS upgrades one minor version at a time. It can roll back one within seven days of the upgrade, if "
        "no node is newer than that, and only with extended support if the earlier version needs it. Only a "
        "plan knows the current versions, so `plan` and `apply` report this and `validate` does not.",
        "Upgrade by one minor version, apply, and repeat. To go back, roll back the node groups with the AWS "
        "CLI first; the error has the commands.",
    ),
}
