"""Requests of every service: their region."""

from __future__ import annotations

import re
from typing import Any

from moto.core.responses import BaseResponse

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


PATCHES = (Patch(BaseResponse, "get_region_from_url", _region_of_request),)
