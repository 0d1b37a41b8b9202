"""A mail server that takes everything and keeps nothing but the Message-IDs, written down before each 250. A process of its own:
`python -m requests.bench.null_smtp <file>`; it prints its port.
"""

import asyncio
import sys
import time
from pathlib import Path

GREETED = b"250-null\r\n250-8BITMIME\r\n250 SIZE\r\n"


async def serve(file: Path) -> None:
    with file.open("w", buffering=1) as log:
        server = await asyncio.start_server(lambda reader, writer: _talk(reader, writer, log), "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201  read by who started it
        async with server:
            await server.serve_forever()


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, log: object) -> None:
    writer.write(b"220 null\r\n")
    try:
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                mail = await reader.readuntil(b"\r\n.\r\n")
                print(f"{time.time():.3f} {_name(mail)}", file=log)  # type: ignore[call-overload]
                writer.write(b"250 taken\r\n")
            elif word == b"QUIT":
                break
            else:
                writer.write(GREETED if word == b"EHLO" else b"250 yes\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # the other side was killed
    writer.close()


def _name(mail: bytes) -> str:
    head = mail.partition(b"\r\n\r\n")[0]
    lines = (line for line in head.split(b"\r\n") if line[:11].lower() == b"message-id:")
    return next(lines, b"")[11:].strip().decode()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
