"""
Certificates for AWS's host names, signed by an authority that lives as long as one emulator.

moto ships the private key of its authority with every copy, so whoever trusts that authority trusts everybody. This
one is made for each run, its key never leaves the process, and only its certificate is written down for the clients.
"""

from __future__ import annotations

import datetime
import os
import ssl
import tempfile
from functools import cached_property
from pathlib import Path
from threading import Lock

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PEM = serialization.Encoding.PEM
LIFETIME = datetime.timedelta(days=2)


class Authority:
    """Signs one certificate for each parent domain (`*.us-west-2.amazonaws.com`) and keeps it ready for use."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("orgctl emulator")
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = Lock()

    @cached_property
    def certificate(self) -> x509.Certificate:
        """The certificate that clients trust for the length of this run."""
        builder = _builder(self._name, self._name, self._key.public_key())
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return builder.add_extension(usage, critical=True).sign(self._key, hashes.SHA256())

    def write_certificate(self, path: Path) -> None:
        """Write what `AWS_CA_BUNDLE` names."""
        path.write_bytes(self.certificate.public_bytes(PEM))

    def context(self, host: str) -> ssl.SSLContext:
        """The server side of TLS for `host`."""
        domain = host.partition(".")[2]
        with self._lock:
            if domain not in self._contexts:
                self._contexts[domain] = self._make_context(f"*.{domain}")
            return self._contexts[domain]

    def _make_context(self, wildcard: str) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_name("orgctl emulator host"), self._name, key.public_key())
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(wildcard)]), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        certificate = builder.sign(self._key, hashes.SHA256()).public_bytes(PEM)
        private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        _load(context, certificate + private)
        return context


def _load(context: ssl.SSLContext, pem: bytes) -> None:
    """Python's ssl reads certificates from files only; this one exists for the length of the call (mode 0600)."""
    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
        context.load_cert_chain(path)
    finally:
        os.unlink(path)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=public_key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - datetime.timedelta(hours=1),
        not_valid_after=now + LIFETIME,
    )
