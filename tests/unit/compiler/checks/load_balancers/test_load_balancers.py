"""Rules for load balancers."""

from __future__ import annotations

import pytest

from eksgen.catalog.load_balancers.ssl_policies import SSL_POLICIES
from eksgen.compiler.checks import load_balancers

from ..conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}]}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web, wep, xyz, web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}]}}",
            [
                "unknown-reference loadBalancers.lb.targets.nodeGroups[1] nodeGroups.web",
                "unknown-reference loadBalancers.lb.targets.nodeGroups[2]",
                "duplicate-target loadBalancers.lb.targets.nodeGroups[3]",
            ],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80}]}}",
            ["missing-target-port loadBalancers.lb.listeners[0]"],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}, {protocol: udp, port: 81, targetPort: 1}, {protocol: udp, port: 80, targetPort: 1}]}}",
            ["duplicate-port loadBalancers.lb.listeners[2].port loadBalancers.lb.listeners[0].port"],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1, targetProtocol: tcp-udp}]}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1, targetProtocol: http}]}}",
            [
                "wrong-protocol loadBalancers.lb.listeners[0].targetProtocol loadBalancers.lb.listeners[0].protocol"
            ],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1, sslPolicy: x}]}}",
            [
                "unused-certificate loadBalancers.lb.listeners[0].sslPolicy loadBalancers.lb.listeners[0].protocol"
            ],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1, sslPolicy: ELBSecurityPolicy-2016-08, certificate: 'arn:aws:acm:us-west-2:111122223333:certificate/a'}]}}",
            [
                "unused-certificate loadBalancers.lb.listeners[0].certificate loadBalancers.lb.listeners[0].protocol"
            ],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tls, port: 80, targetPort: 1, sslPolicy: ELBSecurityPolicy-2016-08, certificate: 'arn:aws:acm:us-west-2:111122223333:certificate/a'}]}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tls, port: 80, targetPort: 1}]}}",
            ["missing-certificate loadBalancers.lb.listeners[0].protocol"],
        ),
    ],
)
def test_listeners_have_a_target_a_port_of_their_own_and_a_certificate_for_tls(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(load_balancers, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, redirect: https}, {protocol: tcp, port: 81, targetPort: 1}]}}",
            ["wrong-redirect loadBalancers.lb.listeners[0].redirect loadBalancers.lb.type"],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, redirect: https}, {protocol: https, port: 81, targetPort: 1, certificate: 'arn:aws:acm:us-west-2:111122223333:certificate/a'}], healthCheck: {protocol: http}}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, redirect: https, targetProtocol: tcp}, {protocol: https, port: 81, targetPort: 1, certificate: 'arn:aws:acm:us-west-2:111122223333:certificate/a'}], healthCheck: {protocol: http}}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: https, port: 80, redirect: https, certificate: 'arn:aws:acm:us-west-2:111122223333:certificate/a'}, {protocol: http, port: 81, targetPort: 1}], healthCheck: {protocol: http}}}",
            ["wrong-redirect loadBalancers.lb.listeners[0].redirect"],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, redirect: https}], healthCheck: {protocol: http}}}",
            ["only-redirects loadBalancers.lb.listeners"],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, targetPort: 1}, {protocol: http, port: 81, redirect: https}], healthCheck: {protocol: http}, scheme: internet-facing}}",
            [
                "wrong-redirect loadBalancers.lb.listeners[1].redirect loadBalancers.lb.listeners",
                "plain-http loadBalancers.lb.listeners[0].protocol",
            ],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, targetPort: 1}], healthCheck: {protocol: http}, scheme: internal}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: classic, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, targetPort: 1}], scheme: internet-facing}}",
            ["plain-http loadBalancers.lb.listeners[0].protocol"],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], scheme: internet-facing}}",
            [],
        ),
    ],
)
def test_only_http_listeners_of_application_load_balancers_redirect(
    places: Places, text: str, expected: list[str]
) -> None:
    assert places(load_balancers, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], healthCheck: {protocol: ssl}}}",
            ["wrong-health-check loadBalancers.lb.healthCheck.protocol"],
        ),
        (
            "loadBalancers: {lb: {type: classic, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], healthCheck: {protocol: ssl}}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, targetPort: 1}], healthCheck: {protocol: tcp}}}",
            ["wrong-health-check loadBalancers.lb.healthCheck.protocol"],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], healthCheck: {protocol: tcp, path: /a}}}",
            ["wrong-health-check loadBalancers.lb.healthCheck.path"],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], healthCheck: {protocol: http, path: /a}}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], healthCheck: {protocol: https, path: /a}}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], healthCheck: {timeout: 9, interval: 10}}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], healthCheck: {timeout: 10, interval: 10}}}",
            ["wrong-health-check loadBalancers.lb.healthCheck.timeout"],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], idleTimeout: 59}}",
            ["wrong-option loadBalancers.lb.idleTimeout"],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], idleTimeout: 60}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], idleTimeout: 6000}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: classic, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], idleTimeout: 1}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: classic, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], idleTimeout: 4000}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: classic, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], idleTimeout: 4001}}",
            ["wrong-option loadBalancers.lb.idleTimeout"],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, targetPort: 1}], healthCheck: {protocol: http}, idleTimeout: 4001}}",
            ["wrong-option loadBalancers.lb.idleTimeout"],
        ),
        (
            "loadBalancers: {lb: {type: network, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], proxyProtocol: {}, deletionProtection: {}, crossZone: false, preserveClientIp: false}}",
            [],
        ),
        (
            "loadBalancers: {lb: {type: application, targets: {nodeGroups: [web]}, listeners: [{protocol: http, port: 80, targetPort: 1}], healthCheck: {protocol: http}, proxyProtocol: {}, deletionProtection: {}, crossZone: false, preserveClientIp: false}}",
            [
                "wrong-option loadBalancers.lb.proxyProtocol",
                "wrong-option loadBalancers.lb.crossZone",
                "wrong-option loadBalancers.lb.preserveClientIp",
            ],
        ),
        (
            "loadBalancers: {lb: {type: classic, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}], proxyProtocol: {}, deletionProtection: {}, crossZone: false, preserveClientIp: false}}",
            [
                "wrong-option loadBalancers.lb.deletionProtection",
                "wrong-option loadBalancers.lb.preserveClientIp",
            ],
        ),
    ],
)
def test_health_checks_and_options_fit_the_type(places: Places, text: str, expected: list[str]) -> None:
    assert places(load_balancers, text) == expected


