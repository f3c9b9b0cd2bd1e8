"""Imports that people have begun are worked on beside the requests, one at a time."""

import asyncio
import logging
import threading

from mapper.api.state import State
from mapper.errors import MapperError, log_unforeseen
from mapper.services.run_imports import run_next

LOGGER = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0


async def keep_importing(state: State) -> None:
    """Do what waits, every second; at the end of the server what was begun is left to the next."""
    stopped = threading.Event()
    work = asyncio.get_running_loop().run_in_executor(None, _keep_importing, state, stopped)
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        stopped.set()
        await work
        raise


def _keep_importing(state: State, stopped: threading.Event) -> None:
    while not stopped.wait(LOOK_EVERY_S):
        try:
            while run_next(state.backoffice, state.room, stopped=stopped.is_set):
                if stopped.is_set():
                    return
        except MapperError as away:
            LOGGER.debug("No import was worked on: %s", away.message)
        except Exception as error:
            log_unforeseen(LOGGER, error, "importing")
