"""
The process that emulates AWS: `python -m emulator.server [--faults JSON] [--account JSON] [LOG]`.

When it is ready it prints one line of JSON (port, private folder, log). It ends when its standard input ends. The
kernel closes that pipe in any case when the parent ends, so no emulator outlives the program that started it. Signals
from a terminal are ignored: Ctrl-C is meant for the command on the emulated AWS, which may still need it.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from pathlib import Path

from emulator.bare_account import BareAccount
from emulator.faults import Faults, Injector


def main() -> None:
    """Serve until standard input ends or SIGTERM arrives; then remove the private folder."""
    for name in ("SIGINT", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ |= {"TEST_PROXY_MODE": "true", "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}
    folder = Path(tempfile.mkdtemp(prefix="orgctl-emulator-"))
    status = 1
    try:
        arguments = _parser().parse_args()
        _serve(folder, arguments.log or folder / "requests.log", arguments.faults, arguments.account)
        status = 0
    except SystemExit:
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        sys.stderr.flush()
        os._exit(status)  # does not wait for the threads of open connections


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--faults", type=Faults.from_json)
    parser.add_argument("--account", type=BareAccount.from_json)
    parser.add_argument("log", type=Path, nargs="?")
    return parser


def _serve(folder: Path, log_path: Path, faults: Faults | None, account: BareAccount | None) -> None:
    from emulator import extension
    from emulator.certificates import Authority
    from emulator.proxy import Proxy

    extension.apply(account)
    authority = Authority()
    authority.write_certificate(folder / "ca.pem")
    (folder / "aws").touch()  # an empty AWS configuration
    with Proxy(authority, Injector(faults) if faults else None) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        print(json.dumps({"port": proxy.server_port, "folder": str(folder), "log": str(log_path)}), flush=True)
        _log_to(log_path)
        sys.stdin.buffer.read()


def _log_to(path: Path) -> None:
    """Redirect all further output from the parent's terminal and pipes to the log."""
    with path.open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    for noisy in ("werkzeug", "botocore", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    main()
