"""Who says what, by which words, where: attributed statements, found by a grammar and without a language model."""

from holdfast.intake.speech.document import attributions

__all__ = ["attributions"]
