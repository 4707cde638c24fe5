"""What the modules create, and the service models of botocore."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from botocore.model import ServiceModel
from botocore.session import get_session

_RESOURCE = re.compile(r'^resource "(\w+)"', re.MULTILINE)


@cache
def service_model(service: str) -> ServiceModel:
    """Return what botocore knows of a service."""
    return get_session().get_service_model(service)


@pytest.fixture(scope="session")
def managed_types() -> set[str]:
    """The resource types of all modules."""
    modules = Path(__file__).resolve().parents[3] / "modules"
    return {name for file in modules.rglob("*.tf") for name in _RESOURCE.findall(file.read_text("utf-8"))}
