from __future__ import annotations

import io

from eksgen.engine.terraform.events import (
    Applied,
    Diagnosed,
    Event,
    Finished,
    Interrupting,
    Planned,
    Refreshed,
    Started,
    TerraformDiagnostic,
    Waiting,
)
from eksgen.report.human.progress import progress
from eksgen.report.terminal import Style

CLUSTER = "module.eks.aws_eks_cluster.this"
NODES = "module.nodes_web.aws_eks_node_group.this"
SUBNET = 'module.vpc.aws_subnet.private["us-west-2a"]'


def lines(*events: Event) -> list[str]:
    stream = io.StringIO()
    with progress(stream, Style()) as on_event:
        for event in events:
            on_event(event)
    return stream.getvalue().splitlines()


def test_off_a_terminal_each_start_and_end_is_one_line_in_the_words_of_the_spec() -> None:
    shown = lines(
        Started("apply"),
        Planned(SUBNET, "create"),
        Planned(NODES, "create"),
        Applied(SUBNET, "create", "start"),
        Applied(SUBNET, "create", "complete", 3),
        Applied(NODES, "create", "start"),
        Applied(NODES, "create", "errored", 131),
        Finished("apply", 1, 140),
    )
    assert shown == [
        "applying the plan",
        "  creating private subnet us-west-2a",
        "  created private subnet us-west-2a (3s) [1/2]",
        "  creating node group web (usually 2 to 5 min)",
        "  failed: creating node group web (2m 11s)",
    ]


def test_a_replacement_counts_as_two_steps_and_a_failure_as_none() -> None:
    shown = lines(
        Started("apply"),
        Planned(NODES, "replace"),
        Planned(SUBNET, "delete"),
        Planned(CLUSTER, "noop"),
        Planned(CLUSTER, "import"),
        Applied(NODES, "create", "complete"),
        Applied(CLUSTER, "read", "complete"),
        Applied(SUBNET, "delete", "errored"),
        Applied(NODES, "delete", "complete"),
    )
    counts = [line.partition("[")[2] for line in shown if "[" in line]
    assert counts == ["1/3]", "1/3]", "2/3]"]


def test_a_long_creation_shows_that_it_lives_but_not_every_ten_seconds() -> None:
    beats = [Applied(CLUSTER, "create", "progress", seconds) for seconds in range(10, 100, 10)]
    shown = lines(Started("apply"), Applied(CLUSTER, "create", "start"), *beats)
    assert shown[2:] == [f"  still creating EKS cluster ({t})" for t in ("30s", "1m 0s", "1m 30s")]


def test_waiting_and_interrupts_are_told_at_once_and_refreshes_and_errors_are_not() -> None:
    shown = lines(
        Refreshed(SUBNET, True),
        Diagnosed(TerraformDiagnostic("error", "x")),
        Waiting("waiting for another"),
        Interrupting(1, True, "stopping"),
    )
    assert shown == ["waiting for another", "stopping"]


def test_a_reader_that_went_away_does_not_stop_the_run() -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    with progress(Gone(), Style()) as on_event:
        on_event(Started("plan"))


def test_on_a_terminal_finished_objects_stay_and_the_rest_is_redrawn() -> None:
    stream = io.StringIO()
    with progress(stream, Style(live=True), clock=lambda: 0.0) as on_event:
        on_event(Started("apply"))
        on_event(Applied(SUBNET, "create", "start"))
        on_event(Applied(SUBNET, "create", "complete", 3))
        on_event(Finished("apply", 0, 3))
    assert "created private subnet us-west-2a (3s)" in stream.getvalue()


def test_a_key_that_holds_an_arn_is_told_by_its_telling_parts() -> None:
    address = (
        'module.a.aws_iam_role_policy_attachment.x["kube-system/agent/arn:aws:iam::aws:policy/ReadOnly"]'
    )
    assert lines(Applied(address, "create", "start")) == ["  creating role policy attachment agent ReadOnly"]


def test_the_count_never_passes_its_total() -> None:
    objects = [f'module.vpc.aws_subnet.private["us-west-2{zone}"]' for zone in "abc"]
    done = [Applied(name, "delete", "complete", 1) for name in objects]
    shown = lines(Started("apply"), Planned(objects[0], "delete"), *done, Started("apply"))
    assert [line[-5:] for line in shown if "/" in line] == ["[1/1]", "[2/2]", "[3/3]"]
    again = lines(Started("apply"), Planned(objects[0], "delete"), done[0], Started("apply"),
                  Planned(objects[1], "delete"), done[1])  # fmt: skip
    assert [line[-5:] for line in again if "/" in line] == ["[1/1]", "[1/1]"]


def test_what_an_interrupt_ended_was_stopped_and_did_not_fail() -> None:
    shown = lines(
        Started("apply"),
        Applied(NODES, "create", "start"),
        Interrupting(1, True, "stopping"),
        Applied(NODES, "create", "errored", 3),
    )
    assert shown[-1] == "  stopped: creating node group web (3s)"
