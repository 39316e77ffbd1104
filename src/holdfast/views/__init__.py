"""How answers are shown: words, tables, machine formats, the report. They compute nothing."""
