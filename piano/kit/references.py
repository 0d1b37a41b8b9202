"""Public ids: random, short enough to be read out, without letters that look or sound alike. Never a primary key."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Ten characters of 31: about 49 bits. The unique constraint on the column catches the rest."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))
