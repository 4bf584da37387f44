"""The default path opens no network connection."""

import os
import subprocess
import sys

import pytest

WATCH = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        print("NETWORK", event, arguments, file=sys.stderr)
        import os
        os._exit(99)
sys.addaudithook(watch)
"""
RUN = "from openiads.app.cli import main\nsys.exit(main())\n"
OPENED = 99


def run(*arguments: str, code: str = RUN) -> int:
    """Exit code of a command line under the watch."""
    environment = {name: text for name, text in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run([sys.executable, "-c", WATCH + code, *arguments], env=environment, capture_output=True,
                          check=False).returncode


@pytest.mark.parametrize("command", [
    "",
    "doctor",
    "scenario validate second-batch",
    "claims show 40N6E range",
    'coverage --site 40.08,32.57 --antenna 30m --target cruise-missile --altitude 60mAGL --terrain none '
    "--refraction 4/3 --json",
])
def test_a_command_opens_no_connection(command):
    assert run(*command.split()) == 0


def test_a_connection_would_be_found():
    assert run(code="import socket\nsocket.create_connection(('127.0.0.1', 9), timeout=1)\n") == OPENED
