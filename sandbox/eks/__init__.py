"""EKS in the sandbox: every operation that Terraform needs, on top of moto.

`install.py` registers the operations; each other file with a table `OPERATIONS` holds the operations of one
type of resource. An operation is a function `(EksRequest) -> dict` that returns the response body as EKS
sends it (camel case, timestamps in epoch seconds).
"""
