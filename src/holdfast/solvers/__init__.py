"""Solvers: arrays, graphs and formulas in, answers out. They know nothing of cases."""
