"""ARNs of each kind, and the parts of IAM statements, as AWS accepts them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from eksgen.schemas import base, iam

ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
IAM, KMS, ACM = (
    "arn:aws:iam::111122223333:",
    "arn:aws:kms:us-west-2:111122223333:",
    "arn:aws:acm:us-west-2:111122223333:",
)
ACCEPTED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "role": (iam.RoleArn, (f"{IAM}role/a", f"{IAM}role/path/a", "arn:aws-cn:iam::111122223333:role/a")),
    "policy": (iam.PolicyArn, (f"{IAM}policy/a", "arn:aws:iam::aws:policy/service-role/A")),
    "key": (base.KmsKeyArn, (f"{KMS}key/{ID}", f"{KMS}key/mrk-1234abcd12ab34cd56ef1234567890ab")),
    "certificate": (base.CertificateArn, (f"{ACM}certificate/{ID}", f"{IAM}server-certificate/path/a")),
}
OTHERS = (
    f"{IAM}role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
    "arn:aws:iam:::role/a",
    "arn:aws:iam::aws:role/a",
    "arn:aws:iam:us-west-2:111122223333:role/a",
    f"{IAM}role/",
    f"{IAM}user/a",
    f"{IAM}foo",
    f"{KMS}alias/x",
    f"{KMS}foo",
    f"{KMS}key/*",
    f"{KMS}key/a",
    f"arn:aws:kms::111122223333:key/{ID}",
    f"arn:aws:kms:us-west-2::key/{ID}",
    f"{ACM}foo",
    f"arn:aws:acm::111122223333:certificate/{ID}",
    "arn:aws:s3:::bucket",
)


@pytest.mark.parametrize("kind", ACCEPTED)
def test_a_field_takes_arns_of_its_kind_only(kind: str) -> None:
    adapter = TypeAdapter(ACCEPTED[kind][0])
    for other, (_, arns) in ACCEPTED.items():
        for arn in arns:
            if other == kind:
                assert adapter.validate_python(arn) == arn
            else:
                with pytest.raises(ValidationError):
                    adapter.validate_python(arn)
    for arn in OTHERS:
        with pytest.raises(ValidationError):
            adapter.validate_python(arn)


@pytest.mark.parametrize("kind", ACCEPTED)
def test_the_note_shows_an_arn_that_the_field_takes(kind: str) -> None:
    adapter = TypeAdapter(ACCEPTED[kind][0])
    for wrong in ("x", "arn:aws:s3:::bucket"):
        with pytest.raises(ValidationError) as raised:
            adapter.validate_python(wrong)
        examples = raised.value.errors()[0]["ctx"]["note"].partition(" looks like ")[2].split(" or ")
        assert examples == [adapter.validate_python(example) for example in examples]


STATEMENTS: dict[str, tuple[Any, tuple[str, ...], tuple[str, ...]]] = {
    "action": (
        iam.Action,
        ("*", "*:*", "s3:GetObject", "s3:Get*", "s3:*", "execute-api:Invoke?"),
        (
            "",
            "GetObject",
            "s3",
            "s3:",
            ":GetObject",
            "s3*:Get",
            "s3:Get Object",
            "s3:Get:Object",
            "arn:aws:s3:::b",
        ),
    ),
    "resource": (
        iam.Resource,
        ("*", "arn:aws:s3:::b/*", "arn:*:s3:::b", "arn:aws:s3:::a b", "arn:aws:iam::*:role/${aws:username}"),
        ("", "b", "**", "s3:::b", "ARN:aws:s3:::b", "arn:"),
    ),
    "operator": (
        iam.Operator,
        (
            "StringEquals",
            "StringLikeIfExists",
            "ForAnyValue:StringLike",
            "ForAllValues:ArnLikeIfExists",
            "Null",
        ),
        (
            "",
            "stringEquals",
            "StringEqual",
            "NullIfExists",
            "BoolIfexists",
            "ForEach:Bool",
            "DateLike",
            "IpAddresses",
        ),
    ),
}


@pytest.mark.parametrize("part", STATEMENTS)
def test_statements_are_as_iam_accepts_them(part: str) -> None:
    kind, right, wrong = STATEMENTS[part]
    adapter = TypeAdapter(kind)
    assert [adapter.validate_python(text) for text in right] == list(right)
    for text in wrong:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


@pytest.mark.parametrize(
    ("length", "is_accepted"), [(1, True), (2, False), (3, True), (512, True), (513, False)]
)
def test_a_path_has_at_most_512_characters(length: int, is_accepted: bool) -> None:
    adapter = TypeAdapter(iam.RolePath)
    path = "/" if length == 1 else f"/{'a' * (length - 2)}/"
    if is_accepted:
        assert adapter.validate_python(path) == path
    else:
        with pytest.raises(ValidationError):
            adapter.validate_python(path)


SSO = "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_x_0123456789abcdef"
NAMES: dict[str, tuple[Any, tuple[str, ...], int]] = {
    "role": (iam.RoleArn, ("role/a", "role/teams/Shop", f"role/{SSO}", "role/a@b=c,d+e.f_g-h"), 64),
    "policy": (iam.PolicyArn, ("policy/service-role/X", "policy/a@b"), 128),
    "user": (base.IamPrincipalArn, ("user/a@example.com", "user/ops/a=b", "role/" + SSO), 64),
    "server-certificate": (base.CertificateArn, ("server-certificate/cloudfront/a.example.com",), 128),
}


@pytest.mark.parametrize("kind", NAMES)
def test_an_arn_has_the_names_and_paths_of_iam(kind: str) -> None:
    adapter, right, longest = TypeAdapter(NAMES[kind][0]), NAMES[kind][1], NAMES[kind][2]
    names = ("a\x1b[31m", "a|b", 'a"b', "a`b", "a'b", "a;b", "$(id)", "é", "a\u202eb", "/a", "p//a", "p/", "")
    long = ("a" * longest, "p" * 510 + "/a", "p/" * 255 + "a")
    for resource in (*right, *(f"{kind}/{name}" for name in long)):
        assert adapter.validate_python(IAM + resource) == IAM + resource
    too_long = ("a" * (longest + 1), "a" * 3000, "p" * 511 + "/a", "p/" * 256 + "a")
    for name in (*names, *too_long, "é/a", "a\x1b/b"):
        with pytest.raises(ValidationError):
            adapter.validate_python(f"{IAM}{kind}/{name}")
