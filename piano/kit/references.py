"""Public ids: random, short enough to be read out, without letters that look or sound alike. Never a primary key."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Ten characters of 31: about 49 bits. The unique constraint on the column catches the rest."""
    return _written(secrets.randbelow(len(ALPHABET) ** 10))


def _written(number: int) -> str:
    """Ten letters: the number to the base of the alphabet."""
    letters = []
    for _ in range(10):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)
