"""Parts of load balancers: stickiness, access logs, DNS records, and the Service of Kubernetes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from ..catalog.limits import LIFETIME_OF_COOKIE
from .base import Form, Model, Namespace, matching, shape
from .nodes import LabelKey, LabelValue
from .terraform import BucketName

LogPrefix = Annotated[
    str,
    matching(
        r"(?!.*AWSLogs)(?!/)(?!.*//)[A-Za-z0-9!_.*'()/-]{0,254}[A-Za-z0-9!_.*'()-]",
        "invalid-value",
        "a prefix of access logs",
        "a prefix has at most 255 letters, digits, slashes and !-_.*'(), no slash at its start or end, and "
        "not the word AWSLogs",
    ),
    Field(examples=["edge"]),
]
CookieName = Annotated[
    str,
    matching(
        r"(?!AWSALB)(?!AWSELB)[A-Za-z0-9!#\x24%&'*+.^_`|~-]{1,256}",
        "invalid-name",
        "the name of a cookie",
        "a cookie has a name of letters, digits and !#$%&'*+-.^_`|~, not one that begins as those of AWS do, "
        "AWSALB or AWSELB",
    ),
    Field(examples=["session"]),
]


def _bucket_shape(value: Any) -> str:
    return "<choice>" if value == "managed" else shape(value)


LogBucket = Annotated[
    Annotated[Literal["managed"], Tag("<choice>")]
    | Annotated[BucketName, Form(str, {"not": {"const": "managed"}}), Tag("<text>")],
    Discriminator(_bucket_shape),
]
"""`managed` (eksgen makes a bucket), or the name of a bucket."""
HostedZoneId = Annotated[
    str,
    matching(
        r"Z[A-Z0-9]{1,31}",
        "invalid-id",
        "the ID of a hosted zone",
        "such an ID looks like Z0123456789ABCDEFGHIJ",
    ),
    Field(examples=["Z0123456789ABCDEFGHIJ"]),
]
ServiceName = Annotated[
    str,
    matching(
        "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
        "invalid-name",
        "the name of a Service",
        "at most 63 lowercase letters, digits and hyphens, a letter first and no hyphen last",
    ),
]
RecordName = Annotated[
    str,
    matching(
        r"(?=.{1,253}$)(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
        "invalid-name",
        "the name of a DNS record",
        "a full name in lowercase without a dot at its end, such as shop.example.com",
    ),
    Field(examples=["shop.example.com"]),
]


class Stickiness(Model):
    """Clients stay with a target: by a cookie, on network load balancers by their address."""

    cookie: CookieName | None = Field(
        None, description="Cookie of the application that decides. Default: one of the load balancer."
    )
    duration: int | None = Field(
        None,
        ge=LIFETIME_OF_COOKIE[0],
        le=LIFETIME_OF_COOKIE[1],
        description="Seconds that the cookie is valid. Default: 86400; classic load balancers: the session "
        "of the browser.",
    )


class AccessLogs(Model):
    """Logs of requests in an S3 bucket."""

    bucket: LogBucket = Field(
        "managed",
        description="Bucket: managed (eksgen makes one), or the name of a bucket whose policy lets Elastic "
        "Load Balancing write.",
    )
    prefix: LogPrefix | None = Field(None, description="Prefix of the names of the logs in the bucket.")
    interval: Literal["5m", "60m"] | None = Field(
        None, description="How often logs are written; 60m is classic only. Default: 5m, classic 60m."
    )


class DnsRecord(Model):
    """An alias record in Route 53."""

    zone: HostedZoneId = Field(description="ID of the hosted zone.")
    name: RecordName = Field(description="Full name of the record, in the zone.")


class KubernetesService(Model):
    """The Service of a load balancer with `managedBy: kubernetes`."""

    namespace: Namespace = Field("default", description="Namespace of the Service.", examples=["shop"])
    name: ServiceName | None = Field(
        None, description="Name of the Service. Default: that of the load balancer.", examples=["web"]
    )
    selector: dict[LabelKey, LabelValue] = Field(
        default_factory=dict,
        description="Labels of the pods; pods that have all of them receive the traffic.",
        examples=[{"app": "web"}],
    )
    external_traffic_policy: Literal["Cluster", "Local"] = Field(
        "Cluster", description="Whether nodes send traffic to pods of other nodes."
    )
