"""Runs many az commands with one load of az: a server that has loaded the installed az forks for each command.

az takes up to a second and a half of CPU to load, and hundreds of commands spend most of their time on that. What is
forked is az as it is installed, with arguments, environment, working directory and standard streams of its own; what of
the environment az reads as it is loaded, such as AZURE_CONFIG_DIR, is that of the server. Its pauses are a tenth of what
they are: it looks at what goes on every half minute, in which a hurried sandbox lives for half an hour.

  az-kept.py serve SOCKET                     loads az, makes the socket, and serves until stdin ends
  az-kept.py run SOCKET AZ ARGUMENT...        runs one command and exits as az does; AZ is `az`, or `repaired` for
                                              az as az-of-debian.py repairs it
"""

import array
import json
import os
import socket
import sys

MAX_COMMAND_BYTES = 1 << 18
STREAMS = (0, 1, 2)
HURRY = 10


def run(address, az, arguments):
    """Gives the server a command with our streams, and waits for its exit status."""
    command = {"az": az, "arguments": arguments, "environment": dict(os.environ), "folder": os.getcwd()}
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
        connection.connect(address)
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", STREAMS))]
        connection.sendmsg([json.dumps(command).encode()], rights)
        status = connection.recv(16)
    # A process that was killed says nothing.
    sys.exit(int(status) if status else 1)


def load():
    """Imports what az and its commands import; nothing is sent."""
    import importlib

    for name in ("azure.cli.core", "azure.cli.core.commands", "azure.cli.core.auth.identity"):
        importlib.import_module(name)
    for group in ("backup", "identity", "keyvault", "network", "profile", "resource", "role", "util", "vm"):
        for part in ("commands", "_params", "custom"):
            # Not every group has each part.
            try:
                importlib.import_module(f"azure.cli.command_modules.{group}.{part}")
            except ImportError:
                pass
    for name in (
        "compute.v2022_08_01",
        "network.v2022_07_01",
        "recoveryservices",
        "recoveryservicesbackup.activestamp",
        "recoveryservicesbackup.passivestamp",
        "keyvault.v2022_07_01",
        "authorization.v2020_04_01_preview",
        "resource.resources.v2022_09_01",
        "msi",
    ):
        try:
            importlib.import_module(f"azure.mgmt.{name}")
        except ImportError:
            pass


def become(command, streams):
    """Turns a forked process into az, and returns its exit status."""
    import runpy
    import time
    import traceback

    pause = time.sleep
    time.sleep = lambda seconds: pause(seconds / HURRY)
    for number, stream in zip(STREAMS, streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(command["environment"], AZ_INSTALLER="DEB")
    os.chdir(command["folder"])
    sys.argv = ["az", *command["arguments"]]
    try:
        if command["az"] == "repaired":
            repairs = os.path.join(os.path.dirname(os.path.abspath(__file__)), "az-of-debian.py")
            runpy.run_path(repairs)["repair"](sys.argv)
        runpy.run_module("azure.cli", run_name="__main__")
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # as Python does, for a defect of az
        traceback.print_exc()
        status = 1
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return status


def serve(address):
    """Forks for each command, until stdin ends: whoever holds it is gone."""
    import select
    import signal

    load()
    # Children answer for themselves; nobody waits for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listening.bind(address + ".new")
    listening.listen(16)
    os.rename(address + ".new", address)
    while True:
        ready, _, _ = select.select([listening, 0], [], [])
        if 0 in ready and not os.read(0, 64):
            return
        if listening not in ready:
            continue
        connection, _ = listening.accept()
        text, streams, _, _ = socket.recv_fds(connection, MAX_COMMAND_BYTES, len(STREAMS))
        if os.fork() == 0:
            listening.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            connection.send(str(become(json.loads(text), streams)).encode())
            os._exit(0)
        connection.close()
        for stream in streams:
            os.close(stream)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        run(sys.argv[2], sys.argv[3], sys.argv[4:])
