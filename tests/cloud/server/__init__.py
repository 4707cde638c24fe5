"""A test server for the API of HCP Terraform, on 127.0.0.1 only, that runs the real Terraform.

    with start_hcp_server() as server:
        workspace = server.add_workspace("eks-prod")
        subprocess.run(["terraform", "plan"], env=server.environment())
        assert server.asked("POST", "configuration-versions")

`server.hostname`, `server.ca_file` and `server.token` are what a client needs; `server.environment()` gives them
to a child process. A test sets fields of a `Workspace` (its mode, version, lock, policy, how its runs behave) and
adds a `Fault` to make the server answer wrongly. Runs use Terraform, or `StubRunner` for tests that need none.
Blobs (archives, logs, plan JSON, states) come from a second listener, `server.blob_hostname`, as on HCP.

Sources of routes, shapes and behaviour: the OpenAPI document and the API documentation of HCP Terraform, and the
requests of Terraform 1.11 and 1.15, read on 2026-11-29.
"""

from .hcp import HcpServer, start_hcp_server
from .http_listener import Fault, Recorded
from .runs.stub_runner import StubRunner
from .runs.terraform_runner import TerraformRunner
from .values import Policy, Run, Token, Workspace

__all__ = (
    "Fault",
    "HcpServer",
    "Policy",
    "Recorded",
    "Run",
    "StubRunner",
    "TerraformRunner",
    "Token",
    "Workspace",
    "start_hcp_server",
)
