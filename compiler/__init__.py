"""The compiler: from the text of a spec to the files of a Terraform folder. Read `pipeline.py` first."""
