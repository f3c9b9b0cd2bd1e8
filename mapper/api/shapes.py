"""The shapes of what routes take and give, as JSON Schema."""

from collections.abc import Iterable

from mapper.api.body import MOST_KEY
from mapper.db.tables.moderation import REPORT_REASONS
from mapper.domain.filters import CELL_SIZES, CLUSTER_DISTANCES, CLUSTER_LEAST, Placed
from mapper.domain.imports import Stage
from mapper.domain.proposals import BODY_LENGTH, NAME_LENGTH, TITLE_LENGTH
from mapper.domain.statuses import (
    Channel,
    ModerationStatus,
    PlaceCertainty,
    PublicPrecision,
    ResponseStatus,
)
from mapper.services.desk import NOT_AT_A_DESK
from mapper.services.mine import MOST_TOKENS
from mapper.services.personal_data import MOST_NUMBERS

Shape = dict[str, object]

TEXT: Shape = {"type": "string"}
WHOLE: Shape = {"type": "integer"}
DAY: Shape = {"type": "string", "format": "date"}


def one_of(values: Iterable[str]) -> Shape:
    """One of some texts."""
    return {"type": "string", "enum": [str(value) for value in values]}


def optional(shape: Shape) -> Shape:
    """The shape, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def many(shape: Shape, most: int | None = None) -> Shape:
    """A list of things of this shape."""
    return {"type": "array", "items": shape, **({"maxItems": most} if most else {})}


def an_object(needed: dict[str, Shape], others: dict[str, Shape] | None = None) -> Shape:
    """An object with these fields and no further ones."""
    return {
        "type": "object",
        "properties": {**needed, **(others or {})},
        "required": [*needed],
        "additionalProperties": False,
    }


def _words(limits: tuple[int, int]) -> Shape:
    least, most = limits
    return {"type": "string", "minLength": least, "maxLength": most}


def _between(least: int, most: int) -> Shape:
    return {"type": "integer", "minimum": least, "maximum": most}


ERROR = an_object(
    {"error": TEXT, "message": TEXT}, {"parameter": TEXT, "got": {}, "expected": TEXT}
)
_KEY: Shape = {"type": "string", "maxLength": MOST_KEY}
_IDEA_NEEDED: dict[str, Shape] = {
    "client_key": {"type": "string", "format": "uuid"},
    "round": _KEY,
    "place_certainty": one_of(PlaceCertainty),
    "public_precision": one_of(PublicPrecision),
    "title": _words(TITLE_LENGTH),
    "body": _words(BODY_LENGTH),
    "action_field": _KEY,
}
_IDEA_OTHERS: dict[str, Shape] = {
    "lon": optional({"type": "number", "minimum": -180, "maximum": 180}),
    "lat": optional({"type": "number", "minimum": -90, "maximum": 90}),
    "district": optional(_KEY),
    "municipality": optional(_KEY),
    "display_name": optional(_words(NAME_LENGTH)),
}
IDEA = an_object(_IDEA_NEEDED, _IDEA_OTHERS)
DESK_IDEA = an_object(
    {
        **_IDEA_NEEDED,
        "channel": one_of(one for one in Channel if one not in NOT_AT_A_DESK),
    },
    {**_IDEA_OTHERS, "event": optional(WHOLE), "given_on": optional(DAY)},
)
EVENT = an_object(
    {"round": _KEY, "event_title": TEXT},
    {"held_on": optional(DAY), "event_place": optional(TEXT)},
)
TOKENS = an_object({"tokens": many(_KEY, MOST_TOKENS)})
REPORT = an_object({"public_id": _KEY, "reason": one_of(REPORT_REASONS)}, {"body": TEXT})
PERSON = an_object(
    {"format": one_of(("json", "text"))},
    {"numbers": many(_KEY, MOST_NUMBERS), "logins": many(_KEY, MOST_NUMBERS)},
)

_RECEIPT: dict[str, Shape] = {
    "public_id": TEXT,
    "url": TEXT,
    "municipality": optional(TEXT),
    "district": optional(TEXT),
    "moderation_status": one_of(ModerationStatus),
    "review_by": optional(DAY),
    "edit_token": TEXT,
}
RECEIPT = an_object(_RECEIPT)
DESK_RECEIPT = an_object({**_RECEIPT, "private_link": TEXT, "qr": TEXT})
LISTED_EVENT = an_object(
    {
        "id": WHOLE,
        "round": TEXT,
        "title": TEXT,
        "held_on": optional(DAY),
        "place": optional(TEXT),
    }
)
OWN_IDEAS = an_object({"proposals": many({"type": "object"})})
REPORTED = an_object({"public_id": TEXT, "shown": {"type": "boolean"}})
HEALTH = an_object({"status": one_of(["ok"]), "database": one_of(["ok"])})
PLACES = an_object({"places": many({"type": "object", "required": ["name", "kind", "lon", "lat"]})})
PINS = an_object(
    {"pins": many({"type": "array"}), "fields": many(TEXT), "truncated": {"type": "boolean"}}
)
COLLECTION: Shape = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": one_of(["FeatureCollection"]),
        "features": many({"type": "object", "required": ["type", "properties", "geometry"]}),
    },
}

_MOMENT: Shape = {"type": "string", "format": "date-time"}
_PDS_TERMS = many(an_object({"id": TEXT, "name": TEXT, "description": TEXT}))
_PDS_CUSTOM = an_object(
    {
        "action_field": TEXT,
        "response_status": one_of(ResponseStatus),
        "response_status_name": TEXT,
        "municipality": optional(TEXT),
        "municipality_name": optional(TEXT),
        "district": optional(TEXT),
        "district_name": optional(TEXT),
        "public_precision": one_of(PublicPrecision),
    }
)


def _features(properties: Shape) -> Shape:
    """A feature collection that says whose it is; features with these properties."""
    feature = an_object(
        {
            "type": one_of(["Feature"]),
            "geometry": optional({"type": "object", "required": ["type", "coordinates"]}),
            "properties": properties,
        }
    )
    return {
        "type": "object",
        "required": ["type", "attribution", "licence", "licence_url", "features"],
        "properties": {"type": one_of(["FeatureCollection"]), "features": many(feature)},
    }


PROJECTS = _features(
    an_object(
        {
            **dict.fromkeys(("id", "nameFull", "description", "website", "owner"), TEXT),
            **dict.fromkeys(("dateStart", "dateEnd"), optional(_MOMENT)),
            **dict.fromkeys(("projectOwner", "standardCategories"), _PDS_TERMS),
            **dict.fromkeys(("projectContributionType", "projectTopics"), _PDS_TERMS),
            "publisher": TEXT,
            "referenceSystem": one_of(["4326"]),
            "hasParticipatoryText": many(TEXT),
        }
    )
)
CONTRIBUTIONS = _features(
    an_object(
        {
            **dict.fromkeys(("id", "link", "title", "contributionType"), TEXT),
            **dict.fromkeys(("contributionContent", "category", "belongToProject"), TEXT),
            **dict.fromkeys(("keywordSuggested", "keywordPicked"), TEXT),
            **dict.fromkeys(("commentsNumber", "votingPro", "votingContra"), WHOLE),
            "dateCreated": _MOMENT,
            "customAttribute": _PDS_CUSTOM,
        }
    )
)
"""As the Participatory Data Specification names things; see docs/api.md."""

PARAMETERS: dict[str, tuple[Shape, str]] = {
    "round": (TEXT, "Keys of rounds, separated by commas."),
    "action_field": (TEXT, "Keys of themes, separated by commas."),
    "municipality": (TEXT, "AGS, eight digits each, separated by commas."),
    "district": (TEXT, "`AGS/slug`, as in the layer `districts`, separated by commas."),
    "response_status": (
        TEXT,
        f"Of {', '.join(ResponseStatus)}; separated by commas.",
    ),
    "from": (DAY, "The first day, on clocks in Berlin."),
    "to": (DAY, "The last day, on clocks in Berlin."),
    "bbox": (TEXT, "west,south,east,north in degrees."),
    "cell": ({"type": "integer", "enum": [*CELL_SIZES]}, "Edge length of hexagons in metres."),
    "text": (TEXT, "Words that stand in an idea, in whatever form."),
    "channel": (TEXT, f"Of {', '.join(Channel)}; separated by commas; internal only."),
    "placed": (one_of(Placed), "With a point, or without one."),
    "supports": ({"type": "integer", "minimum": 0}, "At least so many supports."),
    "near": (TEXT, "`layer:metres`: within so many metres of an object of a layer."),
    "inside": (TEXT, "`layer:name`: inside an object of a layer."),
    "area": (TEXT, "`lon,lat;lon,lat;…` or, for a circle, `lon,lat,metres`."),
    "distance": (
        _between(*CLUSTER_DISTANCES),
        "Metres between neighbours in a cluster; by what the data suggest when left out.",
    ),
    "least": (
        _between(*CLUSTER_LEAST),
        "So many ideas close together begin a cluster; likewise when left out.",
    ),
    "scope": (one_of(("public", "internal")), "What everybody may see, or exact places."),
    "bbox-crs": (TEXT, "The address of the system of bbox."),
    "crs": (TEXT, "The address of the system of the answer."),
    "limit": ({"type": "integer", "minimum": 1}, "At most so many items."),
    "offset": ({"type": "integer", "minimum": 0}, "Items to pass over."),
    "datetime": (TEXT, "A moment, a day, or an interval a/b, open as ../b or a/.."),
    "f": (TEXT, "The form of the answer, `json` or `html`."),
    "lang": (TEXT, "The language of the answer."),
    "attributes": (one_of(["all"]), "`all` for every attribute of the objects."),
    "person": (TEXT, "A login, or part of a name."),
    "kind": (TEXT, "The kind of an event, or of an item."),
    "key": (TEXT, "What was changed, by its number, login or key; or the key of an item."),
}
"""Of the query: shape, and what it asks for."""

IMPORT = an_object(
    {
        "id": {"type": "string", "format": "uuid"},
        "layer": TEXT,
        "title": TEXT,
        "stage": one_of(Stage),
        "done": WHOLE,
        "total": WHOLE,
    }
)
IMPORTS = an_object({"imports": many(IMPORT)})
SERVICE = an_object({"url": TEXT})
SERVICE_TYPES = an_object({"types": many(an_object({"name": TEXT, "title": TEXT}))})
NEW_IMPORT = an_object(
    {"layer": TEXT, "title": TEXT, "role": TEXT},
    {
        "source": TEXT,
        "source_layer": TEXT,
        "licence": TEXT,
        "attribution": TEXT,
        "files": many({"type": "string", "format": "binary"}),
    },
)
