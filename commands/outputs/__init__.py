"""Write results and errors: standard output, report files, exit codes."""
