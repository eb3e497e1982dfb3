"""No process of the run asks for a socket to the outside; here, in those that look and compare."""

from __future__ import annotations

import socket
import sys
from typing import Any

HEADING = "Nothing in the run calls out"
asked: list[tuple[str, str]] = []
"""What was asked for, and refused, since the run began."""
_ALLOWED = {socket.AF_UNIX, -1}
_NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def watch() -> None:
    """Refuse and note every socket but unix ones, and every question for a name, from now on."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NAMES or (event == "socket.__new__" and arguments[1] not in _ALLOWED):
        asked.append((event, str(arguments[1:])))
        message = f"a program in the run asked for the network: {event}{arguments[1:]}"
        raise PermissionError(message)
