"""What C code writes to standard output stays out of it; what Python writes does not."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from textwrap import dedent

import pytest

from holdfast.solvers.highs import silent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="reaches C's puts through the running program")


def test_silences_c_and_not_python() -> None:
    code = """
        import ctypes
        from holdfast.solvers.highs import silent
        c = ctypes.CDLL(None)
        c.puts(b"from c before")
        print("before")
        with silent():
            c.puts(b"from c inside")
        print("after")
    """
    ran = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=True)
    assert sorted(ran.stdout.split("\n")) == ["", "after", "before", "from c before"]
    assert not ran.stderr


def test_without_standard_output() -> None:
    code = "import os, ctypes; os.close(1)\nfrom holdfast.solvers.highs import silent\nwith silent(): pass"
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_threads_give_standard_output_back(capfd: pytest.CaptureFixture[str]) -> None:
    first_in, second_in = threading.Event(), threading.Event()

    def one() -> None:
        with silent():
            first_in.set()
            second_in.wait(10)

    thread = threading.Thread(target=one)
    thread.start()
    first_in.wait(10)
    with silent():
        second_in.set()
        thread.join(60)
        ctypes.CDLL(None).puts(b"inside")
    os.write(1, b"outside\n")
    assert capfd.readouterr().out == "outside\n"


def test_gives_back_after_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), silent():
        raise RuntimeError
    os.write(1, b"outside\n")
    assert capfd.readouterr().out == "outside\n"