@pytest.mark.parametrize(
    ("type", "protocols"),
    [
        ("network", {"tcp", "tls", "udp", "tcp-udp"}),
        ("application", {"http", "https"}),
        ("classic", {"tcp", "ssl", "http", "https"}),
    ],
)
@pytest.mark.parametrize("protocol", ["tcp", "tls", "udp", "tcp-udp", "http", "https", "ssl"])
def test_a_type_has_its_own_protocols(places: Places, type: str, protocols: set[str], protocol: str) -> None:
    listener = f"{{protocol: {protocol}, port: 80, targetPort: 1}}"
    text = f"loadBalancers: {{lb: {{type: {type}, targets: {{nodeGroups: [web]}}, listeners: [{listener}]}}}}"
    refused = "wrong-protocol loadBalancers.lb.listeners[0].protocol loadBalancers.lb.type"
    assert (refused not in places(load_balancers, text)) is (protocol in protocols)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["missing-health-port loadBalancers.lb.listeners"]),
        (", healthCheck: {port: 30080}", []),
        (", healthCheck: {protocol: http}", ["missing-health-port loadBalancers.lb.listeners"]),
    ],
)
@pytest.mark.parametrize(
    "other",
    ["", "{port: 80, protocol: tcp, targetPort: 30080}", "{port: 54, protocol: tcp-udp, targetPort: 1}"],
)
def test_udp_alone_needs_a_port_for_the_health_check(
    places: Places, more: str, expected: list[str], other: str
) -> None:
    listeners = f"listeners: [{{port: 53, protocol: udp, targetPort: 30053}}, {other}]"
    text = f"loadBalancers: {{lb: {{type: network, targets: {{nodeGroups: [web]}}, {listeners}{more}}}}}"
    assert places(load_balancers, text) == ([] if other else expected)


