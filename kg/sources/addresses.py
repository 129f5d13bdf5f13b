"""Connects to public addresses alone: what a feed names or a page redirects to is not trusted."""

import asyncio
import socket
from collections.abc import Collection, Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore

from kg.errors import ServiceError

_TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 behind NAT64 (RFC 6052)


class PublicOnly(httpcore.AnyIOBackend):
    """Opens connections to hosts whose addresses are public, or that are allowed by name.

    The address that was checked is the one connected to, so that a name cannot change in between.

    Args:
        allowed: hosts that may have any address, as "name" or "name:port".
    """

    def __init__(self, allowed: Collection[str] = ()) -> None:
        super().__init__()
        self._allowed = frozenset(each.lower() for each in allowed)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to a host; ServiceError where one of its addresses is not public,
        httpcore.ConnectError where the name is unknown, or nothing listens there."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = [str(each[4][0]) for each in found]
        if not {host.lower(), f"{host}:{port}".lower()} & self._allowed:
            _check_public(host, addresses)
        *others, last = addresses
        for address in others:
            with suppress(httpcore.ConnectError):
                return await super().connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
        return await super().connect_tcp(last, port, timeout, local_address, socket_options)


def is_public(address: str) -> bool:
    """Whether an IP address is reached through the public network.

    >>> is_public("93.184.215.14"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    found = ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in (found, *_within(found)))


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an address of IPv6 leads to."""
    if isinstance(address, IPv4Address):
        return []
    translated = IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
    found = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), translated)
    return [each for each in found if each is not None]


def _check_public(host: str, addresses: Iterable[str]) -> None:
    for address in addresses:
        if not is_public(address):
            raise ServiceError(
                f"{host} has the address {address}, which is not public; allow it with "
                f"`--allow-host {host}`, if you mean it"
            )
