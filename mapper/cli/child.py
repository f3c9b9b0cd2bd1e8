"""The environment handed to processes that `mapper run` starts."""

import os

from mapper.settings import Settings


def child_environment(settings: Settings, url: str) -> dict[str, str]:
    """This process's environment with the database and folders that it settled on."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "MAPPER_HOME": str(settings.home),
        "MAPPER_PORT": str(settings.port),
        "MAPPER_ADDRESS": settings.address,
        "MAPPER_MODERATION": settings.moderation,
        "MAPPER_LIMIT_FACTOR": str(settings.limit_factor),
    }
