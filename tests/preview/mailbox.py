"""A mail server for tests, on a free port, in a thread."""

import socketserver
from email import message_from_bytes
from email.policy import default
from typing import Any


class Conversation(socketserver.StreamRequestHandler):
    """A mail server that takes everything."""

    def handle(self) -> None:
        """One conversation."""
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                lines = [*iter(self.rfile.readline, b".\r\n")]
                self.server.received.append(b"".join(lines))  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


class Mailbox(socketserver.TCPServer):
    """A mail server on a free port, and what came."""

    received: list[bytes]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received = []

    @property
    def place(self) -> str:
        """HOST:PORT."""
        return f"127.0.0.1:{self.server_address[1]}"

    def last(self) -> Any:
        """The last mail."""
        return message_from_bytes(self.received[-1], policy=default)
