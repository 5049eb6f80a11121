"""
Certificates for AWS's host names, signed by an authority that lives as long as one emulator.

moto ships the private key of its authority with every copy, so a client that trusts that authority trusts all users of
moto. This one is made for each run. Its key never leaves the process; only its certificate is written to a file, for
the clients.
"""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path
from threading import Lock

import trustme

LIFETIME = datetime.timedelta(days=2)


class Authority:
    """Signs one certificate for each parent domain (`*.us-west-2.amazonaws.com`) and keeps it ready for use."""

    def __init__(self) -> None:
        self._authority = trustme.CA(path_length=0, organization_name="orgctl emulator")
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = Lock()

    @property
    def certificate(self) -> bytes:
        """The certificate that clients trust during this run, as PEM."""
        return self._authority.cert_pem.bytes()

    def write_certificate(self, path: Path) -> None:
        """Write the file that `AWS_CA_BUNDLE` names."""
        path.write_bytes(self.certificate)

    def context(self, host: str) -> ssl.SSLContext:
        """Return the server side of TLS for `host`."""
        domain = host.partition(".")[2]
        with self._lock:
            if domain not in self._contexts:
                self._contexts[domain] = self._make_context(f"*.{domain}")
            return self._contexts[domain]

    def _make_context(self, wildcard: str) -> ssl.SSLContext:
        now = datetime.datetime.now(datetime.UTC)
        begin, end = now - datetime.timedelta(hours=1), now + LIFETIME
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(wildcard, not_before=begin, not_after=end).configure_cert(context)
        return context
