"""
Faults as AWS has them now and then: throttling, server errors, broken connections.

A program that repeats its requests, as the AWS SDKs do, must get the same result with faults as without.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from threading import Lock

BEFORE = ("throttled", "error 500", "error 503", "dropped")  # the operation does not run
AFTER = ("answer lost",)  # the operation runs; only for operations that are safe to repeat
SAFE_TO_REPEAT = ("AssumeRole", "Describe", "Get", "Head", "List", "Put", "Tag", "Untag")


@dataclass(frozen=True)
class Faults:
    """
    The share of requests that fail, and how often in a row the same request may fail.

    The same seed chooses the same requests, in any order.
    """

    share: float = 0.1
    seed: int = 0
    in_a_row: int = 2

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or self.in_a_row < 0:
            raise ValueError(f"share must be from 0 to 1 and in_a_row not negative, got {self}")

    def to_json(self) -> str:
        """Return the fields as JSON, for the command line of the server process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Faults:
        """Return the faults that `to_json` describes."""
        return cls(**json.loads(text))


class Injector:
    """Chooses the fault of each request, and counts faults."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.counts: Counter[str] = Counter()
        self._seen: Counter[bytes] = Counter()
        self._failed: Counter[bytes] = Counter()
        self._lock = Lock()

    def choose(self, *request: str | bytes, repeatable: bool) -> str | None:
        """Return one of BEFORE and AFTER, or None. Two requests are the same when `request` is equal."""
        parts = [part.encode() if isinstance(part, str) else part for part in request]
        key = hashlib.sha256(b"\0".join(parts)).digest()
        with self._lock:
            self._seen[key] += 1
            seed = f"{self.faults.seed}/{self._seen[key]}/".encode() + key
            number = int.from_bytes(hashlib.sha256(seed).digest()[:8], "big")
            if number / 2**64 >= self.faults.share or self._failed[key] >= self.faults.in_a_row:
                self._failed.pop(key, None)
                return None
            kinds = BEFORE + (AFTER if repeatable else ())
            kind = kinds[number % len(kinds)]
            self._failed[key] += 1
            self.counts[kind] += 1
            return kind
