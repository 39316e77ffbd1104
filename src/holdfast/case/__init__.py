"""The case: what a negotiation's folder says, read, typed and linked."""
