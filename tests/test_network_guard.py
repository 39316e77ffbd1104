"""The guard blocks what leaves this machine and nothing else."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
import urllib.request
from pathlib import Path

import pytest

from tests.network_guard import is_loopback

ELSEWHERE = "192.0.2.1"  # reserved for documentation: nobody is there, should the guard fail
ELSEWHERE_6 = "2001:db8::1"


def blocked() -> pytest.RaisesExc[BaseException]:
    return pytest.RaisesExc(pytest.fail.Exception, match="tried to reach the network")


@pytest.mark.parametrize("call", ["connect", "connect_ex"])
@pytest.mark.parametrize("family_and_host", [(socket.AF_INET, ELSEWHERE), (socket.AF_INET6, ELSEWHERE_6)])
def test_connections_are_blocked(call: str, family_and_host: tuple[int, str]) -> None:
    family, host = family_and_host
    with socket.socket(family) as s, blocked():
        getattr(s, call)((host, 80))


def test_datagrams_are_blocked() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        with blocked():
            s.sendto(b"x", (ELSEWHERE, 53))
        with blocked():
            s.sendto(b"x", 0, (ELSEWHERE, 53))
        with blocked():
            s.sendmsg([b"x"], [], 0, (ELSEWHERE, 53))


@pytest.mark.parametrize("lookup", ["gethostbyname", "gethostbyname_ex", "gethostbyaddr"])
def test_lookups_are_blocked(lookup: str) -> None:
    with blocked():
        getattr(socket, lookup)("holdfast.invalid")


def test_what_libraries_call_is_blocked() -> None:
    with blocked():
        socket.getaddrinfo("holdfast.invalid", 443)
    with blocked():
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    with blocked():
        urllib.request.urlopen("http://holdfast.invalid/", timeout=1)


def test_code_that_forgives_errors_does_not_hide_it() -> None:
    def forgiving() -> None:
        with contextlib.suppress(Exception):
            socket.create_connection((ELSEWHERE, 80), timeout=1)

    with blocked():
        forgiving()


def test_this_machine_can_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.handle_request)
        serving.start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/", timeout=10) as answer:
            assert answer.status == 204
        serving.join(60)


def test_datagrams_within_this_machine_pass() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as ear, socket.socket(type=socket.SOCK_DGRAM) as mouth:
        ear.bind(("127.0.0.1", 0))
        ear.settimeout(10)
        mouth.sendto(b"one", ear.getsockname())
        mouth.sendmsg([b"two"], [], 0, ear.getsockname())
        mouth.connect(ear.getsockname())
        mouth.sendmsg([b"three"])
        assert [ear.recv(9) for _ in range(3)] == [b"one", b"two", b"three"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets on this system")
def test_unix_sockets_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a Unix socket must be short
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind("s")
        server.listen()
        client.connect("s")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        (b"127.0.0.1", True),
        ("::1", True),
        ("::1%lo", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("LocalHost.", True),
        ("", True),
        (None, True),
        ("::ffff:192.0.2.1", False),
        ("192.0.2.1", False),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("2001:db8::1", False),
    ],
)
def test_what_counts_as_this_machine(host: str | bytes | None, expected: bool) -> None:
    assert is_loopback(host) is expected
