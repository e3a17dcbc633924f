"""A network that takes its time: what is sent through here arrives so many milliseconds later."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue


class _Network:
    def __init__(self, port: int, milliseconds: float) -> None:
        self.port, self.late = port, milliseconds / 2000
        self.began = SimpleQueue[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]]()

    async def serve(self) -> None:
        """Until it is ended from outside."""
        ended, self._writers = asyncio.Event(), list[asyncio.StreamWriter]()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.began.put((port, asyncio.get_running_loop(), ended))
        await ended.wait()
        server.close()
        for writer in self._writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far, to_server = await asyncio.open_connection("127.0.0.1", self.port)
        self._writers += [writer, to_server]
        with suppress(asyncio.CancelledError):  # ended while something was under way
            await asyncio.gather(self._carry(reader, to_server), self._carry(far, writer))

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        loop, part = asyncio.get_running_loop(), b"."
        while part:
            part = await source.read(1 << 16)
            loop.call_later(self.late, target.write if part else lambda _: target.close(), part)


@contextmanager
def slowed(port: int, milliseconds: float) -> Iterator[int]:
    """A port of this machine that leads to the other; each way takes half of this time."""
    network = _Network(port, milliseconds)
    thread = threading.Thread(target=lambda: asyncio.run(network.serve()))
    thread.start()
    here, loop, ended = network.began.get()
    try:
        yield here
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
