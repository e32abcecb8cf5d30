"""E-mail over SMTP. The server's own answer to the text is the receipt."""

import smtplib
import ssl
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from enforcement.exchange.queries import LetterRow
from enforcement.exchange.service import Outcome
from enforcement.kernel.clock import SHANGHAI
from enforcement.settings import MailSettings

PATIENCE = 20.0  # seconds
ACCEPTED, REFUSED_FOR_GOOD = range(200, 400), range(500, 600)


def send(settings: MailSettings, letter: LetterRow) -> Outcome:
    """Trouble on the way raises OSError. Only what is said about this letter can be final: a wrong password is not."""
    try:
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, settings.password)
            return _handed_over(server, settings, letter)
    except smtplib.SMTPResponseException as refused:
        return replace(_outcome(refused.smtp_code, refused.smtp_error), final=False)


def _connected(settings: MailSettings) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=PATIENCE, context=trusted)
    server = smtplib.SMTP(settings.host, settings.port, timeout=PATIENCE)
    if settings.security == "starttls":
        server.starttls(context=trusted)
    return server


def _handed_over(server: smtplib.SMTP, settings: MailSettings, letter: LetterRow) -> Outcome:
    server.ehlo_or_helo_if_needed()
    for answer in (server.mail(settings.sender), server.rcpt(letter.address)):
        outcome = _outcome(*answer)
        if not outcome.sent:
            return outcome
    return _outcome(*server.data(_text(settings, letter)))


def _text(settings: MailSettings, letter: LetterRow) -> bytes:
    """The same Message-ID at every attempt: a second copy after a cut line is recognised as one."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = settings.sender, letter.address, letter.subject
    message["Date"] = format_datetime(letter.created_at.astimezone(SHANGHAI))
    message["Message-ID"] = f"<{letter.id}@enforcement>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64")
    return message.as_bytes()


def _outcome(code: int, said: bytes | str) -> Outcome:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Outcome(sent=code in ACCEPTED, final=code in REFUSED_FOR_GOOD, receipt=f"{code} {words}")
