"""The server process of the sandbox: `python -m eksgen.sandbox.server --state-dir DIR --idle-minutes 30`.

Binds a free port of 127.0.0.1, writes the server file, serves, and removes the file when it ends: after
so many minutes without a request, or on SIGTERM, SIGINT or SIGHUP.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import threading
import time
from pathlib import Path
from typing import Any

from .. import __version__
from .server_file import Sandbox, prepare_state_dir, remove_state, write_state

ADDRESS = "127.0.0.1"
# Read by moto when its modules are imported.
MOTO_SETTINGS = {
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MOTO_DISABLE_GLOBAL_CORS": "true",
    "MOTO_ALLOW_NONEXISTENT_REGION": "true",
}


def main(arguments: list[str] | None = None) -> None:
    """Serve until the server is idle for too long or is stopped by a signal."""
    parser = argparse.ArgumentParser(prog="eksgen.sandbox.server")
    parser.add_argument("--state-dir", type=Path, required=True)
    parser.add_argument("--idle-minutes", type=float, default=30.0)
    options = parser.parse_args(arguments)
    os.environ.update(MOTO_SETTINGS)
    serve(prepare_state_dir(options.state_dir), options.idle_minutes * 60)


def serve(directory: Path, idle_seconds: float) -> None:
    """Write the server file in `directory`, serve, and remove the file."""
    started = time.time()
    token = secrets.token_urlsafe(32)
    server, application = build_server(started, token)
    sandbox = Sandbox(f"http://{ADDRESS}:{server.port}", os.getpid(), started, __version__, token)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    write_state(directory, sandbox)
    try:
        while not stop.wait(min(1.0, idle_seconds)):
            if application.idle_seconds() >= idle_seconds:
                break
    finally:
        remove_state(directory, sandbox)
        server.shutdown()


def build_server(started: float, token: str) -> tuple[Any, Any]:
    """Return the server on a free port and its application; call it once in a process, moto is patched.

    The server's own paths need the `token`.
    """
    # Imported here, after the settings are in the environment.
    from moto.core.base_backend import BackendDict
    from moto.core.model_instances import reset_model_data
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    from .eks.install import install
    from .moto_patches.apply import apply_patches
    from .wsgi_app import SandboxApplication

    class Handler(MotoRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, *_: Any) -> None:
            """Log nothing: a run makes thousands of requests."""

    def reset() -> None:
        BackendDict.reset()
        reset_model_data()

    install()
    apply_patches()
    identity = {"program": "eksgen-sandbox", "pid": os.getpid(), "version": __version__, "started": started}
    application = SandboxApplication(DomainDispatcherApplication(create_backend_app), identity, reset, token)
    server = make_server(ADDRESS, 0, application, threaded=True, request_handler=Handler)
    return server, application


if __name__ == "__main__":
    main()
