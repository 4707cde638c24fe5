"""Listeners of load balancers: ports, certificates, and rules that choose targets by the request."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..catalog.limits import RULE_PRIORITIES, RULE_WEIGHTS, RULES_PER_LOAD_BALANCER, TARGETS_PER_RULE
from .base import CertificateArn, Model, Name, Port, matching, shape

Protocol = Literal["tcp", "tls", "udp", "tcp-udp", "http", "https", "ssl"]

_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
ServiceReference = Annotated[
    str,
    matching(
        rf"{_LABEL}/[a-z]([-a-z0-9]{{0,61}}[a-z0-9])?",
        "invalid-name",
        "a Service of Kubernetes",
        "a Service is written with its namespace, such as shop/web",
    ),
    Field(examples=["shop/web"]),
]
ServicePort = Annotated[
    Annotated[Port, Tag("<number>")]
    | Annotated[
        str,
        matching(
            r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?",
            "invalid-name",
            "the name of a port",
            "a port is a number, or a name of at most 15 lowercase letters, digits and hyphens",
        ),
        Tag("<text>"),
    ],
    Discriminator(shape),
]
HostPattern = Annotated[
    str,
    matching(
        r"(?=.{1,128}$)(?=.*\.)[A-Za-z0-9*?_.-]*[A-Za-z]",
        "invalid-value",
        "a host of a rule",
        "a host has at most 128 letters, digits, hyphens, dots and the wildcards `*` and `?`, and ends with "
        "a domain of letters",
    ),
    Field(examples=["shop.example.com"]),
]
PathPattern = Annotated[
    str,
    matching(
        r"""[/*][A-Za-z0-9_.\x24/~"'@:+&*?-]{0,127}""",
        "invalid-value",
        "a path of a rule",
        "a path begins with `/` or `*` and has at most 128 letters, digits, the wildcards `*` and `?`, and "
        "_-.$/~\"'@:+&",
    ),
    Field(examples=["/api/*"]),
]
HeaderName = Annotated[
    str,
    matching(
        r"[A-Za-z0-9!#\x24%&'*+.^_`|~-]{1,40}",
        "invalid-value",
        "the name of a header",
        "the name of a header has at most 40 letters, digits and !#$%&'*+-.^_`|~",
    ),
]
HeaderValue = Annotated[
    str,
    matching(
        r"[ -~]{1,128}",
        "invalid-value",
        "the value of a header",
        "the value of a header has at most 128 printable ASCII characters; `*` and `?` are wildcards",
    ),
    Field(examples=["always"]),
]
Hosts = Annotated[
    Annotated[HostPattern, Tag("<text>")]
    | Annotated[tuple[HostPattern, ...], Field(min_length=1), Tag("<list>")],
    Discriminator(shape),
]
Paths = Annotated[
    Annotated[PathPattern, Tag("<text>")]
    | Annotated[tuple[PathPattern, ...], Field(min_length=1), Tag("<list>")],
    Discriminator(shape),
]
HeaderValues = Annotated[
    Annotated[HeaderValue, Tag("<text>")]
    | Annotated[tuple[HeaderValue, ...], Field(min_length=1), Tag("<list>")],
    Discriminator(shape),
]


class RuleTarget(Model):
    """Where a rule sends requests."""

    node_groups: tuple[Name, ...] | None = Field(
        None,
        min_length=1,
        description="Node groups whose instances receive the requests. Default: those of the load balancer.",
        examples=[["web"]],
    )
    service: ServiceReference | None = Field(
        None, description="A Service whose pods receive the requests, instead of instances."
    )
    port: ServicePort = Field(
        description="NodePort on the instances, or the port of the `service`.", examples=[30081]
    )
    protocol: Literal["http", "https"] | None = Field(
        None, description="Protocol to these targets. Default: `targetProtocol` of the listener, else http."
    )
    weight: int = Field(
        1,
        ge=RULE_WEIGHTS[0],
        le=RULE_WEIGHTS[1],
        description="Share of the requests, relative to the other targets of the rule.",
    )


class ListenerRule(Model):
    """Requests that go elsewhere, by their host, path and headers; all that is written must match."""

    host: Hosts | None = Field(
        None, description="Hosts of the request, one or a list; `*` and `?` are wildcards."
    )
    path: Paths | None = Field(
        None,
        description="Paths of the request, one or a list; `*` and `?` are wildcards, and case matters.",
    )
    header: dict[HeaderName, HeaderValues] = Field(
        default_factory=dict,
        description="Headers of the request and the values that match, one or a list.",
        examples=[{"X-Canary": "always"}],
    )
    priority: int | None = Field(
        None,
        ge=RULE_PRIORITIES[0],
        le=RULE_PRIORITIES[1],
        description="Rules with lower numbers are tried first. Default: decided by the rule alone, so that "
        "exact hosts, exact paths and longer paths come first.",
    )
    targets: tuple[RuleTarget, ...] = Field(
        min_length=1,
        max_length=TARGETS_PER_RULE,
        description="Where these requests go; several share them by weight.",
    )


class Listener(Model):
    """A port that the load balancer listens on."""

    port: Port = Field(description="Port of the load balancer.")
    protocol: Protocol = Field(
        description="Protocol of the listener; the supported protocols depend on the type."
    )
    certificate: CertificateArn | None = Field(
        None, description="ARN of the certificate; required for tls, https and ssl."
    )
    additional_certificates: tuple[CertificateArn, ...] = Field(
        (),
        description="ARNs of further certificates, chosen by the host that a client asks for (SNI); network "
        "and application only.",
    )
    ssl_policy: str | None = Field(
        None,
        description="TLS policy. Default: a TLS 1.3 policy.",
        examples=["ELBSecurityPolicy-TLS13-1-2-2021-06"],
    )
    target_port: Port | None = Field(
        None, description="NodePort of the Service on the instances; none with `targets.service`."
    )
    target_protocol: Protocol | None = Field(
        None, description="Protocol to the targets. Default: derived from the protocol of the listener."
    )
    redirect: Literal["https"] | None = Field(
        None, description="Redirect to HTTPS; application load balancers only."
    )
    rules: tuple[ListenerRule, ...] = Field(
        (),
        max_length=RULES_PER_LOAD_BALANCER,
        description="Requests that go elsewhere; application load balancers only.",
    )
