"""
HTTPS with the caller's proxy settings and the system's certificates.

Python's client is loaded with the first request: most commands make none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import ssl
    from http.client import HTTPResponse

PROBE_SECONDS = 3


def get(env: Mapping[str, str], url: str, timeout: float) -> bytes:
    """Return the body at an address. Raise OSError (also as URLError or HTTPError) when it cannot be fetched."""
    with open_url(env, url, timeout) as response:
        return response.read()


def open_url(env: Mapping[str, str], url: str, timeout: float) -> HTTPResponse:
    """Return an open response, through the proxy that `env` names. Raise OSError when there is none."""
    import urllib.request

    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler(_proxies(env, url)), urllib.request.HTTPSHandler(context=_certificates(env))
    )
    response: HTTPResponse = opener.open(url, timeout=timeout)
    return response


def reachable(env: Mapping[str, str], url: str) -> bool:
    """Return whether a server answers quickly. A bad certificate counts as answer: the next request explains it."""
    import ssl

    try:
        get(env, url, PROBE_SECONDS)
    except OSError as error:
        return isinstance(getattr(error, "reason", None), ssl.SSLCertVerificationError)
    except ValueError:
        return False
    return True


def without_emulator(env: Mapping[str, str]) -> dict[str, str]:
    """
    Return the environment for requests to other hosts than AWS's.

    An emulator is an HTTPS proxy that answers only for AWS. It keeps the user's own settings in ORGCTL_ORIGINAL_<name>.
    """
    if env.get("ORGCTL_EMULATOR") != "1":
        return dict(env)
    real = {name: value for name, value in env.items() if name.lower() not in {"https_proxy", "http_proxy", "no_proxy"}}
    originals = {name: env.get(f"ORGCTL_ORIGINAL_{name}") for name in ("HTTPS_PROXY", "NO_PROXY")}
    return real | {name: original for name, original in originals.items() if original}


def _proxies(env: Mapping[str, str], url: str) -> dict[str, str]:
    import urllib.request

    parts = urlsplit(url)
    no_proxy = env.get("no_proxy") or env.get("NO_PROXY") or ""
    if urllib.request.proxy_bypass_environment(parts.netloc, {"no": no_proxy}):  # type: ignore[attr-defined]
        return {}
    name = f"{parts.scheme}_proxy"
    # Terraform reads the upper-case name first as well.
    proxy = env.get(name.upper()) or env.get(name)
    return {parts.scheme: proxy} if proxy else {}


def _certificates(env: Mapping[str, str]) -> ssl.SSLContext:
    import ssl

    # Terraform reads SSL_CERT_FILE too; Python from python.org has no certificates at all on macOS.
    context = ssl.create_default_context(cafile=env.get("SSL_CERT_FILE") or None)
    if not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context