SECURE = {"network": "tls", "application": "https", "classic": "ssl"}
CERTIFICATE = "arn:aws:acm:us-west-2:111122223333:certificate/a"


def with_policy(type: str, policy: str) -> str:
    listener = f"{{protocol: {SECURE[type]}, port: 443, targetPort: 1, certificate: '{CERTIFICATE}', sslPolicy: {policy}}}"
    check = "http" if type == "application" else "tcp"
    return (
        f"loadBalancers: {{lb: {{type: {type}, targets: {{nodeGroups: [web]}}, "
        f"healthCheck: {{protocol: {check}}}, listeners: [{listener}]}}}}"
    )


@pytest.mark.parametrize("type", list(SSL_POLICIES))
@pytest.mark.parametrize("policy", sorted(set().union(*SSL_POLICIES.values())))
def test_a_type_has_its_own_tls_policies(places: Places, type: str, policy: str) -> None:
    found = places(load_balancers, with_policy(type, policy))
    refused = ["unknown-ssl-policy loadBalancers.lb.listeners[0].sslPolicy loadBalancers.lb.type"]
    assert found == ([] if policy in SSL_POLICIES[type] else refused)


@pytest.mark.parametrize("type", list(SSL_POLICIES))
def test_a_near_miss_of_a_policy_is_an_error_with_a_suggestion(find: Find, type: str) -> None:
    for policy in sorted(SSL_POLICIES[type]):
        for missed in (policy.lower(), policy[:-2] + policy[-1]):
            (finding,) = find(load_balancers, with_policy(type, missed))
            assert finding.code == "unknown-ssl-policy"
            assert finding.help_text().startswith("write `ELBSecurityPolicy-")


def test_a_policy_that_aws_may_have_added_is_a_warning(find: Find) -> None:
    (finding,) = find(load_balancers, with_policy("network", "ELBSecurityPolicy-TLS14-Strict-2027-03"))
    assert (finding.code, finding.severity.value) == ("not-in-catalog", "warning")


@pytest.mark.parametrize(
    ("type", "timeout", "accepted"),
    [("classic", 60, True), ("classic", 61, False), ("network", 120, True), ("network", 61, True)],
)
def test_a_classic_load_balancer_waits_a_minute_at_most(
    places: Places, type: str, timeout: int, accepted: bool
) -> None:
    text = (
        f"loadBalancers: {{lb: {{type: {type}, targets: {{nodeGroups: [web]}}, "
        "listeners: [{protocol: tcp, port: 80, targetPort: 1}], "
        f"healthCheck: {{interval: 300, timeout: {timeout}}}}}}}"
    )
    assert (places(load_balancers, text) == []) is accepted


HTTPS = "{protocol: https, port: 443, targetPort: 1, certificate: 'arn:aws:acm:us-west-2:111122223333:certificate/a'}"


@pytest.mark.parametrize(
    ("type", "more", "redirects"),
    [("application", f", {HTTPS}", True), ("application", "", False), ("classic", f", {HTTPS}", False)],
)
def test_a_redirect_is_suggested_only_where_it_works(
    find: Find, type: str, more: str, redirects: bool
) -> None:
    plain = "{protocol: http, port: 80, targetPort: 1}"
    text = (
        f"loadBalancers: {{lb: {{type: {type}, targets: {{nodeGroups: [web]}}, scheme: internet-facing, "
        f"listeners: [{plain}{more}]}}}}"
    )
    (finding,) = find(load_balancers, text)
    assert finding.code == "plain-http"
    assert finding.help_text().startswith("redirect to the https listener") == redirects
    assert ("redirect" in finding.help_text()) == (type == "application")
    redirected = text.replace("80, targetPort: 1", "80, redirect: https")
    assert (find(load_balancers, redirected) == []) == redirects


