"""A folium map that asks nobody but this server for anything."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

from mapper.mapview import palette
from mapper.mapview.safe import safe_json, safe_text

LEAFLET_JS = ("leaflet", "/vendor/leaflet/leaflet.js")
LEAFLET_CSS = ("leaflet_css", "/vendor/leaflet/leaflet.css")
FONT_CSS = ("font_css", "/vendor/fonts/fonts.css")
JQUERY_JS = ("jquery", "/vendor/jquery/jquery.min.js")
"""Needed by folium's popups only; a map that has some adds it to its `default_js`."""

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class MapWords:
    """What is written on and said about a map, in the reader's language; plain text."""

    lang: str
    title: str
    zoom_in: str
    zoom_out: str
    no_ground: str
    attribution: str


class PlainMap(folium.Map):
    """Folium's map with our files, our style and no tiles.

    Its own template leaves out folium's viewport (which forbids zooming the page) and the scale
    in miles, and gives frame, map and buttons names in the reader's language.
    """

    default_js = [LEAFLET_JS]  # noqa: RUF012 - as folium declares it
    default_css = [LEAFLET_CSS, FONT_CSS]  # noqa: RUF012

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <style>{{ this.style }}</style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                zoomControl: false, zoomSnap: 0.25, minZoom: 8, maxZoom: 17, preferCanvas: true
            });
            {{ this.get_name() }}.fitBounds({{ this.bounds }}, {padding: [12, 12]});
            {{ this.get_name() }}.setMaxBounds({{ this.get_name() }}.getBounds().pad(1));
            {{ this.get_name() }}.attributionControl.setPrefix(false)
                .addAttribution({{ this.attribution }});
            L.control.scale({imperial: false}).addTo({{ this.get_name() }});
            L.control.zoom({
                position: "topright",
                zoomInTitle: {{ this.texts.zoom_in }},
                zoomOutTitle: {{ this.texts.zoom_out }}
            }).addTo({{ this.get_name() }});
            {{ this.get_name() }}.getContainer().setAttribute("role", "region");
            {{ this.get_name() }}.getContainer()
                .setAttribute("aria-label", {{ this.texts.title }});
            {{ this.get_name() }}.getContainer().dataset.noGround =
                {{ this.texts.no_ground }};
            document.title = {{ this.texts.title }};
            document.documentElement.lang = {{ this.texts.lang }};
            if (window.frameElement) window.frameElement.title = document.title;
        {% endmacro %}
        """
    )

    def __init__(self, extent: tuple[float, float, float, float], words: MapWords) -> None:
        west, south, east, north = extent
        super().__init__(location=((south + north) / 2, (west + east) / 2), tiles=None)
        self.bounds = safe_json([[south, west], [north, east]])
        self.texts = {name: safe_json(text) for name, text in asdict(words).items()}
        self.attribution = safe_json(safe_text(words.attribution))
        self.style = _style()


class Ground(MacroElement):
    """Municipalities, districts and green spaces, fetched by the browser and kept there.

    `layers` names the address of each by its slug; a slug left out is not drawn.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.code }}
            ideenkarte.drawGround({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, layers: Mapping[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Ground"
        self.code = _code("ground")
        self.options = safe_json(
            {
                "layers": dict(layers),
                "colours": {"paper": palette.PAPER, "quiet": palette.QUIET_INK},
                "greenSpaces": palette.GREEN_SPACES,
            }
        )


class Overlays(MacroElement):
    """A list of what may be laid over the ground; see `overlays.offered_overlays`.

    `title` heads it, `failed` is said when something cannot be fetched, `left_out` is the sentence
    under it.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.code }}
            ideenkarte.offerOverlays({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(
        self, title: str, failed: str, left_out: str, overlays: Sequence[Mapping[str, object]]
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Overlays"
        self.code = _code("overlays")
        told = {"title": title, "failed": failed, "leftOut": left_out}
        self.options = safe_json({**told, "overlays": [dict(one) for one in overlays]})


def base_map(
    extent: tuple[float, float, float, float], words: MapWords, layers: Mapping[str, str]
) -> PlainMap:
    """A map of the extent (west, south, east, north in EPSG:4326) with its ground."""
    plain = PlainMap(extent, words)
    Ground(layers).add_to(plain)
    return plain


@cache
def _style() -> str:
    colours = {
        "paper": palette.PAPER,
        "outside": palette.OUTSIDE,
        "ink": palette.INK,
        "quiet": palette.QUIET_INK,
        "beech": palette.BEECH,
    }
    tokens = "".join(f"--{name}:{colour};" for name, colour in colours.items())
    return f":root{{{tokens}}}\n{(_FOLDER / 'ground.css').read_text(encoding='utf-8')}"


@cache
def _code(name: str) -> str:
    return (_FOLDER / f"{name}.js").read_text(encoding="utf-8")
