"""Signs and words that people put into conditions and that mean something else there, or nothing."""

from __future__ import annotations

from typing import Final

#: Signs of other languages: what is meant, and what to write instead.
SIGNS: Final = {
    "==": ("One '=' is enough.", "Write issue = option."),
    "===": ("One '=' is enough.", "Write issue = option."),
    "&&": ("'&&' is not used here.", "Write and."),
    "&": ("'&' is not used here.", "Write and."),
    "∧": ("'∧' is not used here.", "Write and."),
    "||": ("'||' is not used here.", "Write or."),
    "|": ("'|' is not used here.", "Write or."),
    "∨": ("'∨' is not used here.", "Write or."),
    "!": ("'!' is used only in '!='.", "Write not."),
    "¬": ("'¬' is not used here.", "Write not."),
    "~": ("'~' is not used here.", "Write not."),
    "=>": ("'=>' is not used here.", "For 'at least' write >=; for 'if … then' use the key if: of the statement."),
    "⇒": ("'⇒' is not used here.", "For 'if … then' use the key if: of the statement."),
    "→": ("'→' is not used here.", "For an order write: first before second."),
    "->": ("'->' is not used here.", "For an order write: first before second."),
    "=<": ("'=<' is not used here.", "Write <=."),
    "<>": ("'<>' is not used here.", "Write !=."),
    "≠": ("'≠' is not used here.", "Write !=."),
    "≥": ("'≥' is not used here.", "Write >=."),
    "≤": ("'≤' is not used here.", "Write <=."),
    ">": ("'>' alone is not used here.", "Write >= and the smallest that is enough."),
    "<": ("'<' alone is not used here.", "Write <= and an option, or for amounts: not name >= 12."),
    "[": ("Options are listed in braces, not in square brackets.", "Write issue in {a, b}."),
    "]": ("Options are listed in braces, not in square brackets.", "Write issue in {a, b}."),
    "'": ("Single quotation marks are not used here.", 'Names stand bare; a condition in words stands in "…".'),
    "‘": ("Curly quotation marks are not used here.", 'A condition in words stands in straight ones: "…".'),
    "’": ("Curly quotation marks are not used here.", 'A condition in words stands in straight ones: "…".'),
    "“": ("Curly quotation marks are not used here.", 'A condition in words stands in straight ones: "…".'),
    "”": ("Curly quotation marks are not used here.", 'A condition in words stands in straight ones: "…".'),
    "«": ("Angled quotation marks are not used here.", 'A condition in words stands in straight ones: "…".'),
    "»": ("Angled quotation marks are not used here.", 'A condition in words stands in straight ones: "…".'),
    "–": ("A long dash is not used here.", "Names and offsets use the short one: -."),
    "—": ("A long dash is not used here.", "Names and offsets use the short one: -."),
    "−": ("A minus sign of this kind is not used here.", "Use the one on the keyboard: -."),
}
COMPARISONS: Final = frozenset(("=", "!=", ">=", "<="))
#: Words that need something in parentheses, and how they are written.
CALLS: Final = {
    "begun": "begun(name)",
    "verified": "verified(name)",
    "recognised": "recognised(name, party)",
    "stage": "stage(name, 2)",
    "done": "done(issue = option)",
}
#: Words that are keys of statements and clauses, and no part of a condition.
KEYS: Final = frozenset(("if", "unless", "when", "until"))
#: Words that people write between conditions or names, and what to write instead.
WORDS: Final = {
    "is": "Write issue = option.",
    "equals": "Write issue = option.",
    "are": "Write issue = option.",
    "isnt": "Write issue != option.",
    "if": "Write the key if: on a line of its own.",
    "when": "Write the key if: or after: on a line of its own.",
    "unless": "Write the key unless: on a line of its own.",
    "until": "Write the key until: on a line of its own.",
    "then": "For an order write: first before second.",
    "but": "Write and.",
    "plus": "Write and.",
    "xor": "Write (a and not b) or (b and not a).",
    "after": "For an order write: first before second; for a time write event + 30d.",
    "within": "A condition has no 'within' in it: the key within: says it.",
    "opens": "Write phase name opens.",
    "ends": "Write phase name ends.",
    "recognized": "Write recognised(name, party).",
}
