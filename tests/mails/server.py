"""A real mail server on the loopback, which does what a test tells it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

Reply = Callable[[], str]


class Server:
    """received: each mail that it has taken, as it came. to_recipient, to_mail: what it answers;
    `hang` says nothing, `die` closes the line without a word, after it has taken a mail.
    """

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.to_recipient = self.to_mail = "250 OK"
        self.on_mail: Callable[[], Any] = lambda: None
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.to_recipient == "hang":
            await asyncio.sleep(30)
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient.format(address=address)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_mail == "break off":  # before it has taken it
            self._close(server)
            return "250 OK"
        if self.to_mail.startswith(("250", "die")):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            self.received.append(cast(EmailMessage, mail))
            self.on_mail()
        if self.to_mail == "die":
            self._close(server)
        return self.to_mail if self.to_mail[0].isdigit() else "250 OK"

    def _close(self, server: SMTP) -> None:
        assert server.transport is not None
        server.transport.abort()

    @property
    def recipients(self) -> list[str]:
        return [str(mail["To"]) for mail in self.received]

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.received]


@contextmanager
def serving(server: Server, port: int = 0) -> Iterator[None]:
    """port: 0 for any that is free."""
    controller = Controller(server, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    server.port = controller.port
    try:
        yield
    finally:
        controller.stop()


def free_port() -> int:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
