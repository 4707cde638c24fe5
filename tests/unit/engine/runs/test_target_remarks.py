"""A plan of some objects says in the words of the spec what it is about."""

from __future__ import annotations

from eksgen.engine.addresses import parse_address
from eksgen.engine.plan.result import Action, Counts, ObjectChange, PlanResult, RunSubject
from eksgen.engine.runs.plan import with_target_remarks
from eksgen.engine.source_map.place import SpecPlace

LOGS = 'module.log_groups.aws_cloudwatch_log_group.this["control-plane"]'
KEY = "module.logs_key.aws_kms_key.this"
TERRAFORM = "resource targeting is in effect: You are creating a plan with the -target option"


def planned(*addresses: str) -> PlanResult:
    places = {
        LOGS: SpecPlace(("controlPlane", "logs", "retentionDays"), "cluster.yaml", 9, 3),
        KEY: SpecPlace(("logs", "kmsKey"), "cluster.yaml", 20, 3),
    }
    changes = tuple(
        ObjectChange(parse_address(address), Action.UPDATE, spec=places.get(address)) for address in addresses
    )
    return PlanResult(RunSubject(), Counts(), changes, complete=False, remarks=(TERRAFORM, "a remark"))


def test_a_plan_of_targets_names_them_by_their_fields() -> None:
    result = with_target_remarks(planned(LOGS, KEY, "aws_vpc.x"), (LOGS,))
    assert result.targeted
    assert result.remarks == (
        "a remark",
        "only this is planned, everything else stays as it is: "
        "log group of controlPlane.logs.retentionDays (cluster.yaml:9)",
        "also planned, because that depends on it: KMS key of logs.kmsKey (cluster.yaml:20), VPC",
    )


def test_a_whole_plan_has_no_remark_about_targets() -> None:
    assert with_target_remarks(planned(LOGS), ()) == planned(LOGS)
