"""Where the map's contents come from, for `st.html`."""

from collections.abc import Mapping

from markupsafe import Markup

from mapper.domain.berlin import TIMEZONE
from mapper.i18n import N_, Translator
from mapper.i18n.labels import LAYER_ROLES, label
from mapper.mapview.citizen_map import in_language
from mapper.mapview.overlays import GROUND
from mapper.markup import items, join, link, text
from mapper.services.describe_data import DataDescription
from mapper.services.layer_files import FORMATS

# Ways of making geometry that the software knows itself; other sources are named in the catalogue.
MADE_HERE = {
    "dissolve": N_("Put together from the districts"),
    "schematic": N_("Drawn from published facts, not measured"),
}

# Addresses of downloads and what each is good for.
DOWNLOADS = (
    ("/api/proposals.geojson", "GeoJSON", N_("for maps and programs")),
    ("/api/proposals.csv", "CSV", N_("for spreadsheets")),
    ("/api/proposals.gpkg", "GeoPackage", N_("for QGIS and other GIS")),
)


def dataset_cards(
    datasets: tuple[DataDescription, ...],
    translator: Translator,
    sizes: Mapping[str, Mapping[str, int]] | None = None,
) -> Markup:
    """One card a dataset, as a list.

    Parameters
    ----------
    sizes
        Bytes of the files to take away, by layer and ending, as far as they are known.
    """
    known = sizes or {}
    cards = join(
        Markup("<li>{}</li>").format(_card(one, translator, known.get(one.slug, {})))
        for one in datasets
    )
    return Markup('<ul class="ik-cards">{}</ul>').format(cards)


def download_list(translator: Translator) -> Markup:
    """Links to the published ideas in the formats there are."""
    rows = join(
        Markup("<li>{} <span>{}</span></li>").format(
            link(address, name, download="", class_="ik-link"), translator.gettext(use)
        )
        for address, name, use in DOWNLOADS
    )
    return Markup('<ul class="ik-downloads">{}</ul>').format(rows)


def _card(dataset: DataDescription, translator: Translator, sizes: Mapping[str, int]) -> Markup:
    _ = translator.gettext
    facts = [
        (_("Source"), _source(dataset, translator)),
        (_("Licence"), dataset.licence or _("not stated")),
        (_("Attribution"), dataset.attribution or _("not stated")),
        (_("As of"), _as_of(dataset, translator)),
        (_("Objects"), translator.format_number(dataset.features)),
        (_("Geometry"), _("schematic") if dataset.schematic else _("as measured by the source")),
        *_import_facts(dataset, translator),
    ]
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return Markup(
        '<article class="ik-card ik-plain"><h3>{}</h3>{}<dl class="ik-dl">{}</dl>{}</article>'
    ).format(
        text(_title(dataset, translator)),
        _schematic_note(dataset, translator),
        rows,
        _files(dataset, translator, sizes),
    )


def _import_facts(dataset: DataDescription, translator: Translator) -> list[tuple[str, str]]:
    _ = translator.gettext
    facts = []
    if dataset.source_crs:
        facts.append((_("Coordinate reference system of the source"), dataset.source_crs))
    if dataset.version is not None and dataset.imported_at is not None:
        day = translator.format_date(dataset.imported_at.astimezone(TIMEZONE).date())
        version = _("{number}, in use since {day}").format(number=dataset.version, day=day)
        facts.append((_("Version"), version))
    return facts


def _files(dataset: DataDescription, translator: Translator, sizes: Mapping[str, int]) -> Markup:
    """Links to the layer in the formats there are, and its address for programs."""
    base = f"/api/layers/{dataset.slug}"
    named = [
        *((f"{base}.{ending}", one.name, ending) for ending, one in FORMATS.items()),
        (f"{base}.geojson?attributes=all", "GeoJSON", ""),
    ]
    links = [
        join(
            (
                link(address, name, download="", class_="ik-link"),
                Markup(" <span>({})</span>").format(translator.format_size(sizes[ending]))
                if ending in sizes
                else Markup(""),
            )
        )
        for address, name, ending in named
    ]
    service = translator.gettext("OGC API, for QGIS and programs")
    links.append(link(f"/ogc/collections/{dataset.slug}", service, class_="ik-link"))
    return Markup('<h4 class="ik-files-of">{}</h4>{}').format(
        translator.gettext("Download"), items(links, class_="ik-layer-files")
    )


def _title(dataset: DataDescription, translator: Translator) -> str:
    named = dataset.titles.get(translator.lang) or dataset.titles.get("")
    if named:
        return named
    if dataset.slug in GROUND:
        return label(LAYER_ROLES, dataset.role, translator)
    return in_language(dataset.titles, translator.lang) or dataset.title


def _source(dataset: DataDescription, translator: Translator) -> str:
    own = MADE_HERE.get(dataset.source_kind or "")
    if own:
        return translator.gettext(own)
    return in_language(dataset.source_titles, translator.lang) or dataset.source


def _as_of(dataset: DataDescription, translator: Translator) -> str:
    if dataset.as_of:
        return translator.format_partial_date(dataset.as_of)
    return translator.format_date(dataset.date) if dataset.date else translator.gettext("unknown")


def _schematic_note(dataset: DataDescription, translator: Translator) -> Markup:
    if not dataset.schematic:
        return Markup("")
    note = in_language(dataset.schematic_note, translator.lang) or translator.gettext(
        "Schematic drawing, not official boundaries"
    )
    return Markup('<p class="ik-schematic">{}</p>').format(note)
