"""The tables, one module per subject; the names are the contract of the architecture."""

from mapper.db.tables.base import SCHEMA_API, STORAGE_SRID, Base
from mapper.db.tables.imports import ImportJob
from mapper.db.tables.layers import (
    AreaPart,
    District,
    Feature,
    Layer,
    LayerVersion,
    MapService,
    Municipality,
)
from mapper.db.tables.moderation import (
    Erasure,
    JobRun,
    Office,
    PageText,
    ProposalOriginal,
    Remark,
    Report,
    TextBlock,
)
from mapper.db.tables.planning import (
    Evaluation,
    Goal,
    KeptApart,
    Measure,
    ProposalFact,
    ProposalMerge,
    RoundResult,
    SavedView,
)
from mapper.db.tables.proposals import (
    Comment,
    Photo,
    Proposal,
    ProposalContact,
    Response,
    Support,
)
from mapper.db.tables.rollup import RollupDelta, RollupInternal, RollupPublic
from mapper.db.tables.rounds import ActionField, ParticipationEvent, ParticipationRound
from mapper.db.tables.staff import (
    AuditEvent,
    RateCount,
    StaffAccount,
    StaffSession,
    StaffToken,
)

__all__ = [
    "SCHEMA_API",
    "STORAGE_SRID",
    "ActionField",
    "AreaPart",
    "AuditEvent",
    "Base",
    "Comment",
    "District",
    "Erasure",
    "Evaluation",
    "Feature",
    "Goal",
    "ImportJob",
    "JobRun",
    "KeptApart",
    "Layer",
    "LayerVersion",
    "MapService",
    "Measure",
    "Municipality",
    "Office",
    "PageText",
    "ParticipationEvent",
    "ParticipationRound",
    "Photo",
    "Proposal",
    "ProposalContact",
    "ProposalFact",
    "ProposalMerge",
    "ProposalOriginal",
    "RateCount",
    "Remark",
    "Report",
    "Response",
    "RollupDelta",
    "RollupInternal",
    "RollupPublic",
    "RoundResult",
    "SavedView",
    "StaffAccount",
    "StaffSession",
    "StaffToken",
    "Support",
    "TextBlock",
]
