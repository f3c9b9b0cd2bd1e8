"""What a service on the internet offers, asked before anything of it is imported."""

from mapper.domain.roles import Right
from mapper.errors import ImportRefusedError
from mapper.imports.outgoing import Allowed
from mapper.imports.wfs import PREFIX, FeatureType, describe_wfs
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice

__all__ = ["PREFIX", "list_service_types"]

MOST_LETTERS = 2_000


def list_service_types(
    office: Backoffice, who: Who, allowed: Allowed, url: str
) -> tuple[FeatureType, ...]:
    """The types of objects that a WFS offers.

    Raises
    ------
    SignInNeededError, ForbiddenError
        Before the service is asked.
    ImportRefusedError
        This is no address of a service that may be asked; or it gave no usable answer.
    """
    with office.acting(who, Right.MANAGE_LAYERS):
        pass
    address = url.strip()
    if not address or len(address) > MOST_LETTERS:
        raise ImportRefusedError("service_address", got=address[:80])
    return describe_wfs(address, allowed).types
