"""Verbs without Terraform and the worst files below 4 MiB: two seconds, 300 MB, and an error at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cpu_time import run_within
from tests.eksgen_process import AT_DAY

CODE_CACHE = tempfile.mkdtemp(prefix="eksgen-bytecode-")
"""Where Python keeps the compiled code, also on machines that forbid it: compiling is not what is measured."""
HERE = Path(__file__).parent
SPEC = (HERE.parents[1] / "examples" / "quickstart.yaml").read_text("utf-8")
LIMIT = 4 * 1024 * 1024
SECONDS, MEGABYTES = 2.0, 300


def lines(text: Callable[[int], str], count: int) -> str:
    return "".join(map(text, range(count)))


def groups(group: str, count: int) -> str:
    return SPEC.replace("  web: {}\n", lines(lambda n: f"  g{n}: {group}\n", count))


def within(key: str, items: str) -> str:
    return SPEC.replace("web: {}", f"web:\n    {key}:\n{items}")


def rbac(roles: int, namespaces: int, bindings: int, users: int) -> str:
    places, names = (", ".join(f"n{n}" for n in range(count)) for count in (namespaces, users))
    rule = "{apiGroups: [''], resources: [pods], verbs: [get]}"
    return SPEC.replace(
        "access:\n",
        "access:\n  rbac:\n    roles:\n"
        + lines(lambda n: f"      r{n}: {{namespaces: [{places}], rules: [{rule}]}}\n", roles)
        + "    bindings:\n"
        + lines(lambda n: f"      b{n}: {{role: r{n % roles}, users: [{names}]}}\n", bindings),
    )


FILES = {
    "one key": "a: 1\n" * 20_000,
    "flow list": "a: [" + "1, " * 500_000 + "1]\n",
    "allow comments": SPEC + "# eksgen: allow(open-endpoint) because x\n" * 40_000,
    "deep": lines(lambda n: " " * n + "a:\n", 2000),
    "brackets": "[" * 100_000,
    "long line": SPEC + "x: " + "y" * 330_000 + "\n",
    "lines": SPEC + "# c\n" * 99_000,
    "long text": SPEC + "notes: |\n" + "  xyz xyz xyz xyz xyz xyz xyz xyz xyz \n" * 95_000,
    "unknown fields": SPEC.replace("web: {}", "web:\n" + lines(lambda n: f"    scalin{n}: 1\n", 12_000)),
    "unknown types": groups("{instanceTypes: [x9.large, m9.large], disk: {size: 1}}", 2000),
    "unknown targets": groups("{}", 1500)
    + "loadBalancers:\n"
    + lines(lambda n: f"  b{n}: {{type: network, targets: {{nodeGroups: [gg{n}]}}}}\n", 1000),
    "groups": groups("{labels: {a: b}}", 1000),
    "huge numbers": groups("{scaling: {min: 1e999, max: " + "9" * 100 + "}}", 1000),
    "many groups": groups("{}", 4000),
    "tags": SPEC + "tags:\n" + lines(lambda n: f"  t{n}: v\n", 12_000),
    "taints": within(
        "taints", lines(lambda n: f"      - {{key: k{n}, value: v, effect: NoSchedule}}\n", 3000)
    ),
    "administrators": SPEC.replace(
        "[arn:aws:iam::111122223333:role/PlatformAdmin]",
        "\n" + lines(lambda n: f"    - arn:aws:iam::111122223333:role/A{n}\n", 6_000),
    ),
    "ranges": SPEC
    + "controlPlane: {endpoint: {public: ["
    + lines(lambda n: f"\n  {1 + n // 250}.{n % 250}.0.0/16,", 2000)
    + "]}}\n",
    "many bases": f"extends: [{'a.yaml, ' * 3000}a.yaml]\n",
    "rbac": rbac(10, 100, 8, 20),
    "too much rbac": rbac(100, 100, 100, 100),
    "untidy": lines(lambda n: f"k{n}:    [ 1,2 ,  3 ]   # c\n", 8000),
}
GRAPHS = ("groups", "many groups")
VALID = ("groups", "administrators", "rbac")
FORMATTED = ("allow comments", "flow list", "lines", "long text", "untidy")
RUNS = [
    *(("validate FILE", name) for name in FILES),
    *(("fmt --diff FILE", name) for name in FORMATTED),
    *(
        (verb, name)
        for name in VALID
        for verb in ("compile FILE -o out", "capacity FILE", "diff a.yaml FILE")
    ),
    ("compile FILE -o out", "too much rbac"),
    *(("graph FILE -o a.svg", name) for name in GRAPHS),
]


def run(arguments: list[str], folder: Path) -> tuple[tuple[int, float], float]:
    """Run eksgen in a folder and leave its output in a file; return its exit code, memory and CPU time.

    Memory is in megabytes, CPU time in seconds.
    """
    peak = folder / "peak"
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "1790899200",
        "PYTHONPYCACHEPREFIX": CODE_CACHE,
        "PEAK_MEMORY": str(peak),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", AT_DAY, *arguments], cwd=folder, stdout=output,
            stderr=output, stdin=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return (process.returncode, int(peak.read_text("utf-8")) / 1024), used.ru_utime + used.ru_stime


@pytest.mark.parametrize(("verb", "name"), RUNS, ids=[f"{verb.split()[0]}: {name}" for verb, name in RUNS])
def test_no_file_takes_more_than_its_share(tmp_path: Path, verb: str, name: str) -> None:
    assert len(FILES[name].encode()) < LIMIT
    (tmp_path / "a.yaml").write_text(SPEC)
    (tmp_path / "file.yaml").write_text(FILES[name])
    arguments = verb.replace("FILE", "file.yaml").split()
    code, megabytes = run_within(SECONDS, lambda: run(arguments, tmp_path))
    text = (tmp_path / "output").read_text("utf-8")
    assert code in (0, 1, 2, 3)
    assert "Traceback" not in text
    assert "error[internal]" not in text
    assert megabytes < MEGABYTES
