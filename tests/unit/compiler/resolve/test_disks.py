"""A written value of a disk or a health check never collides with the default of another."""

from __future__ import annotations

import pytest

from eksgen.catalog.compute.volumes import GP3_IOPS, VOLUME_TYPES
from eksgen.catalog.limits.arguments import LIMITS
from eksgen.catalog.load_balancers.kinds import KINDS
from eksgen.compiler.resolve.compute.disks import disk_iops, disk_size
from eksgen.compiler.resolve.load_balancers import health_times
from eksgen.schemas.compute.disks import Disk
from eksgen.schemas.load_balancers import HealthCheck

INTERVAL = LIMITS["elbv2.HealthCheckIntervalSeconds"]
TIMEOUT = LIMITS["elbv2.HealthCheckTimeoutSeconds"]
THROUGHPUT = LIMITS["ec2.LaunchTemplateEbsBlockDeviceRequest.Throughput"]


@pytest.mark.parametrize("type", ["gp3", "io1", "io2"])
def test_any_iops_get_a_disk_that_is_large_enough(type: str) -> None:
    kind = VOLUME_TYPES[type]
    assert kind.iops is not None
    for iops in range(kind.iops[0], kind.iops[1] + 1, 97):
        size = disk_size(Disk.model_validate({"type": type, "iops": iops}))
        assert size >= 80
        assert size <= kind.size[1]
        assert iops <= max(kind.iops[0], size * kind.iops_per_gib)
        assert size == 80 or iops > (size - 1) * kind.iops_per_gib


def test_any_throughput_gets_iops_that_suffice() -> None:
    for throughput in range(THROUGHPUT.low, THROUGHPUT.high + 1):
        disk = Disk.model_validate({"throughput": throughput})
        iops = disk_iops(disk) or GP3_IOPS
        assert throughput <= iops * 0.25
        assert iops <= max(GP3_IOPS, disk_size(disk) * 500)
        assert iops == GP3_IOPS or throughput > (iops - 1) * 0.25


def test_what_is_written_stays() -> None:
    assert disk_size(Disk()) == 80
    assert disk_iops(Disk()) is None
    written = Disk.model_validate({"size": 30, "iops": 4000, "throughput": 125})
    assert (disk_size(written), disk_iops(written)) == (30, 4000)


def test_one_written_time_of_a_health_check_fits_the_default_of_the_other() -> None:
    assert health_times(HealthCheck()) == (10, 5)
    checks = [HealthCheck(interval=seconds) for seconds in range(INTERVAL.low, INTERVAL.high + 1)]
    checks += [HealthCheck(timeout=seconds) for seconds in range(TIMEOUT.low, TIMEOUT.high + 1)]
    for check in checks:
        interval, timeout = health_times(check)
        assert interval == (check.interval or interval)
        assert timeout == (check.timeout or timeout)
        assert timeout < interval
        assert INTERVAL.low <= interval <= INTERVAL.high
        assert TIMEOUT.low <= timeout
        assert check.timeout or timeout <= min(kind.health_timeout for kind in KINDS.values())
