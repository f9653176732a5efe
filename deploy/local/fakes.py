"""All vendor fakes in one loopback process: `python -m deploy.local.fakes --port 8090 --data DIR`.

Prefixes: /sendgrid and /twilio take the vendors' own requests, /inbox answers for what was delivered, /healthz says
that the process serves. When SENDGRID_API_KEY, TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN are set here as well, only
these credentials are let in.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from apps.integrations.fakeserver.inbox import Inbox
from apps.integrations.fakeserver.server import FakeServer
from apps.integrations.fakeserver.store import Store
from apps.integrations.sendgrid.fake import FakeSendGrid
from apps.integrations.twilio.fake import FakeTwilio

STORE_NAME = "fakes.sqlite3"

logger = logging.getLogger("fakes")


def build(*, port: int, data: Path) -> tuple[FakeServer, Store]:
    """Put store, inbox and fakes together; the server is bound but does not serve yet."""
    store = Store(data / STORE_NAME)
    inbox = Inbox(store)
    sendgrid = FakeSendGrid(store=store, inbox=inbox, api_key=os.environ.get("SENDGRID_API_KEY", ""))
    twilio = FakeTwilio(
        store=store,
        inbox=inbox,
        account_sid=os.environ.get("TWILIO_ACCOUNT_SID", ""),
        auth_token=os.environ.get("TWILIO_AUTH_TOKEN", ""),
    )
    return FakeServer(port=port, fakes={"/inbox": inbox, "/sendgrid": sendgrid, "/twilio": twilio}), store


def main() -> int:
    """Serve until SIGTERM or Ctrl-C; 1 when the port is taken."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(name)s %(levelname)s %(message)s")
    try:
        server, store = build(port=arguments.port, data=arguments.data)
    except OSError as failure:
        logger.error("cannot serve on port %d: %s", arguments.port, failure.strerror)  # noqa: TRY400 - no traceback for a taken port
        return 1
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: stopping.set())
    thread = threading.Thread(target=server.serve_forever, name="fakes", daemon=True)
    thread.start()
    logger.info("serving on http://127.0.0.1:%d", server.server_port)
    stopping.wait()
    server.shutdown()
    server.server_close()
    store.close()
    return 0


def _default_data() -> Path:
    return Path(os.environ.get("DATA_DIR", ".local")) / "fakes"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.fakes", description="Vendor fakes on loopback.")
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    parser.add_argument("--data", type=Path, default=_default_data(), help="folder that keeps what was sent")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
