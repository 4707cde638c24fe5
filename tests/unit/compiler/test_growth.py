"""Compiling stays linear: ten times as much of something takes about ten times as long, never a hundred.

CPU time, the best of several runs and a generous bound, so that a busy machine does not fail it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.addresses import parse_address
from eksgen.engine.source_map.reading import load_trace

QUICKSTART = (Path(__file__).resolve().parents[3] / "examples" / "quickstart.yaml").read_text("utf-8")
TIMES = 10
BOUND = 2.5
"""A quadratic step that matters gives ten here."""


def groups(number: int) -> str:
    group = "  g{}: {{scaling: {{min: 1, desired: 1, max: 1}}}}\n"
    return QUICKSTART.replace("  web: {}\n", "".join(group.format(index) for index in range(number)))


def load_balancers(number: int) -> str:
    one = "  b{}: {{type: network, listeners: [{{protocol: tcp, port: 80}}], targets: {{service: shop/web, port: 80}}}}\n"
    return QUICKSTART + "loadBalancers:\n" + "".join(one.format(index) for index in range(number))


def files_of(text: str) -> dict[str, bytes]:
    checked = check_text(text.encode(), "cluster.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    return dict(compile_spec(checked).files)


def cpu(work: Callable[[], object]) -> float:
    """The CPU seconds of the quickest of three runs."""
    times = []
    for _ in range(3):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("made", [groups, load_balancers])
def test_compile_time_grows_linearly_with_the_spec(made: Callable[[int], str]) -> None:
    few, many = made(20), made(20 * TIMES)
    assert cpu(lambda: files_of(many)) < BOUND * TIMES * cpu(lambda: files_of(few))


def test_compile_time_does_not_grow_with_the_number_of_specs() -> None:
    files_of(QUICKSTART)
    few = cpu(lambda: [files_of(QUICKSTART) for _ in range(5)])
    many = cpu(lambda: [files_of(QUICKSTART) for _ in range(5 * TIMES)])
    assert many < BOUND * TIMES * few


def test_looking_up_lines_takes_linear_time(tmp_path: Path) -> None:
    def looked_up(number: int) -> float:
        people = [f"arn:aws:iam::111122223333:role/Admin{index}" for index in range(number)]
        folder = tmp_path / str(number)
        written = QUICKSTART.replace("arn:aws:iam::111122223333:role/PlatformAdmin", ", ".join(people))
        write_folder(folder, files_of(written))
        trace = load_trace(folder, INTERFACE)
        addresses = [parse_address(f'module.eks.aws_eks_access_entry.this["{one}"]') for one in people]
        places = {trace.place(address) for address in addresses}
        assert len(places) == number, "each has a place of its own"
        return cpu(lambda: [trace.place(address) for address in addresses])

    assert looked_up(200) < BOUND * TIMES * looked_up(20)
