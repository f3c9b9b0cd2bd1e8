"""docs/settings.md names every setting, with the default it has."""

import re

from pydantic_core import PydanticUndefined

from mapper.settings import PROJECT_ROOT, Settings

# These depend on the account or the checkout, and the page says how.
DESCRIBED = {"MAPPER_HOME", "MAPPER_PROFILE_DIR", "MAPPER_BASE_URL", "MAPPER_SECRET_KEY"}


def rows() -> dict[str, str]:
    """The default of every variable as the page says it."""
    page = (PROJECT_ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    found = {}
    for line in page.splitlines():
        if line.startswith("| `"):
            names, default = line.split(" | ")[:2]
            for name in re.findall(r"`([A-Z_]+)`", names):
                assert name not in found, f"{name} stands there twice"
                found[name] = default.strip(" `")
    return found


def test_every_setting_stands_on_the_page_with_its_default() -> None:
    fields = Settings.model_fields
    names = {
        name: "DATABASE_URL" if name == "database_url" else f"MAPPER_{name.upper()}"
        for name in fields
    }
    told = rows()

    assert set(told) == set(names.values())
    for name, field in fields.items():
        if names[name] in DESCRIBED:
            continue
        default = field.default
        assert default is not PydanticUndefined
        expected = {None: "–", "": "–", True: "1"}.get(default, str(default))
        assert told[names[name]] == expected, names[name]
