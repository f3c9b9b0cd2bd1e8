"""Is the port the app is to listen on free?"""

import errno
import socket

from mapper.errors import MapperError


class PortInUseError(MapperError):
    """Another program listens on the app's port."""

    code = "port_in_use"
    http_status = 500

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is in use: end the program there, or set MAPPER_PORT to another number.",
            got=port,
        )


class PortRefusedError(MapperError):
    """The system does not let the app listen there."""

    code = "port_refused"
    http_status = 500

    def __init__(self, address: str, port: int, reason: str) -> None:
        super().__init__(
            f"The app cannot listen on {address}, port {port} ({reason}): "
            "set MAPPER_ADDRESS and MAPPER_PORT.",
            got=port,
        )


def check_port_free(address: str, port: int) -> None:
    """Refuse to start where the app could not listen.

    Raises
    ------
    PortInUseError, PortRefusedError
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as refused:
            if refused.errno == errno.EADDRINUSE:
                raise PortInUseError(port) from None
            raise PortRefusedError(address, port, refused.strerror or "refused") from None
