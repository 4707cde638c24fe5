"""TLS policies by type of load balancer."""

from __future__ import annotations

from moto.elbv2.ssl_policies import SSL_POLICIES as RECORDED

from eksgen.catalog.load_balancers.kinds import KINDS
from eksgen.catalog.load_balancers.ssl_policies import SSL_POLICIES, SSL_POLICY_PREFIX


def test_every_type_has_policies_and_its_default_is_one() -> None:
    assert set(SSL_POLICIES) == set(KINDS)
    for name, kind in KINDS.items():
        assert kind.default_ssl_policy in SSL_POLICIES[name]
        assert all(policy.startswith(SSL_POLICY_PREFIX) for policy in SSL_POLICIES[name])


def test_every_policy_recorded_from_aws_is_listed() -> None:
    assert set(RECORDED) <= SSL_POLICIES["network"]


def test_tls_1_3_is_not_for_classic_load_balancers() -> None:
    assert not [name for name in SSL_POLICIES["classic"] if "TLS13" in name]
    assert "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" in SSL_POLICIES["application"]
    assert "ELBSecurityPolicy-TLS13-1-2-RFC9151-INTEROP4-FIPS-2023-07" in SSL_POLICIES["network"]
    assert SSL_POLICIES["network"] - SSL_POLICIES["application"] == {"ELBSecurityPolicy-2015-05"}
