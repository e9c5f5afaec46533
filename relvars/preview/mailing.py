"""A message as a mail program reads it, and sending it to a mail server on this computer."""

import re
import smtplib
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from relvars.errors import ConfigError, SourceError
from relvars.preview.asking import Asked
from relvars.preview.messages import Message
from relvars.preview.state import State
from relvars.preview.world import World
from relvars.serving.guard import is_loopback
from relvars.sources.overrides import apply
from relvars.values import Value, is_object, is_text

_FROM = Address("relvars preview", "preview", "localhost")
_TO = Address("", "recipient", "localhost")
_DEFAULT = ("127.0.0.1", 1025)  # where Mailpit and its like listen
_SECONDS = 10
_HOST = re.compile(r"\[?[^\s\[\]@/?#]+\]?")


def mail(message: Message, outputs: Mapping[str, str], to: Address = _TO) -> EmailMessage:
    """Subject, text and HTML of a message, and its AMP part, as one e-mail.

    Raises:
        ConfigError: when it has neither HTML nor text.
    """
    by_kind = {one.kind: outputs[one.path] for one in message.parts if one.path in outputs}
    if not {"html", "text"} & by_kind.keys():
        raise ConfigError(f"{message.id} is no e-mail: it has neither HTML nor text.")
    made = EmailMessage(policy=SMTP.clone(raise_on_defect=False))
    made["From"], made["To"] = _FROM, to
    made["Subject"] = _one_line(by_kind.get("subject", ""))
    text, html, amp = (by_kind.get(kind) for kind in ("text", "html", "amp"))
    if text is not None:
        made.set_content(_whole(text))
    if amp is not None:
        made.add_alternative(_whole(amp), subtype="x-amp-html")
    if html is None:
        return made
    if text is None and amp is None:
        made.set_content(_whole(html), subtype="html")
    else:
        made.add_alternative(_whole(html), subtype="html")
    return made


def _one_line(text: str) -> str:
    """A header has one line, whatever a profile holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in _whole(text)).split())


def _whole(text: str) -> str:
    """The text without halves of surrogate pairs."""
    return text.encode(errors="replace").decode()


def written_address(written: str) -> Address:
    """An address as somebody wrote it.

    Raises:
        ConfigError: for what is none.
    """
    found = _address(written)
    if found is _TO:
        raise ConfigError(f"{written!r} is no e-mail address, as in ann@example.com.")
    return found


def address_of(world: World, asked: Asked) -> Address:
    """The e-mail address of the recipient; a placeholder where there is none."""
    values: Mapping[str, Value]
    if asked.values is not None:
        values = asked.values
    elif asked.to is None:
        values = {}
    else:
        values = world.source.fetch(asked.to, [("lead", "email")]).values
    for override in asked.overrides:
        values = apply(values, override)
    lead = values.get("lead")
    found = lead.get("email") if is_object(lead) else None
    return _address(found) if is_text(found) else _TO


def _address(written: str) -> Address:
    try:
        return Address(addr_spec=written) if written.isascii() and written.isprintable() else _TO
    except Exception:  # the parser of addresses raises what it likes
        return _TO


def server(state: State, written: str) -> tuple[str, int]:
    """Host and port of the mail server that is asked for, or of the one the preview was given.

    Raises:
        ConfigError: for what is no address, or not on this computer.
    """
    told = written or state.smtp
    if not told:
        return _DEFAULT
    host, _, port = told.rpartition(":")
    number = int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0
    if not _HOST.fullmatch(host) or number not in range(1, 65536):
        raise ConfigError(f"{told!r} is no HOST:PORT, as in 127.0.0.1:1025.")
    if not is_loopback(host) and not state.remote_smtp:
        raise ConfigError(
            f"{host} is another computer: start with --allow-remote-smtp to send mail there."
        )
    return host.strip("[]"), number


def send(made: EmailMessage, to: tuple[str, int], *, remote: bool = False) -> str:
    """Hand a message to a mail server; gives a sentence that says so.

    Raises:
        ConfigError: when its name leads to another computer, unless `remote`.
        SourceError: when the server cannot be reached or refuses.
    """
    host, port = to
    try:
        with _connected(_places(host, port, remote=remote), port) as connection:
            connection.send_message(made)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        raise SourceError(
            f"The mail server {host}:{port} did not take it: {_reason(error)}."
        ) from None
    return f"Sent to {host}:{port}."


def _places(host: str, port: int, *, remote: bool) -> list[str]:
    """The addresses of a host. A name may lead anywhere, whatever it looks like."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    places = list(dict.fromkeys(str(address[0]) for *_, address in found))
    for place in places:
        if not remote and not is_loopback(place):
            raise ConfigError(f"{host} is {place}, which is another computer.")
    return places


def _connected(places: Sequence[str], port: int) -> smtplib.SMTP:
    """A connection to the first address that answers."""
    for place in places[:-1]:
        with suppress(ConnectionRefusedError):
            return _connected([place], port)
    return smtplib.SMTP(places[-1], port, local_hostname="localhost", timeout=_SECONDS)


def _reason(error: Exception) -> str:
    """What went wrong, in words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        _, said = next(iter(error.recipients.values()))
        return f"it refuses the recipient, {_text(said)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it says {error.smtp_code} {_text(error.smtp_error)}".rstrip()
    if isinstance(error, UnicodeError):
        return "it is no name of a computer"
    if any(isinstance(one, TimeoutError) for one in (error, error.__context__)):
        return f"it did not answer for {_SECONDS} seconds"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it hung up"
    return getattr(error, "strerror", None) or type(error).__name__


def _text(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return _one_line(text)[:200].rstrip(".")
