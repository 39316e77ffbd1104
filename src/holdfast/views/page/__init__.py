"""The sections of the report: from the case and its answers to what the templates print."""
