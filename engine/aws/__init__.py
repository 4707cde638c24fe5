"""Ask AWS what Terraform does not: the account, unmanaged objects, what blocks a removal, who made a change.

Everything here needs boto3 and only reads. A failed call does not fail the run; it becomes a remark.
"""
