"""Articles -> store: runs the stages one after the other."""

import socket

# urllib3, which spaCy and trafilatura import, opens a socket to see whether there is IPv6.
_known, socket.has_ipv6 = socket.has_ipv6, False
import urllib3.util.connection  # noqa: E402, F401

socket.has_ipv6 = _known
