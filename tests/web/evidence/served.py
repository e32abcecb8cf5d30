"""Run as a program: the office on one port, until it is killed. Prints the port when it listens."""

import sys

from werkzeug.serving import make_server

from enforcement import bootstrap
from enforcement.app import build_office
from enforcement.settings import read_settings


def main() -> None:
    app = build_office(bootstrap.start(read_settings()))
    server = make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
