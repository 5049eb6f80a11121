"""Fake tools: folders and shell scripts instead of Terraform, a loopback server instead of HashiCorp's."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from toolchain import mirrors, network, platforms

Program = Callable[..., Path]


@pytest.fixture(autouse=True)
def empty_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide the mirrors of the machine and the registry."""
    monkeypatch.setattr(mirrors, "OPT", tmp_path / "opt")
    monkeypatch.setattr(mirrors, "SHARES", (tmp_path / "share",))
    monkeypatch.setattr(network, "reachable", lambda env, url: False)
    monkeypatch.setattr(platforms, "current", lambda: "linux_amd64")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "a repository"
    folder.mkdir()
    return folder


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return an environment without any tool in it."""
    return {"HOME": str(tmp_path / "home"), "PATH": str(tmp_path / "bin"), "XDG_DATA_DIRS": str(tmp_path / "xdg")}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return a function that puts a command on the PATH of `env`; the command prints the given lines."""

    def write(name: str, *lines: str) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/sh\n" + "".join(f"echo '{line}'\n" for line in lines), encoding="utf-8")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def mirror() -> Callable[..., Path]:
    """Return a function that makes a mirror with one version of the AWS provider."""

    def make(folder: Path, version: str = "6.25.0", registry: str = "registry.terraform.io") -> Path:
        place = folder / registry / "hashicorp" / "aws" / version / "linux_amd64"
        place.mkdir(parents=True)
        (place / f"terraform-provider-aws_v{version}_x5").touch()
        return folder

    return make


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield the address of a loopback server, and the files that it serves by path."""
    contents: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = contents.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", contents
        server.shutdown()
