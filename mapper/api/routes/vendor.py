"""Files that browsers need: libraries and fonts, our mark, and a word to search engines."""

from pathlib import Path

from starlette.responses import RedirectResponse, Response

from mapper.api.answers import DAY
from mapper.api.assets import Assets
from mapper.api.endpoint import Call, Handler
from mapper.api.refusals import UnknownPathError

_PACKAGE = Path(__file__).resolve().parent.parent.parent
VENDOR = _PACKAGE / "vendor"
_MARK = _PACKAGE / "ui" / "pin.svg"
_ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /tiles/\nDisallow: /ogc/\nDisallow: /meine\n"


def serve_vendor(assets: Assets) -> Handler:
    """The handler for files of mapper/vendor."""

    def get_file(call: Call) -> Response:
        file = assets.find(call.request.path_params["path"])
        if file is None:
            raise UnknownPathError(call.request.url.path)
        return assets.serve(call.request, file, DAY)

    return get_file


def get_mark(call: Call) -> Response:
    """Our mark as SVG."""
    del call
    return Response(_MARK.read_bytes(), 200, {"Cache-Control": DAY}, "image/svg+xml")


def get_old_mark(call: Call) -> Response:
    """Where programs look that read no HTML."""
    del call
    return RedirectResponse("/favicon.svg", 301, {"Cache-Control": DAY})


def get_robots(call: Call) -> Response:
    """What search engines need not visit."""
    del call
    return Response(_ROBOTS, 200, {"Cache-Control": DAY}, "text/plain")
