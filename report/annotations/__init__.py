"""Findings for tools that annotate files: SARIF, JUnit, GitHub commands, concise lines."""
