"""Requests of every service: their region, and what moto looks up anew for each one."""

from __future__ import annotations

import functools
import re
from typing import Any

from moto.core import responses
from moto.core.responses import BaseResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from .patch import Function, Patch

_SIGNED_REGION = re.compile(r"Credential=[^/,\s]+/\d+/([^/,\s]+)/[^/,\s]+/aws4_request")


def _region_of_request(find: Function) -> Function:
    """The region of a request is in its signature.

    moto looks for a host name in the whole URL first and takes the path of an IAM role for one:
    `role/aws-reserved/sso.amazonaws.com/…`.
    """

    def patched(self: Any, request: Any, full_url: str) -> str:
        signed = _SIGNED_REGION.search(request.headers.get("Authorization", ""))
        return signed[1] if signed else find(self, request, full_url)

    return patched


def _remembered(look_up: Function) -> Function:
    """The service of a host and the operations of a class stay; moto looks them up at each request."""
    return functools.lru_cache(maxsize=1000)(look_up)


PATCHES = (
    Patch(BaseResponse, "get_region_from_url", _region_of_request),
    Patch(DomainDispatcherApplication, "get_backend_for_host", _remembered),
    Patch(responses, "method_names_from_class", _remembered),
)
