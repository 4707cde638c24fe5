"""Every file and line that is decoded: damaged or forged ones end in one clear error or count as missing."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.files.decoding import NotDecoded, decode_json, decode_object, decode_zip
from eksgen.engine.drift.baseline import read_earlier_report
from eksgen.engine.drift.ignore_rules import read_rules
from eksgen.engine.errors.partial_apply import tainted_addresses
from eksgen.engine.paths import WorkDir
from eksgen.engine.plan.document import read_plan_json
from eksgen.engine.plan.plan_file import plan_message, read_plan_file
from eksgen.engine.plan.wire_format import NotUnderstood, read_value
from eksgen.engine.runs.state import _parse_outputs
from eksgen.engine.saved_plan.envelope import MANIFEST, read_envelope
from eksgen.engine.saved_plan.provenance import planned_state_version, read_state_version
from eksgen.engine.source_map.reading import read_map
from eksgen.engine.terraform.events import parse_line
from eksgen.engine.terraform.unsaved_state import state_from_output, unsaved_state
from eksgen.engine.workdir.last_applied import folder_is_unedited, last_applied
from eksgen.engine.workdir.lock_holder import read_holder
from eksgen.sandbox.server_file import read_state

ROOT = Path(__file__).resolve().parents[2]


def put(file: Path, data: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), data)
        for other in ("terraform.tfplan", "terraform.lock.hcl"):
            archive.writestr(zipfile.ZipInfo(other), b"")
    return buffer.getvalue()


def text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def applied(folder: Path, data: bytes) -> None:
    workdir = WorkDir(folder / "spec" / "compiled")
    put(workdir.applied / "about.json", data)
    put(workdir.applied / "files" / "eksgen.map.json", data)
    last_applied(workdir)
    put(workdir.applied / "about.json", b'{"version": 1}')
    folder_is_unedited(workdir)


def folder_with_map(folder: Path, data: bytes) -> None:
    put(folder / "eksgen.map.json", data)
    read_map(folder)
    write_folder(folder, {"main.tf": b"", "eksgen.map.json": b""})


DECODERS: dict[str, Callable[[Path, bytes], Any]] = {
    "lock": lambda folder, data: read_holder(put(folder / "lock", data)),
    "map": folder_with_map,
    "record of the last apply": applied,
    "sandbox.json": lambda folder, data: read_state(put(folder / "sandbox.json", data).parent),
    "saved plan": lambda folder, data: read_envelope(put(folder / "a.eksplan", data)),
    "manifest": lambda folder, data: read_envelope(put(folder / "a.eksplan", zipped(MANIFEST, data))),
    "plan file": lambda folder, data: read_plan_file(put(folder / "plan", data)),
    "message in a plan file": lambda folder, data: read_plan_file(put(folder / "plan", zipped("tfplan", data))),
    "state in a plan file": lambda folder, data: planned_state_version(
        put(folder / "plan", zipped("tfstate", data))
    ),
    "plan message": lambda _, data: plan_message(data),
    "plan JSON": lambda _, data: read_plan_json(text(data)),
    "event": lambda _, data: parse_line(text(data)),
    "state in the stream": lambda _, data: state_from_output(text(data)),
    "unsaved state": lambda folder, data: unsaved_state(put(folder / "errored.tfstate", data).parent),
    "state": lambda _, data: (tainted_addresses(text(data)), read_state_version(text(data))),
    "outputs": lambda _, data: _parse_outputs(text(data)),
    "earlier report": lambda _, data: read_earlier_report(decode_json(data), "a.json"),
    "drift rules": lambda folder, data: read_rules(decode_object(data).get("drift") or {}, str(folder)),
}  # fmt: skip
"""What reads a file or a line: each may raise `EksgenError`, or `NotDecoded` for its callers to catch."""

HOSTILE = {
    "nothing": b"",
    "NUL": b"\0" * 100,
    "not UTF-8": b'{"version": "\xff\xfe"}',
    "another type": b"[1]",
    "a number": b"1",
    "null": b"null",
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 900 + b"1" + b"}" * 900,
    "infinite": b'{"version": 1e999, "pid": 1e999, "since": -1e999, "serial": 1e999}',
    "not a number": b'{"version": NaN, "pid": Infinity, "files": NaN}',
    "long integer": b'{"version": ' + b"9" * 5000 + b"}",
    "larger than a float": b'{"version": 1, "since": 1' + b"0" * 400 + b', "started": 1' + b"0" * 400 + b"}",
    "half a character": b'{"version": 1, "verb": "\\ud800", "files": {"\\udfff": "x"}, "lineage": "\\ud800"}',
    "twice": b'{"version": 1, "version": 2}',
    "truncated": b'{"version": 1, "files": {"a": ',
    "wrong types": b'{"version": 1, "kind": "eksgen-plan", "files": 3, "pid": {}, "lineage": [], "serial": "x",'
    b' "resources": 3, "drift": 1, "findings": {"a": 1}, "endpoint": 1, "type": "log", "state": []}',
    "wrong entries": b'{"version": 1, "kind": "drift", "files": [[]], "resources": [1], "drift": {"ignore": 3},'
    b' "findings": [1], "resource_changes": [1, {"change": []}], "cluster": {}, "region": 3}',
    "event": b'{"@message": 3, "type": "diagnostic", "diagnostic": {"range": {"filename": 1, "start": 3},'
    b' "snippet": {"values": 3}}}',
    "large event": b'{"@message": "x", "type": "change_summary", "changes": {"add": 1' + b"0" * 299 + b"}}",
    "a zip without members": b"PK\x05\x06" + b"\0" * 18,
    "half a zip": zipped(MANIFEST, b"{}")[:60],
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", DECODERS)
def test_a_hostile_file_is_one_clear_error_or_none(name: str, data: bytes, tmp_path: Path) -> None:
    decode(name, tmp_path, data)


def decode(name: str, folder: Path, data: bytes) -> None:
    try:
        DECODERS[name](folder, data)
    except EksgenError as error:
        str(error).encode()
    except NotDecoded:
        assert name in ("earlier report", "drift rules")  # the caller decodes


def test_random_damage_is_one_clear_error_or_none(tmp_path: Path) -> None:
    chooser, end = random.Random(12), time.process_time() + 4
    seeds = [
        *HOSTILE.values(),
        zipped(MANIFEST, b'{"kind": "eksgen-plan", "version": 1}'),
        zipped("tfplan", b"\x08\x03"),
    ]
    while time.process_time() < end:
        data = bytearray(chooser.choice(seeds)[:2000])
        for _ in range(chooser.randint(1, 5)):
            place = chooser.randint(0, len(data))
            data[place : place + chooser.randint(0, 3)] = chooser.choice(
                [b"", b"\xff", b"{", b'"', b"9", b"\\u", b"1e999"]
            )
        for name in DECODERS:
            decode(name, tmp_path, bytes(data))


def test_random_message_pack_is_a_value_or_not_understood() -> None:
    chooser, end = random.Random(12), time.process_time() + 1
    while time.process_time() < end:
        data = bytes(
            chooser.choices([0x91, 0x81, 0xA1, 0x61, 0xC7, 0xD6, 0xFF, 0xDD, 0xDF, 0x0C, 0xD9, 0], k=12)
        )
        with contextlib.suppress(NotUnderstood):
            read_value(data)


@pytest.mark.parametrize("value", [{}, {"a": [1, -2.5, None, True, "é🌈"]}, [[[]]], "x", 10**299])
def test_what_programs_write_is_decoded(value: Any) -> None:
    assert (
        decode_json(json.dumps(value)) == decode_json(json.dumps(value, ensure_ascii=False).encode()) == value
    )


@pytest.mark.parametrize("name", ["nothing", "deep lists", "deep objects", "infinite", "not a number",
                                  "long integer", "larger than a float", "half a character", "twice", "truncated"])  # fmt: skip
def test_json_that_breaks_something_later_is_refused(name: str) -> None:
    with pytest.raises(NotDecoded, match="it is not valid JSON"):
        decode_json(HOSTILE[name])


def test_a_member_that_is_there_twice_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", "2")
    with pytest.raises(NotDecoded, match="2 members a"):
        decode_zip(buffer, {"a": 10})


DECODING = {
    "json": {"load", "loads"},
    "zipfile": {"ZipFile"},
    "msgpack": {"unpackb"},
    "yaml": {"load", "safe_load"},
}
ALLOWED = {
    "catalog/_data.py": "a file of the package",
    "compiler/checks/addons/configuration.py": "values of a checked spec, as JSON has them",
    "compiler/emit/module_interface.py": "a literal in a module of the package",
    "compiler/emit/modules.py": "a file of the package",
    "compiler/files/decoding.py": "the module that decodes",
    "compiler/field_arguments.py": "a file that the compiler made of an example",
    "engine/plan/wire_format.py": "the only use of MessagePack",
    "engine/redact.py": "a JSON text inside a value, redacted even if it has a key twice",
    "engine/saved_plan/envelope.py": "writes an archive",
    "sandbox/cloudtrail.py": "a request or answer of the local AWS",
    "sandbox/control.py": "an answer of the sandbox",
    "sandbox/eks/addon_configuration.py": "a request to the local AWS",
    "sandbox/eks/request.py": "a request to the local AWS",
    "sandbox/given/destinations.py": "writes an archive",
    "sandbox/given/request.py": "an answer of the sandbox",
    "sandbox/moto_patches/access_logs.py": "a request to the local AWS",
    "sandbox/moto_patches/kms.py": "a request to the local AWS",
    "sandbox/server_api.py": "an answer of the sandbox",
    "sandbox/wsgi_app.py": "a request to the local AWS",
    "schemas/reflection/fields.py": "a file of the package",
}


def uses(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in DECODING.get(node.value.id, ()):
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            yield from (
                alias.name for alias in node.names if alias.name in DECODING.get(node.module or "", ())
            )


def test_nothing_else_decodes() -> None:
    folders = ("catalog", "commands", "compiler", "engine", "report", "sandbox", "schemas")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    found = {f.relative_to(ROOT).as_posix() for f in files if any(uses(ast.parse(f.read_text("utf-8"))))}
    assert found == set(ALLOWED)
