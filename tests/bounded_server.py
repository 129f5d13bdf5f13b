"""A server as `kg serve` runs it, with bounds that a test can reach.

bounded_server.py STORE BOUNDS LIMITS, the last two as JSON; clients write without a token.
"""

import json
import socket
import sys
from pathlib import Path

from kg.server import Limits, create_app
from kg.server.web.client_connection import Bounds
from kg.server.web.serving import serve


def main(store: str, bounds: str, limits: str) -> None:
    app = create_app(Path(store), limits=Limits(**json.loads(limits)), update=True)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        line = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"

        def ready() -> None:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()

        serve(app, listener, ready, Bounds(**json.loads(bounds)))


if __name__ == "__main__":
    main(*sys.argv[1:])
