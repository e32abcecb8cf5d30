"""Doors of the accounts room, by verb."""

from enforcement.accounts.service.keys import change_password, close_account, reset_password
from enforcement.accounts.service.people import (
    add_certificate,
    create_account,
    describe_body,
    end_role,
    grant_role,
    hold_account,
)
from enforcement.accounts.service.signing_in import REFUSED, actor_of_token, note_seen, sign_in, sign_out

__all__ = [
    "REFUSED",
    "actor_of_token",
    "add_certificate",
    "change_password",
    "close_account",
    "create_account",
    "describe_body",
    "end_role",
    "grant_role",
    "hold_account",
    "note_seen",
    "reset_password",
    "sign_in",
    "sign_out",
]
