"""Names of S3 buckets."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from eksgen.schemas.terraform import BucketName


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("acme-terraform-state", True),
        ("acme.state", True),
        ("a1b", True),
        ("1.2.3", True),
        ("a" * 63, True),
        ("a" * 64, False),
        ("ab", False),
        ("Acme", False),
        ("acme_state", False),
        ("-acme", False),
        ("acme-", False),
        (".acme", False),
        ("acme..state", False),
        ("192.168.5.4", False),
        ("xn--acme", False),
        ("sthree-acme", False),
        ("amzn-s3-demo-bucket", False),
        ("acme-s3alias", False),
        ("acme--ol-s3", False),
        ("acme.mrap", False),
        ("acme--x-s3", False),
        ("acme--table-s3", False),
        ("acme\n", False),
        ("", False),
    ],
)
def test_a_name_follows_the_rules_of_s3(name: str, accepted: bool) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(BucketName)
    if accepted:
        assert adapter.validate_python(name) == name
    else:
        with pytest.raises(ValidationError):
            adapter.validate_python(name)
