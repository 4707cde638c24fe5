"""The predefined security policies of TLS listeners, by type of load balancer.

Sources (read 2026-11-29): Elastic Load Balancing user guides, "Security policies for your Application Load
Balancer", "Security policies for your Network Load Balancer" and "Predefined SSL security policies for
Classic Load Balancers". DescribeSSLPolicies (elbv2) and DescribeLoadBalancerPolicies (elb) list them, too.
"""

SSL_POLICY_PREFIX = "ELBSecurityPolicy-"

_TLS13_2021 = ("1-0", "1-1", "1-2", "1-2-Ext1", "1-2-Ext2", "1-2-Res", "1-3")
_FIPS_2023 = ("1-0", "1-1", "1-2", "1-2-Ext0", "1-2-Ext1", "1-2-Ext2", "1-2-Res", "1-3")
_PQ_2025 = ("1-0", "1-2", "1-2-Ext1", "1-2-Ext2", "1-2-Res", "1-3")
_FIPS_PQ_2025 = ("1-0", "1-2", "1-2-Ext0", "1-2-Ext1", "1-2-Ext2", "1-2-Res", "1-3")
_RFC9151_2023 = (
    "1-2",
    "1-2-Ext0",
    "1-3",
)
_INTEROP_2023 = tuple(f"1-2-RFC9151-INTEROP{number}" for number in range(1, 5))

_APPLICATION = (
    "2016-08",
    "FS-1-1-2019-08",
    "FS-1-2-2019-08",
    "FS-1-2-Res-2019-08",
    "FS-1-2-Res-2020-10",
    "FS-2018-06",
    "TLS-1-1-2017-01",
    "TLS-1-2-2017-01",
    "TLS-1-2-Ext-2018-06",
    *(f"TLS13-{version}-2021-06" for version in _TLS13_2021),
    *(f"TLS13-{version}-FIPS-2023-04" for version in _FIPS_2023),
    *(f"TLS13-{version}-PQ-2025-09" for version in _PQ_2025),
    *(f"TLS13-{version}-FIPS-PQ-2025-09" for version in _FIPS_PQ_2025),
    *(f"TLS13-{version}-RFC9151-FIPS-2023-07" for version in _RFC9151_2023),
    *(f"TLS13-{version}-FIPS-2023-07" for version in _INTEROP_2023),
)
_CLASSIC = (
    "2011-08",
    "2014-01",
    "2014-10",
    "2015-02",
    "2015-03",
    "2015-05",
    "2016-08",
    "TLS-1-1-2017-01",
    "TLS-1-2-2017-01",
)

SSL_POLICIES: dict[str, frozenset[str]] = {
    "application": frozenset(SSL_POLICY_PREFIX + name for name in _APPLICATION),
    "network": frozenset(SSL_POLICY_PREFIX + name for name in (*_APPLICATION, "2015-05")),
    "classic": frozenset(SSL_POLICY_PREFIX + name for name in _CLASSIC),
}
"""Names of the policies by the `type` of a load balancer in a spec."""
