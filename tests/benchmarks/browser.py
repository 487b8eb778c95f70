"""The peer of the canvas in a browser: the same marks by cytoscape.js in headless Chromium, if installed."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from contextlib import ExitStack
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.floors import WINDOW
from benchmarks.harness import BenchmarkError, NotInstalledError

__all__ = ["Browser"]

PEERS = Path(__file__).parent / "peers"
PAGE, LIBRARY = PEERS / "frames.html", PEERS / "node_modules/cytoscape/dist/cytoscape.min.js"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: Frames come as fast as they can be drawn, not sixty a second.
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--disable-gpu-vsync",
    "--disable-frame-rate-limit",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Seconds after which a run counts as hung.
_PATIENCE = 120


class Browser:
    """A page with so many actors, opened when it is first measured; use it as a context manager."""

    def __init__(self, actors: int) -> None:
        self._actors = actors
        self._orders: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._times: queue.SimpleQueue[list[float]] = queue.SimpleQueue()
        self._stack = ExitStack()
        self._is_open = False

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def drag(self) -> list[float]:
        """Milliseconds of each frame while one actor is moved. Raises NotInstalledError."""
        return self._measure("drag")

    def pan(self) -> list[float]:
        """Milliseconds of each frame while the view is moved. Raises NotInstalledError."""
        return self._measure("pan")

    def _measure(self, order: str) -> list[float]:
        if not self._is_open:
            self._open()
            self._is_open = True
        self._orders.put(order)
        try:
            return self._times.get(timeout=_PATIENCE)
        except queue.Empty:
            raise BenchmarkError("the browser does not answer") from None

    def _open(self) -> None:
        program = next(filter(None, map(shutil.which, CHROMIUM)), None)
        if program is None:
            raise NotInstalledError("Chromium is not installed")
        if not LIBRARY.is_file():
            raise NotInstalledError("cytoscape.js is not installed in tests/benchmarks/peers")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self._orders, self._times))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        profile = self._stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        self._stack.callback(server.shutdown)
        process = subprocess.Popen(
            [
                program,
                *SWITCHES,
                f"--user-data-dir={profile}",
                "--window-size={},{}".format(*WINDOW),
                f"http://127.0.0.1:{server.server_port}/frames.html?actors={self._actors}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)


class _Handler(BaseHTTPRequestHandler):
    """Gives the page and its library, orders when there are some, and takes what was measured."""

    def __init__(
        self, orders: queue.SimpleQueue[str], times: queue.SimpleQueue[list[float]], *arguments: object
    ) -> None:
        self._orders, self._times = orders, times
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.startswith("/frames.html"):
            self._answer(PAGE.read_bytes(), "text/html")
        elif self.path == "/cytoscape.js":
            self._answer(LIBRARY.read_bytes(), "text/javascript")
        elif self.path == "/order":
            self._answer(self._orders.get().encode(), "text/plain")
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        self._times.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._answer(b"", "text/plain")

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the table free of requests."""
