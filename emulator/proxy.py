"""
An HTTPS proxy that answers requests in the place of AWS's hosts, and ends their TLS connections.

It never forwards a request. Connections stay open between requests, because the AWS SDKs would otherwise do a TLS
handshake for each of the thousands of calls of a deployment.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import Any, cast
from urllib.parse import urlsplit

from emulator import answers
from emulator.authentication import refusal
from emulator.certificates import Authority
from emulator.controls import control
from emulator.failures import failure
from emulator.faults import AFTER, Injector
from emulator.requests import choose_fault, operation_of

log = logging.getLogger("emulator")
CONTROL_PATH = "/orgctl/"


class Proxy(ThreadingHTTPServer):
    """The server, on a free port of the loopback interface."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, authority: Authority, injector: Injector | None = None) -> None:
        super().__init__(("127.0.0.1", 0), ProxyHandler)
        self.authority = authority
        self.injector = injector

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep the traceback of a closed connection off the terminal."""
        log.debug("connection ended", exc_info=True)


class ProxyHandler(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536
    timeout = 600

    def do_CONNECT(self) -> None:
        """Accept TLS as the host that the client wants to reach, if it belongs to AWS."""
        host = self.path.rpartition(":")[0]
        if not answers.is_aws(host):
            return self._refuse_host(host)
        self.send_response_only(200, "Connection established")
        self.end_headers()
        self.wfile.flush()
        authority = cast(Proxy, self.server).authority
        try:
            connection = authority.context(host).wrap_socket(self.connection, server_side=True)
        except (OSError, ssl.SSLError) as error:
            log.warning("%s: no TLS connection: %s", host, error)
            self.close_connection = True
            return
        self.connection = self.request = connection
        self.rfile = connection.makefile("rb")
        self.wfile = cast(BufferedIOBase, connection.makefile("wb", self.wbufsize))
        self.close_connection = False

    def do_GET(self) -> None:
        """Answer a request of any method, inside a TLS connection or as plain HTTP."""
        body = self._read_body()
        tls = isinstance(self.connection, ssl.SSLSocket)
        if not tls and self.path.startswith(CONTROL_PATH):
            return self._send(control(self.path.removeprefix(CONTROL_PATH), body, cast(Proxy, self.server).injector))
        url = urlsplit(self.path)
        host = url.netloc or self.headers.get("Host", "")
        if not answers.is_aws(host.partition(":")[0]):
            return self._refuse_host(host)
        path = (url.path or "/") + (f"?{url.query}" if url.query else "") if url.netloc else self.path
        fault = refusal(host, self.headers) or self._fault(host, path, body)
        if fault == "dropped":
            return self._drop()
        started = time.monotonic()
        if fault and fault not in AFTER:
            response = failure(fault, host, self.headers, body)
        else:
            response = answers.answer(self.command, f"http{'s' if tls else ''}://{host}", path, self.headers, body)
        self._log_answer(host, path, body, response, time.monotonic() - started)
        if fault in AFTER:
            return self._drop()
        self._send(response)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET

    def handle_expect_100(self) -> bool:
        """Flush the line for which the client waits before it sends the body."""
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing, because `_log_answer` logs more."""

    def _fault(self, host: str, path: str, body: bytes) -> str | None:
        injector = cast(Proxy, self.server).injector
        if injector is None:
            return None
        fault = choose_fault(injector, self.command, host, path, self.headers, body)
        if fault:
            log.info("fault: %s", fault)
        return fault

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _refuse_host(self, host: str) -> None:
        reason = f"{host} is not a host of AWS and the emulator forwards no requests"
        log.warning("refused: %s", reason)
        self.send_response_only(403, reason)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def _read_body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass  # trailers
        return b"".join(chunks)

    def _send(self, response: answers.Answer) -> None:
        self.send_response_only(response.status)
        own = {"connection", "date", "status", "transfer-encoding"}
        if self.command != "HEAD":
            own.add("content-length")
        for name, value in response.headers.items():
            if name.lower() not in own:
                self.send_header(name, value.decode() if isinstance(value, bytes) else str(value))
        if self.command != "HEAD" and response.status not in (204, 304):
            self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Date", self.date_time_string())
        self.end_headers()
        if self.command != "HEAD" and response.status not in (204, 304):
            self.wfile.write(response.body)

    def _log_answer(self, host: str, path: str, body: bytes, response: answers.Answer, seconds: float) -> None:
        what = operation_of(self.headers, body) or path.partition("?")[0]
        log.info("%s %s %s %d %.0f ms", self.command, host, what, response.status, seconds * 1000)
        if response.status >= 400:
            log.info("    %s", response.body[:500].decode(errors="replace"))
