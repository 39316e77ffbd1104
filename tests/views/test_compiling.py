"""Charts are compiled for several people at once."""

from __future__ import annotations

import subprocess
import sys

#: Collecting garbage lets other threads run in the midst of an answer: here always, elsewhere now and then.
_AT_ONCE = """
import gc, sys, threading
from holdfast.views import compiling

gc.callbacks.append(lambda *_: sum(range(20_000)))
gc.set_threshold(50)
sys.setswitchinterval(1e-5)
rows = [{"a": n % 7, "b": n} for n in range(300)]
axes = {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}}
spec = {"data": {"values": rows}, "mark": "point", "encoding": axes}
made = []

def make():
    for number in range(10):
        made.append(compiling.vega(spec)["marks"][0]["type"])
        made.append(compiling.svg(spec)[:4])

threads = [threading.Thread(target=make, daemon=True) for _ in range(4)]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(sorted(set(made)), len(made))
"""


def test_compiling_for_several_at_once_comes_to_an_end() -> None:
    done = subprocess.run([sys.executable, "-c", _AT_ONCE], capture_output=True, text=True, check=False, timeout=200)
    assert done.stdout == "['<svg', 'symbol'] 80\n", done.stderr
