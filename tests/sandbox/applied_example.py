"""An example that the tests of a class share: applied once before them, destroyed without leftovers after them.

Its runs need no permission that the policies of its spec lack (docs/iam.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from eksgen.sandbox.leftovers import leftovers

from . import policies
from .conftest import Project


class AppliedExample:
    """The tests of every example; one class per example keeps them in one worker (`--dist loadscope`)."""

    name = ""

    @pytest.fixture(scope="class")
    @classmethod
    def project(cls, new_example: Callable[[str], Project]) -> Iterator[Project]:
        project = new_example(cls.name)
        with policies.suffice(project, "apply"):
            assert "Converged" in project.eksgen("apply", "--yes")
        yield project
        with policies.suffice(project, "apply"):
            project.eksgen("destroy", "--yes")
        assert leftovers(project.sandbox, project.account, project.region) == ()
        cls.check_what_a_destroy_keeps(project)

    @classmethod
    def check_what_a_destroy_keeps(cls, project: Project) -> None:
        """Check objects that are not the cluster's; most examples have none."""

    def test_after_an_apply_there_is_neither_drift_nor_a_pending_edit(self, project: Project) -> None:
        with policies.suffice(project, "plan"):
            assert project.counted_findings(code=0) == []

    def test_its_policies_are_about_what_was_made(self, project: Project) -> None:
        assert policies.out_of_reach(project) == []
