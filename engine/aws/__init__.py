"""Questions to AWS that Terraform does not ask: whose account, what is unmanaged, what blocks a removal.

All of it needs boto3, reads only, and may fail without failing the run: what could not be asked is a remark.
"""
