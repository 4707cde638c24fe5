"""Every example in every partition: each ARN, principal, domain and endpoint of what it compiles to.

`tests/golden/partitions` has a file for each partition. The first part is what most examples have. Below the
name of each is what it has besides that, after `-` what it has not, and after `!` a finding about something
that AWS does not offer there. The last part is what the modules write themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from eksgen.catalog.regions.partitions import PARTITIONS
from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.pipeline import Checked, check_text, compile_spec
from tests.partitions import REGIONS, in_region, names_in_module, names_of_aws

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
GOLDEN = ROOT / "tests" / "golden" / "partitions"
DAY = date(2026, 11, 30)
SUFFIXES = {partition.name: partition.dns_suffix for partition in PARTITIONS}
REFUSED = {("aws-cn", "ipv6")}
"""Examples with something that AWS does not have in a partition."""


@cache
def checked(example: Path, partition: str) -> Checked:
    text = in_region(example.read_text("utf-8"), REGIONS[partition])
    return check_text(text.encode(), example.name, today=DAY)


@cache
def names(example: Path, partition: str) -> frozenset[str]:
    """Return the names of AWS in what an example compiles to, each after its place."""
    found = checked(example, partition)
    if found.failed:
        return frozenset()
    return frozenset(f"{place}  {name}" for place, name in names_of_aws(compile_spec(found)))


def findings(example: Path, partition: str) -> set[str]:
    return {
        f"! {finding.code}: {finding.message}"
        for finding in checked(example, partition).findings
        if finding.severity is Severity.ERROR or finding.code == "not-in-partition"
    }


def modules(partition: str) -> Iterator[str]:
    for file in sorted((ROOT / "modules").glob("*/*.tf")):
        if file.name != "variables.tf":
            for name in sorted(set(names_in_module(file.read_text("utf-8"), partition))):
                yield f"{file.parent.name}/{file.name}  {name}"


def report(partition: str) -> str:
    found = {example.stem: names(example, partition) for example in EXAMPLES}
    counts = Counter(name for each in found.values() for name in each)
    usual = {name for name, count in counts.items() if count > len(EXAMPLES) / 2}
    parts = [("most examples", sorted(usual))]
    for example in EXAMPLES:
        own = found[example.stem]
        without = {f"- {name}" for name in usual - own} if own else set()
        parts.append((example.stem, sorted({*findings(example, partition), *without, *(own - usual)})))
    parts.append(("modules", list(modules(partition))))
    return "\n\n".join("\n".join((f"[{title}]", *lines)) for title, lines in parts if lines) + "\n"


@pytest.mark.parametrize("partition", REGIONS)
def test_the_names_of_a_partition_are_those_that_were_reviewed(
    partition: str, golden: Callable[[Path, str], None]
) -> None:
    golden(GOLDEN / f"{partition}.txt", report(partition))


@pytest.mark.parametrize("partition", REGIONS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_compiled_for_each_partition_that_has_what_it_needs(
    example: Path, partition: str
) -> None:
    assert checked(example, partition).failed is ((partition, example.stem) in REFUSED)
    if not checked(example, partition).failed:
        arns = re.findall(r"arn:(aws[a-z-]*):", "\n".join(names(example, partition)))
        assert set(arns) == {partition}


@pytest.mark.parametrize("partition", REGIONS)
def test_the_modules_write_no_arn_of_another_partition(partition: str) -> None:
    assert set(re.findall(r"arn:(aws[a-z-]*):", "\n".join(modules(partition)))) == {partition}


@pytest.mark.parametrize("partition", ["aws-cn", "aws-eusc"])
def test_only_known_principals_have_the_domain_of_another_partition(partition: str) -> None:
    """Hosts have the domain of the partition; IAM and KMS know most services as `amazonaws.com` everywhere."""
    own = next(known.dns_suffix for known in PARTITIONS if known.name == partition)
    hosts = {name for line in report(partition).splitlines() for name in HOST.findall(line)}
    assert {host for host in hosts if not host.endswith(own)} <= PRINCIPALS


HOST = re.compile(r"(?<![\w.-])(?:[\w-]+\.)+amazonaws\.(?:com\.cn|com|eu)(?![\w.])")
PRINCIPALS = {
    f"{service}.amazonaws.com"
    for service in (
        *("autoscaling", "cloudtrail", "ec2", "eks", "eks-fargate-pods", "elasticloadbalancing", "events"),
        *(
            "delivery.logs",
            "logdelivery.elasticloadbalancing",
            "logs.eusc-de-east-1",
            "pods.eks",
            "capabilities.eks",
        ),
        *("rolesanywhere", "spot", "ssm", "vpc-flow-logs"),
        "sts",  # the audience of tokens, which is no host
    )
}
