"""Runs a piece of code in a child process that kills itself, really, just before its n-th change to the world.

Python announces every file operation and every start of a process to an audit hook, so no step can be forgotten here
when the code under test gets a new one.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_HOOK = """
import os, signal, sys
CHANGES = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.truncate", "os.utime", "subprocess.Popen"}
left = int(sys.argv.pop(1))
def watch(event, arguments):
    global left
    if event in CHANGES or (event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_at(step: int, code: str, *arguments: str) -> bool:
    """Run code (imports, then a line `# go`, then the steps); whether it was killed, or else came to its end."""
    imports, steps = code.split("# go\n")
    text = f"{_HOOK}\n{imports}\nsys.addaudithook(watch)\n{steps}"
    env = os.environ | {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = (sys.executable, "-c", text, str(step), *arguments)
    run = subprocess.run(command, env=env, capture_output=True, check=False)
    assert run.returncode in {0, -signal.SIGKILL}, run.stderr.decode()
    return run.returncode != 0
