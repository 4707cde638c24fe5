"""Names of AWS's own APIs and consoles, and words that people use for fields and values of eksgen."""

from __future__ import annotations

from .row import ForeignName, renamed

_API = "the EKS API"
_NODES = "nodeGroups.*.{}"
_BALANCERS = "loadBalancers.*.{}"
_BACKEND = "terraform.backend.s3.{}"
_CLOUD = "terraform.backend.cloud.{}"
_TOKEN = (
    "a spec holds no token: sign in with `terraform login HOST`, or set TF_TOKEN_ and the host, such as "
    "TF_TOKEN_app_terraform_io (`_` for a dot, `__` for a hyphen)"
)
_LOCK = "`lockfile` locks the state without a table, and is on by default"

_OF_NODES = {
    "diskSize": "disk.size",
    "desiredSize": "scaling.desired",
    "count": "scaling.desired",
    "scalingConfig": "scaling",
    "scalingConfig.minSize": "scaling.min",
    "scalingConfig.maxSize": "scaling.max",
    "scalingConfig.desiredSize": "scaling.desired",
    "nodeRole": "iam.role",
}
_OF_CONTROL_PLANE = {
    "logging": "logs.types",
    "roleArn": "role.role",
    "publicAccessCidrs": "endpoint.public",
    "endpointPublicAccess": "endpoint.public",
    "endpointPrivateAccess": "endpoint.private",
    "endpoint.publicAccessCidrs": "endpoint.public",
    "endpoint.publicAccess": "endpoint.public",
    "endpoint.privateAccess": "endpoint.private",
}
_OF_THE_CLUSTER = {
    "logging": "controlPlane.logs.types",
    "publicAccessCidrs": "controlPlane.endpoint.public",
    "network.availabilityZones": "network.zones",
    "permissionsBoundary": "iamDefaults.permissionsBoundary",
    "iam.permissionsBoundary": "iamDefaults.permissionsBoundary",
    "iam.path": "iamDefaults.path",
    "iam.tags": "iamDefaults.tags",
}


def _words(place: str, field: str = "", note: str = "", **values: str) -> ForeignName:
    return ForeignName(place, field or place, values=values, note=note)


AWS: tuple[ForeignName, ...] = (
    *renamed("", _OF_NODES, _NODES, _NODES),
    *renamed(_API, _OF_CONTROL_PLANE, "controlPlane.{}", "controlPlane.{}"),
    *renamed("", _OF_THE_CLUSTER),
    ForeignName(
        "nodeGroups.*.enabled",
        "",
        note="a group exists while it is written; `scaling: {min: 0, desired: 0}` keeps it without nodes",
    ),
    _words(_BALANCERS.format("type"), nlb="network", alb="application", elb="classic", clb="classic"),
    _words(_BALANCERS.format("scheme"), public="internet-facing", private="internal"),
    _words(
        _BALANCERS.format("internal"),
        _BALANCERS.format("scheme"),
        true="internal",
        false="internet-facing",
    ),
    *(
        ForeignName(_BACKEND.format(name), "", "Terraform", note=_LOCK)
        for name in ("dynamodb_table", "dynamodbTable")
    ),
    ForeignName(_BACKEND.format("use_lockfile"), _BACKEND.format("lockfile"), "Terraform"),
    ForeignName(
        _BACKEND.format("encrypt"), "", "Terraform", values={"true": ""}, note="the state is always encrypted"
    ),
    *(ForeignName(place.format("token"), "", "Terraform", note=_TOKEN) for place in (_CLOUD, "terraform.{}")),
    ForeignName(
        _CLOUD.format("workspaces.tags"),
        "",
        "Terraform",
        note="a spec is one cluster, and so one workspace: name it in `workspace`",
    ),
    *renamed(
        "Terraform",
        {
            _CLOUD.format("workspaces.name"): _CLOUD.format("workspace"),
            _CLOUD.format("workspaces.project"): _CLOUD.format("project"),
            "terraform.backend.remote": "terraform.backend.cloud",
            "terraform.cloud": "terraform.backend.cloud",
        },
    ),
)
