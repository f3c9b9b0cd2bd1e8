"""How GIS programs reach the data: OGC API, vector tiles, the database."""

from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup, escape
from sqlalchemy.engine import make_url

from mapper.db.tables.base import SCHEMA_API
from mapper.markup import join, link, text
from mapper.services.layers import list_layers
from mapper.ui.context import Context

SECTION = "qgis"
_USUAL_PORT = "5432"
_TILES = "tiles/WebMercatorQuad/{z}/{y}/{x}"
_CODE = Markup('<code class="ik-copy">{}</code>')


def show_qgis(here: Context) -> None:
    """Three ways in, each step by step, with what is to be entered."""
    _ = here.translator.gettext
    st.html(
        Markup('<h2 class="ik-section">{}</h2><p class="ik-lead">{}</p>').format(
            _("QGIS"),
            _("Public layers and published ideas, as they are now, in QGIS and other programs."),
        )
    )
    parts = [_by_features(here), _by_tiles(here), _by_database(here)]
    st.html(Markup('<div class="ik-prose ik-ways-in">{}</div>').format(join(parts)))


def _by_features(here: Context) -> Markup:
    _ = here.translator.gettext
    address = f"{_base(here)}/ogc/"
    steps = [
        escape(_("In QGIS open “Layer”, “Data Source Manager”, “WFS / OGC API Features”.")),
        Markup("{} {}").format(
            _("Choose “New” and enter a name and this address:"), _CODE.format(address)
        ),
        escape(_("As the version choose “OGC API - Features”, then “OK” and “Connect”.")),
        escape(_("Choose layers from the list and add them.")),
    ]
    look_at = link("/ogc/", _("Look at the data in the browser"), class_="ik-link")
    lead = _("The usual way. It needs no account, works everywhere, and gives all attributes.")
    return _way(_("Objects: OGC API Features"), lead, steps) + Markup("<p>{}</p>").format(look_at)


def _by_tiles(here: Context) -> Markup:
    _ = here.translator.gettext
    layers = list_layers(here.sessions)
    steps = [
        escape(
            _("In the browser panel right-click “Vector Tiles”, then “New Generic Connection”.")
        ),
        escape(_("Enter the address of a layer, and 22 as the highest zoom:")),
    ]
    rows = [
        ("ideas", _("Published ideas")),
        *((one.slug, one.title_in(here.lang)) for one in layers),
    ]
    listed = join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(
            text(title), _CODE.format(f"{_base(here)}/ogc/collections/{slug}/{_TILES}")
        )
        for slug, title in rows
    )
    lead = _("Quick also with very many objects, but for looking only.")
    return _way(_("Pictures: vector tiles"), lead, steps) + Markup(
        '<dl class="ik-dl">{}</dl>'
    ).format(listed)


def _by_database(here: Context) -> Markup:
    _ = here.translator.gettext
    title = _("Database: read only")
    place = _place(here)
    if place is None:
        return _way(
            title,
            _(
                "Not here: this installation's database answers on its own machine only. Please "
                "take one of the ways above. With a PostgreSQL server in the town's network the "
                "operator can give you a login."
            ),
            [],
        )
    command = _CODE.format("mapper db reader add " + _("name"))
    steps = [
        Markup("{} {}").format(_("Ask the operator for a login. The command is:"), command),
        escape(_("In QGIS open “Layer”, “Data Source Manager”, “PostgreSQL” and choose “New”.")),
        escape(_("Enter this, then your login and your password:")),
    ]
    entered = [
        (_("Host"), place[0]),
        (_("Port"), place[1]),
        (_("Database"), place[2]),
        (_("Schema"), SCHEMA_API),
    ]
    listed = join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, _CODE.format(value))
        for name, value in entered
    )
    then = _(
        "The table “feature” holds the objects of all layers: choose “id” as its key and filter by "
        "“layer”. The table “proposal” holds the ideas with their public places."
    )
    lead = _("For analysis in QGIS itself. The login reads what is public and changes nothing.")
    return _way(title, lead, steps) + Markup('<dl class="ik-dl">{}</dl><p>{}</p>').format(
        listed, then
    )


def _way(title: str, lead: str, steps: list[Markup]) -> Markup:
    listed = join(Markup("<li>{}</li>").format(step) for step in steps)
    body = Markup("<ol>{}</ol>").format(listed) if steps else Markup("")
    return Markup("<h3>{}</h3><p>{}</p>{}").format(title, lead, body)


def _base(here: Context) -> str:
    """The address people use: the operator's, else the one this browser has opened."""
    if here.settings.base_url is None:
        opened = urlsplit(str(st.context.url or ""))
        if opened.scheme in ("http", "https") and opened.netloc:
            return f"{opened.scheme}://{opened.netloc}"
    return here.settings.public_url


def _place(here: Context) -> tuple[str, str, str] | None:
    """Host, port and name of the database; None where it answers through a file only."""
    url = make_url(here.settings.database_url or "postgresql:///")
    host = url.host or url.query.get("host")
    if not isinstance(host, str) or host.startswith("/"):
        return None
    return host, str(url.port or _USUAL_PORT), url.database or ""
