"""The tests. A package, so that helpers are imported as `tests.NAME`; its folders need no `__init__.py`."""
