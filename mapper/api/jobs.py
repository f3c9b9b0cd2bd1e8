"""The recurring work of this application, looked at twice a minute by every process."""

import asyncio
import logging
from datetime import UTC, datetime, time

from mapper.api.state import State
from mapper.domain.schedules import Schedule
from mapper.errors import MapperError, log_unforeseen
from mapper.mail import can_send
from mapper.mail.digest import send_digests
from mapper.services.access import Operator
from mapper.services.import_retention import tidy_room
from mapper.services.jobs import Job, run_due
from mapper.services.retention import run_retention

LOGGER = logging.getLogger(__name__)

LOOK_EVERY_S = 30.0
EVERY_NIGHT = Schedule(time(3, 30))
MONDAY_MORNING = Schedule(time(6, 30), weekday=0)


async def keep_working(state: State) -> None:
    """Do what is due; what fails is tried again later, and stops nothing else."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        for job in make_jobs(state):
            await asyncio.to_thread(_try, state, job)


def make_jobs(state: State) -> list[Job]:
    """All there is to do; letters only where a mail server is set up."""
    jobs = [Job("retention", EVERY_NIGHT, lambda _: _erase(state))]
    if can_send(state.settings):
        jobs.append(Job("weekly_digest", MONDAY_MORNING, lambda due: _send(state, due)))
    return jobs


def _erase(state: State) -> bool:
    who = Operator("system:privacy")
    run_retention(state.backoffice, who)
    tidy_room(state.backoffice, who, state.room)
    return True


def _send(state: State, due: datetime) -> bool:
    """Done when nobody is left to be tried again."""
    who = Operator("system:digest")
    _, failed = send_digests(state.settings, state.profile, state.backoffice, who, due)
    for problem in failed:
        LOGGER.warning("A weekly letter was not sent. %s", problem.message)
    return all(problem.permanent for problem in failed)


def _try(state: State, job: Job) -> None:
    try:
        run_due(state.sessions, job, datetime.now(UTC))
    except MapperError as refused:
        LOGGER.warning("The job %s was not done: %s", job.name, refused.message)
    except Exception as error:
        log_unforeseen(LOGGER, error, f"the job {job.name}")
