"""A GitLab with one merge request, for the scripts of the pipeline."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def serve_gitlab() -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    """Return the address of a GitLab, the calls that changed something, and the notes of its merge request."""
    calls: list[str] = []
    notes: list[dict[str, Any]] = [
        {"id": n, "author": {"id": 1}, "body": "<!-- eksgen:note plan clusters/prod.yaml -->\n"}
        for n in range(150)
    ]

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def answer(self, value: Any) -> None:
            data = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            assert self.headers["PRIVATE-TOKEN"] == "secret"
            page = int(self.path.rpartition("=")[2]) if "notes" in self.path else 0
            self.answer(notes[(page - 1) * 100 : page * 100] if page else {"id": 9})

        def write(self) -> None:
            value = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            calls.append(f"{self.command} {self.path}")
            if self.command == "POST":
                notes.append({"id": 777, "author": {"id": 9}, **value})
            else:
                notes[-1].update(value)
            self.answer({})

        do_POST = do_PUT = write  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", calls, notes
    server.shutdown()
    server.server_close()
