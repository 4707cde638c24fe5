"""A provider between Terraform and the AWS provider: it shows only the resource types that eksgen uses.

`python provider_proxy.py BINARY CACHE` starts the provider, prints the value of `TF_REATTACH_PROVIDERS` for
Terraform, and passes all calls on until it is stopped. Terraform reads the schema of the provider, with 1,500
types, at each command, which takes the provider and Terraform most of their time. Everything else is answered
by the provider itself.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc

SOURCE = "registry.terraform.io/hashicorp/aws"
_REPOSITORY = Path(__file__).resolve().parents[1]
_NAMES_TYPES = (
    "modules/**/*.tf",
    "compiler/**/*.py",
    "engine/**/*.py",
    "tests/sandbox/*.py",
    "tests/cloud/**/*.py",
)
"""The files that name every type in the states of the tests."""
_PROVIDER = "/tfplugin5.Provider/"
_SCHEMA = f"{_PROVIDER}GetSchema"
_TYPES_BY_NAME = frozenset({2, 3, 8})
"""Fields of GetProviderSchema.Response in tfplugin5.proto: types of resources, data sources, ephemeral resources."""
_UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
_THREADS = 64

Handler = Callable[[bytes, Any], bytes]


def main(binary: str, cache: Path) -> None:
    """Serve until SIGTERM, or until the provider ends."""
    provider = subprocess.Popen([binary, "-debug"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_: provider.terminate())
    reattach = _reattach(provider)
    channel = grpc.insecure_channel(f"unix:{reattach['Addr']['String']}", options=_UNLIMITED)
    server = grpc.server(ThreadPoolExecutor(_THREADS), handlers=(_Calls(channel, cache),), options=_UNLIMITED)
    with tempfile.TemporaryDirectory(prefix="eksgen-provider-") as folder:
        address = f"{folder}/socket"
        server.add_insecure_port(f"unix:{address}")
        server.start()
        own = reattach | {"Pid": os.getpid(), "Addr": {"Network": "unix", "String": address}}
        print(json.dumps({SOURCE: own}), flush=True)  # noqa: T201
        provider.wait()
        server.stop(None)


def _reattach(provider: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert provider.stdout is not None
    for line in provider.stdout:
        if match := re.search(rb"TF_REATTACH_PROVIDERS='(.*)'", line):
            found: dict[str, Any] = json.loads(match[1])[SOURCE]
            return found
    raise AssertionError("the provider did not start")


class _Calls(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpc has no types
    """Passes each call of the provider on as the bytes that it is; go-plugin needs none of its own calls."""

    def __init__(self, channel: Any, cache: Path) -> None:
        self._channel = channel
        self._cache = cache
        self._calls: dict[str, Any] = {}

    def service(self, details: Any) -> Any:
        """Return the handler of a method, None for one that is no method of a provider."""
        method = details.method
        if not method.startswith(_PROVIDER):
            return None
        if method not in self._calls:
            call = self._channel.unary_unary(method)
            handler = self._schema(call) if method == _SCHEMA else _passing_on(call)
            self._calls[method] = grpc.unary_unary_rpc_method_handler(handler)
        return self._calls[method]

    def _schema(self, call: Any) -> Handler:
        def schema(request: bytes, _: Any) -> bytes:
            if not self._cache.exists():
                written = self._cache.with_suffix(f".{os.getpid()}")
                written.write_bytes(used_types(call(request)))
                written.replace(self._cache)
            return self._cache.read_bytes()

        return schema


def _passing_on(call: Any) -> Handler:
    """Return what passes a call on, its failure back, and on that Terraform has gone."""

    def pass_on(request: bytes, context: Any) -> bytes:
        answer = call.future(request)
        context.add_callback(answer.cancel)
        try:
            return bytes(answer.result())
        except grpc.RpcError as error:
            context.abort(error.code(), error.details())
        except grpc.FutureCancelledError:
            context.abort(grpc.StatusCode.CANCELLED, "Terraform has gone")
        raise AssertionError("abort raises")

    return pass_on


def used_types(response: bytes) -> bytes:
    """Return a GetProviderSchema.Response with only the types that files of this repository name."""
    files = (file for pattern in _NAMES_TYPES for file in _REPOSITORY.glob(pattern))
    used = {name for file in files for name in re.findall(rb"\baws_[a-z0-9_]+", file.read_bytes())}
    return b"".join(
        field for number, name, field in _fields(response) if number not in _TYPES_BY_NAME or name in used
    )


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield number, key if it is an entry of a map, and bytes of each field, all of which have a length."""
    at = 0
    while at < len(message):
        tag, content = _varint(message, at)
        length, content = _varint(message, content)
        key_length, key = _varint(message, content + 1) if length else (0, content)
        yield tag >> 3, message[key : key + key_length], message[at : content + length]
        at = content + length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length and the place after it (protobuf encoding guide)."""
    value = shift = 0
    while True:
        byte = message[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
