"""The gateway with the benchmark's schema, served as in production."""

from __future__ import annotations

import sys

from bench.contestants.ours.schema import build
from gateway import logs, serving
from gateway.app import create_app
from gateway.settings import Settings


def main(port: int) -> None:
    settings = Settings()
    logs.configure(json=settings.log_json)
    app = create_app(settings, schema=build(settings.limits))
    with serving.bind("127.0.0.1", port) as bound:
        serving.serve(app, bound, pause=0, grace=5, started=lambda: None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
