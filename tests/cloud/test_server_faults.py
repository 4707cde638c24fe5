"""The server misbehaves where a test asks for it, records what it was asked, and leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import ssl
import threading
from pathlib import Path

import pytest

from .api_calls import Api, fetch
from .server import Fault, HcpServer, StubRunner, Workspace, start_hcp_server
from .server.certificates import make_certificates

_WORKSPACE = "organizations/acme/workspaces/eks-prod"


def test_a_fault_answers_so_many_requests(api: Api, workspace: Workspace) -> None:
    api.server.faults.append(Fault(502, times=2, path="/workspaces/", body=b"<html>bad gateway"))
    assert [api.get(_WORKSPACE).status for _ in range(3)] == [502, 502, 200]
    api.server.faults.append(Fault(429, headers={"X-RateLimit-Reset": "0.5"}, method="GET"))
    reply = api.get(_WORKSPACE)
    assert (reply.status, reply.headers["x-ratelimit-reset"]) == (429, "0.5")
    api.server.faults.append(Fault(200, body=b"{not json"))
    assert api.get(_WORKSPACE).body == b"{not json"
    api.server.faults.append(Fault(200, body=b" " * 5_000_000))
    assert len(api.get(_WORKSPACE).body) == 5_000_000


def test_a_connection_is_dropped_or_cut(api: Api, workspace: Workspace) -> None:
    api.server.faults.append(Fault(drop=True))
    with pytest.raises((http.client.RemoteDisconnected, ssl.SSLEOFError, ConnectionResetError)):
        api.get(_WORKSPACE)
    api.server.faults.append(Fault(cut=20))
    with pytest.raises((http.client.IncompleteRead, ssl.SSLEOFError)):
        api.get(_WORKSPACE)


def test_too_many_requests_of_a_user_are_refused(api: Api, workspace: Workspace) -> None:
    api.server.behaviour.limits.per_second = 5
    replies = [api.get(_WORKSPACE) for _ in range(8)]
    refused = [reply for reply in replies if reply.status == 429]
    assert refused
    assert 0 < float(refused[0].headers["x-ratelimit-reset"]) <= 1
    api.server.behaviour.limits.per_second = None
    api.server.behaviour.limits.lists_per_minute = 1
    path = f"workspaces/{workspace.id}/runs"
    assert [api.get(path).status for _ in range(2)] == [200, 429]


def test_discovery_may_offer_no_terraform_api(stub_server: HcpServer) -> None:
    url = f"https://{stub_server.hostname}/.well-known/terraform.json"
    assert b"tfe.v2" in fetch(stub_server, "GET", url).body
    del stub_server.behaviour.discovery["tfe.v2"]
    assert b'"tfe.v2"' not in fetch(stub_server, "GET", url).body


def test_a_log_is_between_two_marks_and_read_by_offset(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    run = api.start_run(workspace, configuration, plan_only=True)
    api.server.wait_for(run, "planned_and_finished")
    url = api.get(f"plans/{run.plan.id}").data["attributes"]["log-read-url"]
    log = fetch(api.server, "GET", url).body
    assert (log[:1], log[-1:]) == (b"\x02", b"\x03")
    assert fetch(api.server, "GET", f"{url}?limit=10&offset=5").body == log[5:15]
    assert fetch(api.server, "GET", f"{url}?limit=10&offset={len(log)}").body == b""
    assert url.startswith(f"https://{api.server.blob_hostname}/")


def test_a_log_may_be_cut_unfinished_or_missing(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.log_bytes, workspace.unfinished_log = 7, True
    run = api.start_run(workspace, configuration, plan_only=True)
    api.server.wait_for(run, "planned_and_finished")
    url = api.get(f"plans/{run.plan.id}").data["attributes"]["log-read-url"]
    assert len(fetch(api.server, "GET", f"{url}?limit=65536&offset=3").body) == 7
    assert b"\x03" not in fetch(api.server, "GET", url).body
    workspace.missing_log_url = True
    assert "log-read-url" not in api.get(f"plans/{run.plan.id}").data["attributes"]


def test_a_log_may_be_for_people(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.structured_output = False
    run = api.start_run(workspace, configuration, plan_only=True)
    api.server.wait_for(run, "planned_and_finished")
    assert b"Plan: 1 to add, 0 to change, 0 to destroy." in run.plan.log
    assert b"{" not in run.plan.log


def test_plan_json_may_be_late(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.json_not_ready = 2
    run = api.start_run(workspace, configuration, plan_only=True)
    api.server.wait_for(run, "planned_and_finished")
    path = f"plans/{run.plan.id}/json-output"
    assert [api.get(path).status for _ in range(3)] == [204, 204, 307]


def test_a_run_may_be_slow_fail_or_have_an_unknown_status(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    workspace.pending_seconds, workspace.extra_status = 0.2, ("polishing", 0.1)
    run = api.start_run(workspace, configuration, plan_only=True)
    assert run.status == "pending"
    api.server.wait_for(run, "planned_and_finished")
    assert "polishing" in run.history
    workspace.error = "no valid credential sources found"
    failed = api.start_run(workspace, configuration)
    api.server.wait_for(failed, "errored")
    assert b"no valid credential sources found" in failed.plan.log
    assert failed.plan.status == "errored"


def test_requests_are_recorded_without_secrets(api: Api, workspace: Workspace, configuration: Path) -> None:
    api.upload(workspace, configuration)
    (put,) = api.server.asked("PUT")
    (create,) = api.server.asked("POST", "configuration-versions")
    assert (put.host, put.token, put.status) == (api.server.blob_hostname, False, 200)
    assert (create.host, create.token, create.status) == (api.server.hostname, True, 201)
    assert create.sent["data"]["attributes"] == {"auto-queue-runs": False}
    assert put.size > 100
    recorded = repr(api.server.requests)
    assert not [secret for secret in api.server.secrets() if secret in recorded]


def test_a_blob_needs_its_secret_and_no_token(api: Api, workspace: Workspace, configuration: Path) -> None:
    id = api.upload(workspace, configuration)
    url = api.get(f"configuration-versions/{id}/download").headers["location"]
    assert fetch(api.server, "GET", url).body[:2] == b"\x1f\x8b"
    assert fetch(api.server, "GET", f"{url}x").status == 404
    assert fetch(api.server, "PUT", url, b"other").status == 405


def test_the_certificate_is_trusted_through_the_bundle_alone(stub_server: HcpServer) -> None:
    bundle = stub_server.environment()["SSL_CERT_FILE"]
    trusting = http.client.HTTPSConnection(
        stub_server.hostname, context=ssl.create_default_context(cafile=bundle), timeout=10
    )
    trusting.request("GET", "/.well-known/terraform.json")
    assert trusting.getresponse().status == 200
    trusting.close()
    doubting = http.client.HTTPSConnection(stub_server.hostname, timeout=10)
    with pytest.raises(ssl.SSLCertVerificationError):
        doubting.request("GET", "/.well-known/terraform.json")
    doubting.close()


def test_certificates_are_made_for_one_server_alone(tmp_path: Path) -> None:
    files = make_certificates(tmp_path)
    assert files.authority.read_bytes() in files.bundle.read_bytes()
    assert files.server.stat().st_mode & 0o077 == 0


def test_nothing_is_left_when_the_server_ends(configuration: Path) -> None:
    threads = set(threading.enumerate())
    with start_hcp_server(StubRunner(seconds=600)) as server:
        workspace = server.add_workspace("eks-prod")
        planning = server.start_run(workspace, configuration)
        server.wait_for(planning, "planning")
        server.lock(workspace)
        server.start_run(workspace, configuration, plan_only=False)
        idle = http.client.HTTPSConnection(
            server.hostname, context=ssl.create_default_context(cafile=str(server.ca_file)), timeout=10
        )
        idle.request("GET", "/.well-known/terraform.json")
        idle.getresponse().read()
        folder = server.folder
        assert folder.stat().st_mode & 0o077 == 0
    idle.close()
    assert set(threading.enumerate()) == threads
    assert not folder.exists()


def test_the_server_listens_on_this_machine_alone(stub_server: HcpServer) -> None:
    ports = {int(host.rpartition(":")[2]) for host in (stub_server.hostname, stub_server.blob_hostname)}
    listening = {}
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{os.getpid()}/net/{table}").read_text("ascii").splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, port = local.partition(":")
            if state == "0A" and int(port, 16) in ports:
                listening[int(port, 16)] = address
    assert listening == dict.fromkeys(ports, "0100007F")
