"""The errors of a host and of its API, each with a code and what to do."""

from __future__ import annotations

from ....compiler.errors import EksgenError


class ApiError(EksgenError):
    """HCP refused a request with this HTTP status. `reasons` are its words, made printable."""

    def __init__(self, host: str, status: int, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"{host} refused a request with status {status}", code="cloud-api", notes=reasons[:5]
        )
        self.status = status
        self.reasons = reasons


_BLOCK = "or write a `credentials` block for it: no shell exports the variable of a host with a port"


def no_token(host: str, variable: str) -> EksgenError:
    """Return the error for a host without a token."""
    return EksgenError(
        f"there is no token for {host}",
        code="cloud-token",
        notes=("looked in the environment, the CLI configuration of Terraform and its credentials helper",),
        helps=(f"log in: terraform login {host}", f"or set {variable}" if ":" not in host else _BLOCK),
    )


def token_refused(host: str, source: str) -> EksgenError:
    """Return the error for a token that the host does not accept."""
    return EksgenError(
        f"{host} refuses the token",
        code="cloud-token",
        notes=(f"it is from {source}", "it has expired, was deleted, or is of another host"),
        helps=(f"log in again: terraform login {host}",),
    )


def no_api(host: str, why: str) -> EksgenError:
    """Return the error for a host that offers no API of HCP Terraform."""
    return EksgenError(
        f"{host} offers no Terraform API",
        code="cloud-host",
        notes=(why,),
        helps=("correct `terraform.backend.cloud.hostname`",),
    )


def untrusted(host: str, why: str) -> EksgenError:
    """Return the error for a host whose certificate is not trusted."""
    return EksgenError(
        f"the certificate of {host} is not trusted",
        code="cloud-host",
        notes=(why,),
        helps=("name a bundle with the CA of the host, and all others that are needed, in SSL_CERT_FILE",),
    )


def unreachable(host: str, why: str) -> EksgenError:
    """Return the error for a host that does not answer."""
    return EksgenError(
        f"{host} cannot be reached",
        code="cloud-host",
        notes=(why,),
        helps=("check the network, HTTPS_PROXY and NO_PROXY, then run it again",),
    )


def odd_answer(host: str, why: str) -> EksgenError:
    """Return the error for a host that answers, with something that is of no use."""
    return EksgenError(
        f"{host} does not answer as it should",
        code="cloud-host",
        notes=(why,),
        helps=("run it again; if that does not help, see whether a proxy answers in place of the host",),
    )


def wrong_host(host: str, why: str) -> EksgenError:
    """Return the error for a host that cannot be reached when it is asked for the first time."""
    look = f"see what is in the way: curl https://{host}/.well-known/terraform.json"
    correct = "correct `terraform.backend.cloud.hostname`; the host of HCP Terraform is app.terraform.io"
    return EksgenError(
        f"{host} cannot be reached",
        code="cloud-host",
        notes=(why,),
        helps=(
            *((look,) if host == "app.terraform.io" else (correct, f"or {look}")),
            "behind a proxy, set HTTPS_PROXY",
        ),
    )
