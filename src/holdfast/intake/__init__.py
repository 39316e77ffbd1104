"""From documents to suggestions: who said what, what a text provides, its figures, and where sources differ.

Nothing here decides anything. Every suggestion names the stretches of text that it rests on, and enters a case only
when a person confirms it.
"""
