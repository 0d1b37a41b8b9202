"""`bin/manage`: any management command, with the services and the data it needs.

Its own words go to stderr only; the command's output and exit code are passed through untouched.
"""

import os
import signal
import subprocess
import sys

from piano.local import catalogues, commands
from piano.local.services import ROOT, ServiceError, default_home, services

WITHOUT_DATABASE = {
    "match_problem",
    "makemessages",
    "compilemessages",
    "help",
    "version",
    "collectstatic",
    "findstatic",
}
WITHOUT_DATA = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "squashmigrations", "load_quarters"}


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["make_catalogues"]:
        catalogues.main()
        return 0
    home = default_home()
    if not needs_database(arguments):
        return _call(arguments, commands.environment(home, _placeholders()))
    with services(home) as addresses:
        env = commands.environment(home, addresses)
        if arguments[0] not in WITHOUT_DATA:
            commands.prepare(home, env)
        return _call(arguments, env)


def needs_database(arguments: list[str]) -> bool:
    """Whether a database is started for this command line; `check` wants one only with --database."""
    if not arguments or {"--help", "-h", "--version"} & set(arguments):
        return False
    if arguments[0] == "check":
        return any(argument.startswith("--database") for argument in arguments)
    return arguments[0] not in WITHOUT_DATABASE


def _placeholders() -> dict[str, str]:
    return {name: os.environ.get(name) or nowhere for name, nowhere in commands.NOWHERE.items()}


def _call(arguments: list[str], env: dict[str, str]) -> int:
    """The command sits in our foreground: Ctrl-C reaches it by itself, a SIGTERM is handed on."""
    process = subprocess.Popen([*commands.MANAGE, *arguments], env=env)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    try:
        sys.exit(main(sys.argv[1:]))
    except (ServiceError, commands.CommandFailed) as error:
        sys.exit(f"bin/manage: {error}")
