"""Which coordinate reference system a file is in, and the way from there to EPSG:25833."""

from collections.abc import Callable

from mapper.domain.imports import CrsCandidate, CrsFinding, Ground, ImportOptions
from mapper.errors import ImportRefusedError
from mapper.imports.reading.systems_candidates import PLAUSIBLE, find_unit, meant, propose
from mapper.imports.reading.systems_known import MISTAKEN, STORED
from mapper.imports.reading.systems_places import Place, on_earth, usable
from mapper.imports.reading.systems_ways import Positions, Way, find_way
from mapper.imports.reading.systems_words import Meaning, canonical, understand, words_of

__all__ = ["Positions", "find_crs", "projection", "words_of"]

_MOST_LOOKED_AT = 2_000


def find_crs(
    words: str | None, sample: Positions, options: ImportOptions, ground: Ground
) -> CrsFinding:
    """How the positions of a file are to be read; never a guess.

    Parameters
    ----------
    words
        The file's own: a code, WKT or a PROJ string (see `words_of`); None where it has none.
    sample
        At most some thousand positions from all over the file.

    Raises
    ------
    ImportRefusedError
        Somebody chose what is no coordinate reference system, or none that leads here.
    """
    place = Place.of(ground)
    meaning = understand(words)
    chosen = canonical(options.crs) if options.crs else None
    if chosen is None and options.swap_axes:
        chosen = meaning.code
    if chosen is not None:
        return _finding("chosen", chosen, meaning, _way(chosen, place), swapped=options.swap_axes)
    positions = usable(sample, _MOST_LOOKED_AT)
    way = find_way(meaning.code, place.box if place else None) if meaning.code else None
    if meaning.code is None or way is None:
        return _open("missing", meaning, positions, place, propose(meaning, positions, place))
    others = _contradiction(meaning, way, positions, place)
    if others is not None:
        return _open("contradictory", meaning, positions, place, others)
    state = "given" if meaning.plain else "identified"
    alike = (
        meant(meaning, positions, place) if not meaning.plain or meaning.code in MISTAKEN else ()
    )
    return _finding(state, meaning.code, meaning, way, candidates=alike)


def projection(
    finding: CrsFinding, ground: Ground | None = None
) -> Callable[[Positions], Positions]:
    """The way from a found CRS to EPSG:25833, see `Way.projection`."""
    if finding.crs is None:
        names = ", ".join(dict.fromkeys(one.crs for one in finding.candidates)) or STORED
        raise ImportRefusedError("undecided_crs", names=names)
    way = _way(finding.crs, Place.of(ground) if ground else None)
    return way.projection(swapped=finding.swapped)


def _contradiction(
    meaning: Meaning, way: Way, positions: Positions, place: Place | None
) -> tuple[CrsCandidate, ...] | None:
    """Candidates where the file's own system puts its positions elsewhere; None where it fits."""
    if not len(positions):
        return None
    placed = way.projection()(positions.copy())
    off = not on_earth(placed).any()
    if place is not None and not off:
        if place.inside(placed) or place.lies_within(placed):
            return None
        off = place.is_elsewhere(placed)
    elif not off:
        return None
    candidates = propose(meaning, positions, place, own_code=meaning.code)
    # A neighbour's file lies near and has nothing here; no other system would change that.
    fits = bool(candidates) and candidates[0].inside >= PLAUSIBLE
    return candidates if off or fits else None


def _open(
    state: str,
    meaning: Meaning,
    positions: Positions,
    place: Place | None,
    candidates: tuple[CrsCandidate, ...],
) -> CrsFinding:
    """What a person is to decide, or what is wrong where there is nothing to choose from."""
    fits = any(one.inside > 0 for one in candidates)
    unit = None if fits or not len(positions) else find_unit(positions, place)
    return CrsFinding(state, None, meaning.name, candidates=candidates, unit=unit)


def _finding(
    state: str,
    code: str,
    meaning: Meaning,
    way: Way,
    *,
    swapped: bool = False,
    candidates: tuple[CrsCandidate, ...] = (),
) -> CrsFinding:
    return CrsFinding(
        state=state,
        crs=code,
        words=meaning.name,
        swapped=swapped,
        accuracy_m=way.accuracy_m,
        candidates=candidates,
        operation=way.operation,
        missing_grid=way.missing_grid,
    )


def _way(code: str, place: Place | None) -> Way:
    way = find_way(code, place.box if place else None)
    if way is None:
        raise ImportRefusedError("unusable_crs", got=code)
    return way