def balancer(type: str, protocols: str, more: str = "") -> str:
    """Return a load balancer with a listener for each protocol."""
    listeners = [
        f"{{protocol: {protocol}, port: {port}, targetPort: 30080, certificate: "
        f"{chr(39)}arn:aws:acm:us-west-2:111122223333:certificate/a{chr(39)}}}"
        if protocol in ("tls", "https", "ssl")
        else f"{{protocol: {protocol}, port: {port}, targetPort: 30080}}"
        for port, protocol in enumerate(protocols.split(), 80)
    ]
    return (
        f"loadBalancers: {{lb: {{type: {type}, targets: {{nodeGroups: [web]}}, "
        f"listeners: [{', '.join(listeners)}]{more}}}}}"
    )


@pytest.mark.parametrize(
    ("type", "protocols", "option", "place"),
    [
        ("network", "tcp", "preserveClientIp: false", ""),
        ("network", "tcp tls", "preserveClientIp: false", ""),
        ("network", "tcp udp", "preserveClientIp: false", "preserveClientIp"),
        ("network", "tcp-udp", "preserveClientIp: false", "preserveClientIp"),
        ("network", "tcp udp", "preserveClientIp: true", ""),
        ("application", "http", "preserveClientIp: true", "preserveClientIp"),
        ("application", "http", "preserveClientIp: false", "preserveClientIp"),
        ("classic", "tcp", "preserveClientIp: true", "preserveClientIp"),
        ("network", "tls", "idleTimeout: 100", "idleTimeout"),
        ("network", "tcp-udp", "idleTimeout: 100", "idleTimeout"),
        ("network", "tls tcp", "idleTimeout: 100", ""),
        ("application", "http", "idleTimeout: 100", ""),
    ],
)
def test_an_option_that_does_nothing_is_refused(
    places: Places, type: str, protocols: str, option: str, place: str
) -> None:
    expected = [f"wrong-option loadBalancers.lb.{place}"] if place else []
    assert places(load_balancers, balancer(type, protocols, f", {option}")) == expected


@pytest.mark.parametrize("type", ["application", "classic"])
@pytest.mark.parametrize("protocol", ["udp", "tcp-udp"])
def test_udp_where_there_is_none_is_one_error(places: Places, type: str, protocol: str) -> None:
    (place,) = places(load_balancers, balancer(type, protocol))
    assert place.startswith("wrong-protocol ")


def shop(rules: str) -> str:
    """Return an application load balancer with these rules."""
    listener = f"{{protocol: http, port: 80, targetPort: 30080, rules: [{rules}]}}"
    return f"loadBalancers: {{lb: {{type: application, targets: {{nodeGroups: [web]}}, listeners: [{listener}]}}}}"


RULE = "loadBalancers.lb.listeners[0].rules[0]"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{header: {Host: a.example.com}, targets: [{port: 1}]}", [f"wrong-rule {RULE}.header.Host"]),
        ("{header: {hOST: a.example.com}, targets: [{port: 1}]}", [f"wrong-rule {RULE}.header.hOST"]),
        ("{header: {X-Forwarded-Host: a.example.com}, targets: [{port: 1}]}", []),
        ("{path: /a, targets: [{port: 1, weight: 0}]}", [f"wrong-rule {RULE}.targets"]),
        ("{path: /a, targets: [{port: 1, weight: 0}, {port: 2, weight: 0}]}", [f"wrong-rule {RULE}.targets"]),
        ("{path: /a, targets: [{port: 1, weight: 0}, {port: 2}]}", []),
        (
            "{path: /a, targets: [{port: 1}, {port: 1, protocol: http, weight: 5}]}",
            [f"duplicate-target {RULE}.targets[1] {RULE}.targets[0]"],
        ),
        (
            "{path: /a, targets: [{port: 1}, {port: 1, nodeGroups: [web]}]}",
            [f"duplicate-target {RULE}.targets[1] {RULE}.targets[0]"],
        ),
        ("{path: /a, targets: [{port: 1}, {port: 1, protocol: https}]}", []),
    ],
)
def test_a_rule_that_aws_refuses_or_that_sends_nowhere_is_an_error(
    places: Places, rule: str, expected: list[str]
) -> None:
    assert places(load_balancers, shop(rule)) == expected


def one_rule_a_port(count: int) -> str:
    return ", ".join(f"{{path: /{n}, priority: {n + 1}, targets: [{{port: {n + 1}}}]}}" for n in range(count))


