"""Rounds and ideas in the fields of the Participatory Data Specification (PDS), piece by piece.

Source: the fields and the GeoJSON that DIPAS, the participation system of Hamburg, publishes under
`/drupal/dipas-pds/`; no schema is published with it. What has no counterpart here is said in
docs/api.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from urllib.parse import quote

import orjson

from mapper.domain.profile import TownProfile
from mapper.handout.columns import Vocabulary
from mapper.mapview.citizen_map import in_language
from mapper.services.explore import PublicProposal
from mapper.services.export import batches
from mapper.services.pds import Project

MEDIA_TYPE = "application/geo+json"
_DECIMALS = 6
_NO_KIND = "none"
"""What DIPAS says of a contribution without a type."""


@dataclass(frozen=True, slots=True)
class Teller:
    """What features need beside their own: the server's address, the town, a language's words."""

    base: str
    profile: TownProfile
    vocabulary: Vocabulary
    lang: str


def contribution_pieces(
    ideas: Iterable[PublicProposal], teller: Teller, about: Mapping[str, str]
) -> Iterator[bytes]:
    """Ideas as a feature collection in EPSG:4326; geometry null where one has no public point."""
    features = (orjson.dumps(_contribution(one, teller)) for one in ideas)
    return _collection(features, about)


def project_pieces(
    projects: Iterable[Project], teller: Teller, about: Mapping[str, str]
) -> Iterator[bytes]:
    """Rounds as a feature collection in EPSG:4326; geometry null where no layer knows the area."""
    yield _head(about)
    for number, one in enumerate(projects):
        head = orjson.dumps(_project(one, teller))
        # The one list that grows with the ideas is written while it is read, as the last field.
        yield (b"," if number else b"") + head[:-2] + b',"hasParticipatoryText":['
        yield from _joined(orjson.dumps(each) for each in one.numbers)
        yield b"]}}"
    yield b"]}"


def _collection(features: Iterator[bytes], about: Mapping[str, str]) -> Iterator[bytes]:
    return chain([_head(about)], _joined(features), [b"]}"])


def _head(about: Mapping[str, str]) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", **about})[:-1] + b',"features":['


def _joined(parts: Iterator[bytes]) -> Iterator[bytes]:
    separator = b""
    for some in batches(parts):
        yield separator + b",".join(some)
        separator = b","


def _contribution(one: PublicProposal, teller: Teller) -> dict[str, object]:
    words = teller.vocabulary
    geometry = None
    if one.lon is not None and one.lat is not None:
        place = [round(one.lon, _DECIMALS), round(one.lat, _DECIMALS)]
        geometry = {"type": "Point", "coordinates": place}
    properties = {
        "id": one.public_id,
        "dateCreated": _moment(one.created_at),
        "link": f"{teller.base}/idee?id={quote(one.public_id)}",
        "title": one.title,
        "contributionType": _NO_KIND,
        "contributionContent": one.body,
        "commentsNumber": 0,
        "category": words["action_field"].get(one.action_field, one.action_field),
        "votingPro": one.support_count,
        "votingContra": 0,
        "keywordSuggested": "",
        "keywordPicked": "",
        "belongToProject": one.round,
        "customAttribute": {
            "action_field": one.action_field,
            "response_status": one.response_status,
            "response_status_name": words["response_status"][one.response_status],
            "municipality": one.municipality,
            "municipality_name": one.municipality_name,
            "district": one.district,
            "district_name": one.district_name,
            "public_precision": one.public_precision,
        },
    }
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _project(one: Project, teller: Teller) -> dict[str, object]:
    """All but the list of ideas; the properties come last."""
    asked, lang = one.round, teller.lang
    told = (in_language(asked.questions, lang), in_language(asked.intros, lang))
    properties = {
        "id": asked.slug,
        "nameFull": in_language(asked.titles, lang),
        "description": "\n\n".join(filter(None, told)),
        "dateStart": _moment(asked.opens),
        "dateEnd": _moment(asked.closes),
        "website": f"{teller.base}/?round={quote(asked.slug)}",
        "owner": teller.profile.operator,
        "projectOwner": [_term(town.key, town.name) for town in one.municipalities],
        "publisher": teller.profile.operator,
        "standardCategories": [_term(f.key, in_language(f.titles, lang)) for f in one.fields],
        "projectContributionType": [],
        "projectTopics": [],
        "referenceSystem": "4326",
    }
    return {"type": "Feature", "geometry": one.area, "properties": properties}


def _term(key: str, name: str) -> dict[str, str]:
    return {"id": key, "name": name, "description": ""}


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
