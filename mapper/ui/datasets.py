"""Where the map's contents come from, for `st.html`."""

from markupsafe import Markup

from mapper.i18n import N_, Translator
from mapper.i18n.labels import LAYER_ROLES, label
from mapper.mapview.citizen_map import in_language
from mapper.services.describe_data import DataDescription
from mapper.ui.markup import join, link

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


def dataset_cards(datasets: tuple[DataDescription, ...], translator: Translator) -> Markup:
    """One card a dataset, as a list."""
    cards = join(Markup("<li>{}</li>").format(_card(dataset, translator)) for dataset in datasets)
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


def _card(dataset: DataDescription, translator: Translator) -> Markup:
    _ = translator.gettext
    facts = [
        (_("Source"), _source(dataset, translator)),
        (_("Licence"), dataset.licence or _("not stated")),
        (_("Attribution"), dataset.attribution or _("not stated")),
        (_("As of"), _as_of(dataset, translator)),
        (_("Objects"), translator.format_number(dataset.features)),
        (_("Geometry"), _("schematic") if dataset.schematic else _("as measured by the source")),
    ]
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return Markup(
        '<article class="ik-card ik-plain"><h3>{}</h3>{}<dl class="ik-dl">{}</dl></article>'
    ).format(_title(dataset, translator), _schematic_note(dataset, translator), rows)


def _title(dataset: DataDescription, translator: Translator) -> str:
    named = dataset.titles.get(translator.lang) or dataset.titles.get("")
    return named or label(LAYER_ROLES, dataset.role, translator)


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
