"""The journal: an append-only store of claims, findings and decisions, one chain of entries for each compartment."""
