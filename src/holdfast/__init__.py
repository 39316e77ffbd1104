"""Holdfast: a workbench for people who help others reach an agreement that holds."""

__version__ = "0.1.0"
