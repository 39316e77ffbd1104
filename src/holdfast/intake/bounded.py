"""A transport that ends an answer which grows too large. Imported only where a language model is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2


class TooLargeError(Exception):
    """An answer of more bytes than it may have."""


class Bounded(httpx2.AsyncBaseTransport):
    """Connections to a server, each answer with at most so many bytes."""

    def __init__(self, most: int) -> None:
        self._inner = httpx2.AsyncHTTPTransport(retries=0)
        self._most = most

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Sends a request; the answer is read only as far as it may be long."""
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise TooLargeError  # packed, though nobody asked for it: how large it is cannot be told
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Stream(response.stream, self._most)
        return response

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._inner.aclose()


class _Stream(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, most: int) -> None:
        self._inner, self._most = inner, most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._inner:
            size += len(chunk)
            if size > self._most:
                raise TooLargeError
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()
