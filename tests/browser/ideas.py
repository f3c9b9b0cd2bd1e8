"""Ideas handed in over HTTP, for tests that need some to be there already."""

import json
from urllib.request import Request, urlopen
from uuid import uuid4

from tests.browser.app import App
from tests.browser.ground import Place


def idea(title: str, place: Place | None = None, **more: object) -> dict[str, object]:
    """The body of a submission; without a place for "no particular place"."""
    return {
        "client_key": str(uuid4()),
        "round": "ihre-ideen",
        "place_certainty": "point" if place else "none",
        "lon": place.lon if place else None,
        "lat": place.lat if place else None,
        "district": None,
        "municipality": None,
        "public_precision": "exact" if place else "district",
        "title": title,
        "body": "Damit hier etwas steht, das man lesen kann.",
        "action_field": "green",
        "display_name": None,
        **more,
    }


def post(app: App, path: str, body: object, timeout_s: float = 20) -> tuple[int, dict[str, str]]:
    """Status and answer of a POST with a JSON body; raises OSError for everything else."""
    request = Request(
        f"{app.url}{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Origin": app.url},
    )
    with urlopen(request, timeout=timeout_s) as answer:
        return answer.status, json.load(answer)


def hand_in(app: App, *bodies: dict[str, object]) -> list[dict[str, str]]:
    """Submit ideas; what was answered."""
    return [post(app, "/api/proposals", body)[1] for body in bodies]


def hand_in_and_publish(app: App, *bodies: dict[str, object]) -> list[dict[str, str]]:
    """Submit ideas and let everyone see them."""
    receipts = hand_in(app, *bodies)
    app.command("proposals", "publish", *(receipt["public_id"] for receipt in receipts))
    return receipts
