"""Upload a configuration."""

from __future__ import annotations

from collections.abc import Callable

from .archive import Archive
from .client.api import Api, path_of
from .client.refusals import ApiError, odd_answer

Pause = Callable[[float], bool]
"""Waits for some seconds; returns False if an interrupt ended the wait."""

_UPLOAD_POLLS, _UPLOAD_SECONDS = 120, 0.5


def upload_configuration(
    api: Api, workspace: str, archive: Archive, pause: Pause, *, speculative: bool
) -> str:
    """Upload a configuration and return its id, "" if an interrupt ended the wait for HCP to take it.

    It starts no run; a `speculative` one can only be planned.
    """
    attributes = {"auto-queue-runs": False, "speculative": speculative, "provisional": not speculative}
    made = api.post(
        path_of("workspaces", workspace, "configuration-versions"),
        {"data": {"type": "configuration-versions", "attributes": attributes}},
    )
    url = made.plain("upload-url")
    if not url or not made.id:
        raise odd_answer(api.host.name, "it gave no address for the upload")
    api.upload(url, archive.data)
    for _ in range(_UPLOAD_POLLS):
        now = api.get(path_of("configuration-versions", made.id))
        status = now.text("status")
        if status == "uploaded":
            return made.id
        if status in ("errored", "archived"):
            raise ApiError(api.host.name, 0, (now.text("error-message") or "the upload failed",))
        if not pause(_UPLOAD_SECONDS):
            return ""
    raise odd_answer(api.host.name, "it did not accept the upload within a minute")
