"""The EKS side of the local AWS: every operation that Terraform needs, on top of moto.

`install.py` registers the operations, each of the other files holds the operations on one thing.
Operations are plain functions `(Call) -> dict`: in comes the parsed request, out goes the response
body as EKS sends it (camel case, timestamps as epoch seconds).
"""

from __future__ import annotations

from .install import install

__all__ = ["install"]
