"""The analyses: one question about a case, one module. Pure: no files, no clock, no hidden randomness."""
