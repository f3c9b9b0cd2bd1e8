"""What runs beside the requests: folding counts, recurring work, imports, and warming up."""

import asyncio
import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from mapper.api.imports import keep_importing
from mapper.api.jobs import keep_working
from mapper.api.state import State
from mapper.errors import MapperError, log_unforeseen
from mapper.services.layer_files import LayerFiles
from mapper.services.rollups import fold_waiting

LOGGER = logging.getLogger(__name__)

FOLD_EVERY_S = 2.0
FILES_EVERY_S = 60.0
# Not streamlit_folium: imported outside a run of a page, its component is never registered.
_HEAVY = ("geopandas", "folium", "scipy.ndimage", "scipy.spatial", "pandas", "pyogrio")


@asynccontextmanager
async def running(state: State) -> AsyncIterator[None]:
    """The length of the process's life as a server."""
    beside = (
        keep_folding(state),
        keep_working(state),
        keep_importing(state),
        keep_files(state),
        warm_up(),
    )
    tasks = [asyncio.create_task(one) for one in beside]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        state.close()


async def keep_folding(state: State) -> None:
    """Fold what waits, every two seconds; while the database is away nothing is lost."""
    while True:
        await asyncio.sleep(FOLD_EVERY_S)
        try:
            await asyncio.to_thread(fold_waiting, state.sessions)
        except MapperError as away:
            LOGGER.debug("Nothing was folded: %s", away.message)
        except Exception as error:
            log_unforeseen(LOGGER, error, "folding")


async def keep_files(state: State) -> None:
    """Have layers ready as files: nobody waits for one, and its size can be said."""
    files = LayerFiles(state.layers_folder)
    while True:
        await asyncio.sleep(FILES_EVERY_S)
        try:
            await asyncio.to_thread(files.take_all, state.sessions)
        except MapperError as away:
            LOGGER.debug("No file was written: %s", away.message)
        except Exception as error:
            log_unforeseen(LOGGER, error, "writing layers as files")


async def warm_up() -> None:
    """Load what pages need later, and keep it out of every later garbage collection.

    Streamlit collects all of the garbage after each run of a page; with the geometry libraries
    loaded that alone costs 40 to 135 ms.
    """
    await asyncio.to_thread(_load)
    gc.collect()
    gc.freeze()


def _load() -> None:
    for name in _HEAVY:
        importlib.import_module(name)
