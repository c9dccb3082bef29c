"""A web server on 127.0.0.1 that answers what it is told and remembers what it was asked."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds_a_piece: float = 0.0
    """Above 0 the body comes in twenty pieces with so long a pause after each."""


@dataclass
class Site:
    """The running server: its address, and the requests it got as (path, headers)."""

    address: str
    requests: list[tuple[str, dict[str, str]]]

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]


@contextmanager
def site(answers: Mapping[str, Answer]) -> Iterator[Site]:
    """Serves the answers by path, 404 for every other."""
    requests: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append((self.path, dict(self.headers)))
            answer = answers.get(self.path, Answer(status=404))
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            pieces = 20 if answer.seconds_a_piece else 1
            size = len(answer.body) // pieces + 1
            with suppress(ConnectionError):
                for number in range(pieces):
                    self.wfile.write(answer.body[number * size : (number + 1) * size])
                    time.sleep(answer.seconds_a_piece)

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", requests)
    finally:
        server.shutdown()
        server.server_close()
