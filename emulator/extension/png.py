"""
A picture with a text in it.

It replaces the QR code of a virtual MFA device; the text is the content of that code.
Source: W3C, Portable Network Graphics specification (chunks IHDR, tEXt, IDAT and IEND).
"""

from __future__ import annotations

import struct
import zlib

SIDE = 64  # pixels


def png(text: str) -> bytes:
    """Return a grey square with `text` as comment."""
    pixels = zlib.compress((b"\0" + b"\x80" * SIDE) * SIDE)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    comment = b"Comment\0" + text.encode("latin-1")
    chunks = [(b"IHDR", header), (b"tEXt", comment), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
