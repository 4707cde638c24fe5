"""What a spec takes to exist already, made in the sandbox before a run: nothing that the run owns."""
