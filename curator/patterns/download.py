"""Fetching a release from its authority: the only code of the program that uses a network.

Only https is spoken, also after a redirect, and no more is taken than a release can be long.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from curator.errors import InputError

MOST_BYTES = 2_000_000_000
_BLOCK = 1 << 20
_TIMEOUT_S = 60

Opener = Callable[[str], IO[bytes]]


def fetch(url: str, path: Path, *, by_hand: str, most: int = MOST_BYTES, opener: Opener | None = None) -> None:
    """Save what an https address holds, in at most `most` bytes. Raises InputError, with the hint `by_hand`."""
    _check(url, by_hand)
    try:
        with closing((opener or _open)(url)) as answer, path.open("wb") as stream:
            taken = 0
            while block := answer.read(_BLOCK):
                taken += len(block)
                if taken > most:
                    raise InputError(f"{url}: is longer than {most:,} bytes, which no release is.", hint=by_hand)
                stream.write(block)
    except urllib.error.HTTPError as error:
        raise InputError(f"{url}: the server answers {error.code} {error.reason}.", hint=by_hand) from error
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError(f"{url}: cannot be reached: {reason}.", hint=by_hand) from error


def _check(url: str, by_hand: str) -> None:
    if not url.startswith("https://"):
        raise InputError(f"{url}: is no https address, so what comes from it could be anybody's.", hint=by_hand)


class _OnlySecure(urllib.request.HTTPRedirectHandler):
    """Refuses to be led away from https."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The next request. Raises URLError where it would not be https."""
        if not newurl.startswith("https://"):
            raise urllib.error.URLError(f"it leads to {newurl}, which is no https address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(url: str) -> IO[bytes]:
    request = urllib.request.Request(url, headers={"User-Agent": "curator"})
    answer: IO[bytes] = urllib.request.build_opener(_OnlySecure).open(request, timeout=_TIMEOUT_S)
    return answer
