"""The town's rules for its own work, from settings and profile."""

from datetime import timedelta

from mapper.domain.imports import ImportLimits
from mapper.domain.profile import TownProfile
from mapper.domain.rules import Rules
from mapper.settings import Settings


def make_rules(settings: Settings, profile: TownProfile) -> Rules:
    """Rules with what settings and profile say, defaults for the rest."""
    days = {name: timedelta(days=number) for name, number in profile.work_days.items()}
    if profile.review_days is not None:
        days["review_within"] = timedelta(days=profile.review_days)
    return Rules(
        session_idle=timedelta(minutes=settings.session_idle_minutes),
        session_most=timedelta(hours=settings.session_hours),
        reports_to_hide=settings.reports_to_hide,
        **days,
    )


def make_import_limits(settings: Settings) -> ImportLimits:
    """The most that one import may take."""
    return ImportLimits(
        upload_mb=settings.import_upload_mb,
        unpacked_mb=settings.import_unpacked_mb,
        ratio=settings.import_ratio,
        files=settings.import_files,
        features=settings.import_features,
        vertices=settings.import_vertices,
        fields=settings.import_fields,
        seconds=settings.import_seconds,
        memory_mb=settings.import_memory_mb,
    )
