"""What each kind of source offers for a dataset: a digest at once, features on demand."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from mapper.domain.geodata import Dataset, DatasetSource, LayerRole, SourceFile, SourceKind
from mapper.errors import DatasetError
from mapper.geo import schematic, schematic_green
from mapper.imports.feature_sets import (
    FeatureSet,
    dissolve_districts,
    draw_schematic_districts,
    draw_schematic_green_spaces,
    read_files,
)
from mapper.imports.fetch import NetworkBudget, fetch
from mapper.imports.surroundings import Provenance, Surroundings

# Raised whenever the same files give other features, so that loaded versions are read anew.
_READER = "reader 1"
PROFILE_LAYERS = "layers"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a source would give; equal digests mean equal features and provenance.

    `sha256` is that of the file, of the files' digests where there are several, of the facts
    where there is none. `read` raises DatasetError where the features turn out to be unusable.
    """

    source: DatasetSource
    digest: str
    sha256: str
    provenance: Provenance
    read: Callable[[], FeatureSet]


def make_offer(dataset: Dataset, source: DatasetSource, around: Surroundings) -> Offer | None:
    """What this source offers now; None where it has nothing, which is no fault.

    Raises
    ------
    DatasetError
        It should have something and has not.
    """
    match source.kind:
        case SourceKind.FOLDER:
            return _offer_folder(dataset, source, around, around.folder)
        case SourceKind.PROFILE:
            layers = around.profile.folder / PROFILE_LAYERS
            offer = _offer_folder(dataset, source, around, layers)
            if offer is None:
                raise DatasetError(source.title, f"its files are not in {PROFILE_LAYERS}/")
            return offer
        case SourceKind.NETWORK:
            return _offer_network(dataset, source, around)
        case SourceKind.DISSOLVE:
            return _offer_dissolved(dataset, source, around)
        case SourceKind.SCHEMATIC:
            return _offer_schematic(dataset, source, around)


def _offer_folder(
    dataset: Dataset, source: DatasetSource, around: Surroundings, folder: Path | None
) -> Offer | None:
    paths = [folder / file.location for file in source.files] if folder else []
    if not paths or not all(path.is_file() for path in paths):
        return None
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    for file, digest in zip(source.files, digests, strict=True):
        if file.sha256 not in (None, digest):
            raise DatasetError(file.file_name, "it is not the file whose sha256 is pinned")
    contents = list(zip(source.files, paths, strict=True))
    return _offer_files(source, digests, lambda: read_files(contents, dataset, source, around))


def _offer_network(dataset: Dataset, source: DatasetSource, around: Surroundings) -> Offer | None:
    budget = around.network
    if budget is None:
        return None
    digests = [_pinned(file) for file in source.files]
    return _offer_files(
        source, digests, lambda: read_files(_fetched(source, budget), dataset, source, around)
    )


def _fetched(source: DatasetSource, budget: NetworkBudget) -> Iterator[tuple[SourceFile, bytes]]:
    for file in source.files:
        yield file, fetch(file.location, _pinned(file), budget)


def _pinned(file: SourceFile) -> str:
    if file.sha256 is None:
        raise DatasetError(file.location, "the catalogue pins no sha256")
    return file.sha256


def _offer_files(
    source: DatasetSource, digests: list[str], read: Callable[[], FeatureSet]
) -> Offer:
    return Offer(
        source=source,
        digest=_digest(_READER, asdict(source), digests),
        sha256=digests[0] if len(digests) == 1 else _digest(digests),
        provenance=_provenance(source, schematic=False),
        read=read,
    )


def _offer_dissolved(dataset: Dataset, source: DatasetSource, around: Surroundings) -> Offer:
    if dataset.role is not LayerRole.MUNICIPALITIES:
        raise DatasetError(source.title, "only municipalities are dissolved from districts")
    if around.districts.provenance is None:
        raise DatasetError(source.title, "there are no districts to dissolve")
    return Offer(
        source=source,
        digest=_digest(_READER, asdict(source), around.districts.digest),
        sha256=around.districts.digest,
        provenance=around.districts.provenance,
        read=partial(dissolve_districts, dataset, source, around),
    )


def _offer_schematic(dataset: Dataset, source: DatasetSource, around: Surroundings) -> Offer:
    facts = around.profile.facts
    if dataset.role is LayerRole.DISTRICTS and facts.districts:
        inputs: tuple[str, ...] = (schematic.ALGORITHM,)
        draw = draw_schematic_districts
    elif dataset.role is LayerRole.GREEN_SPACES and facts.green_spaces:
        inputs = (schematic_green.ALGORITHM, around.districts.digest)
        draw = draw_schematic_green_spaces
    else:
        raise DatasetError(source.title, "the profile holds no facts to draw it from")
    return Offer(
        source=source,
        digest=_digest(*inputs, asdict(source), asdict(facts)),
        sha256=_digest(asdict(facts)),
        provenance=_provenance(source, schematic=True),
        read=partial(draw, dataset, source, around),
    )


def _provenance(source: DatasetSource, *, schematic: bool) -> Provenance:
    note = source.note if schematic else {}
    return Provenance(source.licence, source.attribution, source.as_of, schematic, note)


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
