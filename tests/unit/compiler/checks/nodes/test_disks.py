"""Rules for the disks of nodes; the limits are those of CreateVolume."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.nodes import disks

from ..conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nodeGroups: {web: {disk: {encrypted: true}}}", []),
        ("nodeGroups: {web: {disk: {encrypted: false}}}", ["plain-disk nodeGroups.web.disk.encrypted"]),
        (
            'nodeGroups: {web: {disk: {kmsKey: "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"}}}',
            [],
        ),
        (
            'nodeGroups: {web: {disk: {encrypted: false, kmsKey: "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"}}}',
            [
                "disk-option nodeGroups.web.disk.kmsKey nodeGroups.web.disk.encrypted",
                "plain-disk nodeGroups.web.disk.encrypted",
            ],
        ),
    ],
)
def test_encryption_and_keys(places: Places, text: str, expected: list[str]) -> None:
    assert places(disks, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nodeGroups: {web: {disk: {type: gp2}}}", []),
        ("nodeGroups: {web: {disk: {type: gp2, iops: 3000}}}", ["disk-option nodeGroups.web.disk.iops"]),
        ("nodeGroups: {web: {disk: {type: io1}}}", ["disk-option nodeGroups.web.disk.type"]),
        ("nodeGroups: {web: {disk: {type: io2}}}", ["disk-option nodeGroups.web.disk.type"]),
        ("nodeGroups: {web: {disk: {type: io1, iops: 100}}}", []),
        ("nodeGroups: {web: {disk: {type: io1, iops: 4000, size: 80}}}", []),
        (
            "nodeGroups: {web: {disk: {type: io1, iops: 4001, size: 80}}}",
            ["disk-option nodeGroups.web.disk.iops nodeGroups.web.disk.size"],
        ),
        ("nodeGroups: {web: {disk: {type: io1, iops: 64000, size: 2000}}}", []),
        (
            "nodeGroups: {web: {disk: {type: io1, iops: 64001, size: 2000}}}",
            ["disk-option nodeGroups.web.disk.iops"],
        ),
        ("nodeGroups: {web: {disk: {type: io2, iops: 80000, size: 80}}}", []),
        (
            "nodeGroups: {web: {disk: {type: io2, iops: 80001, size: 80}}}",
            ["disk-option nodeGroups.web.disk.iops nodeGroups.web.disk.size"],
        ),
        ("nodeGroups: {web: {disk: {type: io2, iops: 256000, size: 256}}}", []),
        ("nodeGroups: {web: {disk: {type: gp3, iops: 2999}}}", ["disk-option nodeGroups.web.disk.iops"]),
        ("nodeGroups: {web: {disk: {type: gp3, iops: 3000, size: 20}}}", []),
        ("nodeGroups: {web: {disk: {type: gp3, iops: 10000, size: 20}}}", []),
        (
            "nodeGroups: {web: {disk: {type: gp3, iops: 10001, size: 20}}}",
            ["disk-option nodeGroups.web.disk.iops nodeGroups.web.disk.size"],
        ),
        ("nodeGroups: {web: {disk: {type: gp3, iops: 80000, size: 160}}}", []),
        (
            "nodeGroups: {web: {disk: {type: gp3, iops: 80001, size: 1600}}}",
            ["disk-option nodeGroups.web.disk.iops"],
        ),
    ],
)
def test_iops_fit_the_type_and_the_size(places: Places, text: str, expected: list[str]) -> None:
    assert places(disks, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "nodeGroups: {web: {disk: {type: gp2, throughput: 125}}}",
            ["disk-option nodeGroups.web.disk.throughput"],
        ),
        (
            "nodeGroups: {web: {disk: {type: io2, iops: 4000, throughput: 125}}}",
            ["disk-option nodeGroups.web.disk.throughput"],
        ),
        ("nodeGroups: {web: {disk: {throughput: 750}}}", []),
        (
            "nodeGroups: {web: {disk: {throughput: 751, iops: 3000}}}",
            ["disk-option nodeGroups.web.disk.throughput nodeGroups.web.disk.iops"],
        ),
        ("nodeGroups: {web: {disk: {throughput: 1000, iops: 4000}}}", []),
        (
            "nodeGroups: {web: {disk: {throughput: 1001, iops: 4000}}}",
            ["disk-option nodeGroups.web.disk.throughput nodeGroups.web.disk.iops"],
        ),
    ],
)
def test_throughput_fits_the_type_and_the_iops(places: Places, text: str, expected: list[str]) -> None:
    assert places(disks, text) == expected


@pytest.mark.parametrize(
    ("disk", "message", "help"),
    [
        (
            "type: io1, iops: 4051, size: 80",
            "io1 volumes of 80 GiB support at most 4000 IOPS",
            "write `size: 82`, or lower `iops`",
        ),
        (
            "throughput: 751, iops: 3000",
            "3000 IOPS support at most 750 MiB/s",
            "write `iops: 3004`, or lower `throughput`",
        ),
        (
            "throughput: 1002, iops: 4001",
            "4001 IOPS support at most 1000 MiB/s",
            "write `iops: 4008`, or lower `throughput`",
        ),
    ],
)
def test_the_suggested_value_is_the_smallest_that_suffices(
    find: Find, disk: str, message: str, help: str
) -> None:
    (finding,) = find(disks, f"nodeGroups: {{web: {{disk: {{{disk}}}}}}}")
    assert (finding.message, finding.help) == (message, help)
