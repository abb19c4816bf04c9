"""Runs the program ``relucert``: data in by a pipe, one JSON object out, events as they come."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading

WINDOWS = os.name == "nt"
# The program is of a group of its own: it hears of Ctrl-C from here, once, and ends in good order.
GROUP = {"creationflags": 0x200} if WINDOWS else {"start_new_session": True}
INTERRUPT = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT)
# Exit codes with an answer: done, not proved, stopped at a limit, interrupted.
ANSWERED = (0, 1, 3, 130)


def find():
    """The path of the program; a FileNotFoundError says where it was looked for."""
    name = "relucert.exe" if WINDOWS else "relucert"
    beside = pathlib.Path(__file__).parent / "bin" / name
    if "RELUCERT_BIN" in os.environ:
        found = shutil.which(os.environ["RELUCERT_BIN"])
    else:
        found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise FileNotFoundError(
            f"the program relucert is not there: RELUCERT_BIN is {os.environ.get('RELUCERT_BIN', 'not set')}, "
            f"and it is neither {beside} nor in PATH"
        )
    return found


def run(arguments, data, progress=None):
    """The JSON object that ``relucert arguments`` prints, otherwise as text."""
    return json.loads(text(arguments, data, progress))


def text(arguments, data, progress=None):
    """What ``relucert arguments`` prints of data, CSV as bytes, on its standard input.

    progress is called with each event, a dict. A first KeyboardInterrupt ends the search, whose result is returned all the same;
    a second one kills it. A complaint of the program is a ValueError of one line.
    """
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([find(), *arguments], **pipes, **GROUP) as process:
        answer = []
        threads = [threading.Thread(target=_feed, args=(process.stdin, data)), threading.Thread(target=lambda: answer.append(process.stdout.read()))]
        for thread in threads:
            thread.start()
        try:
            complaints = _follow(process, progress)
        except BaseException:
            process.kill()
            raise
        finally:
            for thread in threads:
                thread.join()
    return _answer(process.returncode, answer[0], complaints)


def _feed(pipe, data):
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(data)


def _follow(process, progress):
    """Hands events on until the program ends; the other lines are its complaints."""
    complaints, interrupted = [], False
    while True:
        try:
            for line in iter(process.stderr.readline, b""):
                if not line.startswith(b"{"):
                    complaints.append(line.decode("utf-8", "replace").strip())
                elif progress is not None:
                    progress(json.loads(line))
            process.wait()
            return complaints
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            process.send_signal(INTERRUPT)


def _answer(code, text, complaints):
    if code in ANSWERED and text:
        return text
    if code == 130:
        raise KeyboardInterrupt
    message = "; ".join(line.removeprefix("relucert: ") for line in complaints) if code == 2 or complaints else f"it ended with exit code {code}"
    raise ValueError(f"relucert: {message}")


@contextlib.contextmanager
def folder():
    """A folder for what is no stream: proofs and weights."""
    with tempfile.TemporaryDirectory(prefix="relucert") as name:
        yield pathlib.Path(name)
