"""Combinations of features from apply to destroy: the second plan is empty, and nothing is left over.

A few of them, which have most pairs of features; `make combinations` runs all.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from eksgen.sandbox.leftovers import leftovers
from tests.combinations import BUCKET, Combination, combinations

from .conftest import Project

NUMBER = int(os.environ.get("COMBINATIONS", "3"))


@pytest.mark.parametrize("combination", combinations()[:NUMBER], ids=lambda combination: combination.name)
def test_a_combination_is_applied_and_destroyed(
    combination: Combination, new_project: Callable[..., Project]
) -> None:
    account = f"2{combination.name.partition('-')[2]:0>11}"
    project = new_project(combination.name, account, spec=combination.text)
    place = {"LocationConstraint": project.region}
    project.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    project.eksgen("apply", "--yes")
    assert "No changes" in project.eksgen("plan", "--detailed-exitcode")
    project.eksgen("destroy", "--yes")
    project.client("s3").delete_bucket(Bucket=BUCKET)
    assert leftovers(project.sandbox, project.account, project.region) == ()
