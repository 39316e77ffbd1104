"""Commitments and the chain: what makes a change to a journal show.

Each entry is committed to by ``SHA-256(salt ‖ content)`` with 16 random bytes of salt, and the chain goes over the
commitments alone (Haber and Stornetta 1991). So content and salt can be deleted without breaking the chain, and nobody
can find out by guessing what a deleted entry said.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SALT: Final = 16
_DOMAIN: Final = b"holdfast journal 1\n"


def content_of(plain: Mapping[str, object]) -> str:
    """The text of an entry that is stored and committed to."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def salts(number: int) -> list[bytes]:
    """So many salts."""
    noise = os.urandom(SALT * number)
    return [noise[at : at + SALT] for at in range(0, len(noise), SALT)]


def commitment(salt: bytes, content: str) -> bytes:
    """What stands for an entry in the chain."""
    return hashlib.sha256(salt + content.encode()).digest()


def start(compartment: str) -> bytes:
    """What the chain of a compartment begins with."""
    return hashlib.sha256(_DOMAIN + compartment.encode()).digest()


def link(before: bytes, seq: int, digest: bytes) -> bytes:
    """The chain after one more entry."""
    return hashlib.sha256(before + seq.to_bytes(8, "big") + digest).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """Where a compartment's journal ends: to be printed, kept elsewhere, and held against the journal later."""

    compartment: str
    seq: int
    chain: bytes

    def __str__(self) -> str:
        return f"{self.compartment}:{self.seq}:{self.chain.hex()}"

    @classmethod
    def read(cls, text: str) -> Head:
        """A printed head. Raises ValueError."""
        compartment, seq, chain = text.strip().split(":")
        digest = bytes.fromhex(chain)
        if len(digest) != 32 or not compartment or not seq.isdigit():
            raise ValueError(text)
        return cls(compartment, int(seq), digest)
