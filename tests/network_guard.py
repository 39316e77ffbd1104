"""No test reaches the network: sockets connect to this machine or to nobody.

It guards the test process itself, from before collection on. A program that a test starts is not guarded.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest

NAMES_OF_LOOPBACK = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"})
LOOKUPS = ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr")
METHODS = ("connect", "connect_ex", "sendto", "sendmsg")

_undo: list[Callable[[], None]] = []


def is_loopback(host: object) -> bool:
    """Whether a host, as a socket call takes it, is this machine. No name is looked up to find out."""
    if host is None or host in ("", b""):
        return True  # all addresses of this machine, to listen on
    text = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    if text.rstrip(".").lower() in NAMES_OF_LOOPBACK:
        return True
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _refuse(call: str, target: object) -> None:
    # A failure is no Exception: code under test that forgives network errors does not hide it.
    pytest.fail(f"a test tried to reach the network: {call}({target!r})")


def _guarded_method(name: str) -> Callable[..., Any]:
    original = getattr(socket.socket, name)

    def method(self: socket.socket, *arguments: Any) -> Any:
        if name == "sendto":
            address = arguments[-1]
        elif name == "sendmsg":
            address = arguments[3] if len(arguments) > 3 else None  # None: to where it is connected
        else:
            address = arguments[0]
        if self.family in (socket.AF_INET, socket.AF_INET6) and address is not None and not is_loopback(address[0]):
            _refuse(name, address)
        return original(self, *arguments)

    return method


def _guarded_lookup(name: str) -> Callable[..., Any]:
    original = getattr(socket, name)

    def lookup(host: Any, *arguments: Any, **options: Any) -> Any:
        if not is_loopback(host):
            _refuse(name, host)
        return original(host, *arguments, **options)

    return lookup


def _patch(owner: Any, name: str, value: object) -> None:
    inherited = name not in vars(owner)
    before = getattr(owner, name)
    setattr(owner, name, value)
    _undo.append((lambda: delattr(owner, name)) if inherited else (lambda: setattr(owner, name, before)))


def install() -> None:
    """Guard this process; a second call changes nothing."""
    if _undo:
        return
    for name in METHODS:
        if hasattr(socket.socket, name):  # no sendmsg on Windows
            _patch(socket.socket, name, _guarded_method(name))
    for name in LOOKUPS:
        _patch(socket, name, _guarded_lookup(name))


def uninstall() -> None:
    """Put everything back."""
    while _undo:
        _undo.pop()()
