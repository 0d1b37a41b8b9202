"""How long the tables of libraries are kept. They declare no rules of their own; a table that is not named here fails `check`."""

from piano.kit.retention import Period

FOREIGN: dict[str, Period | None] = {
    "account.EmailAddress": Period.ACCOUNT,
    "account.EmailConfirmation": Period.ACCOUNT,
    "admin.LogEntry": Period.MONTHS_12,
    "auth.Group": None,
    "auth.Permission": None,
    "contenttypes.ContentType": None,
    "mfa.Authenticator": Period.ACCOUNT,
    "pghistory.Context": Period.YEARS_3,
    "sessions.Session": Period.SESSION,
    "usersessions.UserSession": Period.SESSION,
}  # None: nothing in it is personal