def pods(count: int) -> str:
    return ", ".join(
        f"{{path: /{n}, priority: {n + 1}, targets: [{{service: shop/s{n}, port: 80}}]}}"
        for n in range(count)
    )


@pytest.mark.parametrize("count", [49, 50])
def test_a_node_group_is_in_fifty_target_groups_at_most(places: Places, count: int) -> None:
    found = places(load_balancers, shop(one_rule_a_port(count)))
    assert found == (["too-many-target-groups loadBalancers.lb nodeGroups.web"] if count > 49 else [])


def test_target_groups_of_all_load_balancers_count_and_those_of_self_managed_groups(places: Places) -> None:
    arn = "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/own/0123456789abcdef"
    own = ", ".join(f"'{arn[:-2]}{n:02}'" for n in range(40))
    groups = f"nodeGroups: {{web: {{kind: self-managed, targetGroups: [{own}]}}}}"
    assert places(load_balancers, f"{groups}\n{shop(one_rule_a_port(9))}") == []
    refused = ["too-many-target-groups loadBalancers.lb nodeGroups.web"]
    assert places(load_balancers, f"{groups}\n{shop(one_rule_a_port(10))}") == refused


@pytest.mark.parametrize("count", [50, 51])
def test_a_node_group_is_in_fifty_classic_load_balancers_at_most(places: Places, count: int) -> None:
    one = (
        "{type: classic, targets: {nodeGroups: [web]}, listeners: [{protocol: tcp, port: 80, targetPort: 1}]}"
    )
    text = ", ".join(f"l{n:02}: {one}" for n in range(count))
    found = places(load_balancers, f"loadBalancers: {{{text}}}")
    assert found == (["too-many-target-groups loadBalancers.l50 nodeGroups.web"] if count > 50 else [])


@pytest.mark.parametrize("count", [99, 100])
def test_an_application_load_balancer_has_a_hundred_target_groups_at_most(find: Find, count: int) -> None:
    codes = [finding.code for finding in find(load_balancers, shop(pods(count)))]
    assert sorted(codes) == ["needs-controller", *(["too-many-target-groups"] if count > 99 else [])]


@pytest.mark.parametrize(("ports", "warned"), [(28, False), (29, True)])
def test_the_security_group_of_the_nodes_has_sixty_rules_by_default(
    places: Places, ports: int, warned: bool
) -> None:
    two = ", ".join(
        f"l{n}: {{type: network, targets: {{nodeGroups: [{group}]}}, listeners: "
        f"[{', '.join(f'{{protocol: tcp, port: {p}, targetPort: {p}}}' for p in range(1, ports + 1))}]}}"
        for n, group in enumerate(("web", "api"))
    )
    found = places(load_balancers, f"nodeGroups: {{web: {{}}, api: {{}}}}\nloadBalancers: {{{two}}}")
    assert found == (["many-rules loadBalancers.l1"] if warned else [])


@pytest.mark.parametrize(
    ("network", "scheme", "sources", "warned"),
    [
        ("", "internal", "", False),
        ("network: {secondaryCidrs: [10.1.0.0/16, 10.2.0.0/16]}", "internal", "", True),
        ("network: {secondaryCidrs: [10.1.0.0/16, 10.2.0.0/16]}", "internet-facing", "", False),
        (
            "network: {secondaryCidrs: [10.1.0.0/16, 10.2.0.0/16]}",
            "internal",
            ", securityGroups: {from: [10.0.0.0/8]}",
            False,
        ),
    ],
)
def test_every_range_of_the_network_is_a_source_of_an_internal_load_balancer(
    places: Places, network: str, scheme: str, sources: str, warned: bool
) -> None:
    listeners = ", ".join(f"{{protocol: tcp, port: {n}, targetPort: 30080}}" for n in range(1, 22))
    text = (
        f"{network}\nloadBalancers: {{lb: {{type: network, scheme: {scheme}, targets: {{nodeGroups: [web]}}, "
        f"listeners: [{listeners}]{sources}}}}}"
    )
    assert places(load_balancers, text) == (["many-rules loadBalancers.lb.listeners"] if warned else [])
