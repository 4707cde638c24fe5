"""Logs: bytes that come in pieces, the stream of Terraform, and text for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pytest

from eksgen.engine.cloud.client.api import Api
from eksgen.engine.cloud.runs.logs import LogReader, RunLog
from eksgen.engine.terraform.events import (
    Applied,
    Event,
    OutputLine,
    Refreshed,
    SourceRange,
    TerraformDiagnostic,
)


@dataclass
class Blobs:
    """An API that has one log, and gives so many bytes of it at a time."""

    data: bytes
    most: int

    def read_blob(self, url: str, _limit: int) -> bytes:
        offset = int(url.rpartition("offset=")[2])
        return self.data[offset : offset + self.most]


def events_of(*lines: str) -> tuple[list[Event], RunLog]:
    events: list[Event] = []
    log = RunLog(events.append)
    for line in lines:
        log.add(line)
    log.end()
    return events, log


@pytest.mark.parametrize("most", [1, 3, 7, 1000])
def test_lines_are_whole_however_the_bytes_come(most: int) -> None:
    text = "one\nzwölf 🎉\r\nthree"
    reader = LogReader(cast("Api", Blobs(b"\x02" + text.encode() + b"\x03", most)), "https://h/log?x=1")
    assert reader.new_lines() == ["one", "zwölf 🎉", "three"]
    assert reader.ended


def test_an_incomplete_line_waits_for_its_end() -> None:
    blobs = Blobs(b"\x02one\ntw", 1000)
    reader = LogReader(cast("Api", blobs), "https://h/log")
    assert reader.new_lines() == ["one"]
    assert reader.new_lines() == []
    blobs.data += b"o\n\x03"
    assert reader.new_lines() == ["two"]
    assert reader.ended


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("aws_eks_cluster.this: Creating...", Applied("aws_eks_cluster.this", "create", "start")),
        (
            'module.eks.aws_subnet.a["x: y"]: Still creating... [1m10s elapsed]',
            Applied('module.eks.aws_subnet.a["x: y"]', "create", "progress", 70),
        ),
        ("a.b: Still destroying... [id=x, 00m20s elapsed]", Applied("a.b", "delete", "progress", 20)),
        (
            'a.b[0].c["x\\"y: [z]"]: Creating...',
            Applied('a.b[0].c["x\\"y: [z]"]', "create", "start"),
        ),
        ("a.b: Creation complete after 3s [id=abc]", Applied("a.b", "create", "complete", 3, "abc")),
        (
            "a.b: Modifications complete after 2h1m0s [id=abc]",
            Applied("a.b", "update", "complete", 7260, "abc"),
        ),
        ("a.b: Destruction complete after 1s", Applied("a.b", "delete", "complete", 1)),
        ("\x1b[0m\x1b[1ma.b: Refreshing state... [id=1]\x1b[0m", Refreshed("a.b", done=False)),
        ("data.a.b: Reading...", Refreshed("data.a.b", done=False)),
        ("Plan: 1 to add", OutputLine("Plan: 1 to add", "stdout")),
    ],
)
def test_a_line_for_people(line: str, event: Event) -> None:
    assert events_of(line)[0] == [event]


def test_a_diagnostic_for_people() -> None:
    lines = [
        "╷",
        "│ Error: Invalid value",
        "│ ",
        "│   with module.vpc.aws_vpc.this,",
        '│   on modules/vpc/main.tf line 12, in resource "aws_vpc" "this":',
        '│   12:   cidr_block = "x"',
        "│ ",
        "│ It is no CIDR block.",
        "╵",
        "Operation failed",
    ]
    _, log = events_of(*lines)
    place = SourceRange("modules/vpc/main.tf", 12, 1, 2)
    assert log.diagnostics == [
        TerraformDiagnostic(
            "error", "Invalid value", "It is no CIDR block.", "module.vpc.aws_vpc.this", place
        )
    ]


def test_the_stream_after_lines_of_text_is_a_stream() -> None:
    summary = (
        '{"@message":"","type":"change_summary","changes":'
        '{"add":0,"change":0,"remove":0,"import":0,"operation":"plan"}}'
    )
    version = '{"@message":"","type":"version","ui":"1.2"}'
    _, log = events_of("Terraform v1.11.4", "on linux_amd64", version, summary)
    assert log.structured
    assert log.stream.no_changes


def test_a_long_log_of_text_takes_time_in_proportion() -> None:
    events, _ = events_of(*(f"│ {'x' * 2000}" for _ in range(2000)))
    assert len(events) == 2000


@pytest.mark.parametrize("part", ['["b"]', '"', '"\\\\"', "[", '["a: b"]."'])
def test_a_line_that_is_almost_an_address_takes_time_in_proportion(part: str) -> None:
    line = f"a{part * 20_000} x"
    assert len(events_of(line)[0]) == 1


def test_an_endless_log_is_read_in_bounded_parts() -> None:
    class Endless:
        def read_blob(self, _url: str, _limit: int) -> bytes:
            return b"x" * 1023 + b"\n"

    reader = LogReader(cast("Api", Endless()), "https://h/log")
    assert sum(map(len, reader.new_lines())) < 17 << 20
    assert not reader.ended
    assert reader.new_lines()


def test_the_diagnostics_of_an_endless_log_are_bounded() -> None:
    _, log = events_of(*(f"│ Error: number {number}" for number in range(3000)))
    assert len(log.diagnostics) == 1000
