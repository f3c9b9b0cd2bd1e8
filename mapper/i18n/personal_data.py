"""One person's data as a text that she can read; the JSON beside it holds every column."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mapper.i18n.labels import CHANNELS, MODERATION_STATUSES, RESPONSE_STATUSES
from mapper.i18n.translator import N_, Translator

_FIELDS = {
    "public_id": N_("Number"),
    "login": N_("Login"),
    "title": N_("Title"),
    "body": N_("Text"),
    "display_name": N_("Name"),
    "email": N_("E-mail address"),
    "roles": N_("Roles"),
    "round": N_("Round"),
    "action_field": N_("Theme"),
    "municipality": N_("Municipality"),
    "district": N_("District"),
    "event": N_("Event"),
    "geom": N_("Exact place (longitude, latitude)"),
    "public_geom": N_("Public place (longitude, latitude)"),
    "moderation_status": N_("Publication"),
    "into": N_("Part of the idea"),
    "former_status": N_("Publication before"),
    "response_status": N_("Status"),
    "status_reason": N_("Reason"),
    "support_count": N_("Supports"),
    "channel": N_("Came in by"),
    "reason": N_("Reason"),
    "decided_on": N_("Decided on"),
    "office": N_("Responsible office"),
    "council_paper_url": N_("Council paper"),
    "alternative_text": N_("Description of the picture"),
    "kind": N_("What was done"),
    "subject_key": N_("To what"),
    "purpose": N_("Purpose"),
    "created_at": N_("Stored on"),
    "published_at": N_("Published on"),
    "merged_at": N_("Merged on"),
    "touched_at": N_("Last changed on"),
    "looked_at": N_("Looked at on"),
    "erase_after": N_("Kept until"),
    "signed_in_at": N_("Last signed in on"),
    "disabled_at": N_("Disabled on"),
    "seen_at": N_("Last used on"),
    "expires_at": N_("Valid until"),
    "at": N_("When"),
}
_PARTS = {
    "ideas": N_("Idea"),
    "accounts": N_("Account"),
    "proposal_contact": N_("Contact"),
    "proposal_original": N_("Words before something was blacked out"),
    "proposal_merge": N_("Merged with another idea"),
    "photo": N_("Picture"),
    "comment": N_("Comment"),
    "response": N_("Answer of the administration"),
    "remark": N_("Internal remark"),
    "report": N_("Report"),
    "staff_session": N_("Sign-in"),
    "staff_token": N_("Link to set a password"),
    "audit_event": N_("Record of changes"),
    "did": N_("Done by this account"),
}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "moderation_status": MODERATION_STATUSES,
    "former_status": MODERATION_STATUSES,
    "response_status": RESPONSE_STATUSES,
    "channel": CHANNELS,
}
_SECONDS = len("2026-11-22 18:59")


def describe_personal_data(translator: Translator, data: Mapping[str, Any]) -> str:
    """Everything a person has told and what was done with it, a line each; times in UTC."""
    _ = translator.gettext
    lines = [_("What is stored about you"), _as_text("made_at", data["made_at"]), ""]
    for part in ("ideas", "accounts"):
        lines += _describe(translator, part, data[part], 0)
    if not data["ideas"] and not data["accounts"]:
        lines.append(_("Nothing is stored."))
    return "\n".join(lines).rstrip() + "\n"


def _describe(
    translator: Translator, part: str, rows: Sequence[Mapping[str, Any]], depth: int
) -> Iterator[str]:
    indent = "    " * depth
    for row in rows:
        yield f"{indent}{translator.gettext(_PARTS[part])}"
        for name, label in _FIELDS.items():
            if row.get(name) not in (None, "", []):
                known = _VALUES.get(name, {}).get(str(row[name]))
                value = translator.gettext(known) if known else row[name]
                words = _as_text(name, value).replace("\n", f"\n{indent}    ")
                yield f"{indent}  {translator.gettext(label)}: {words}"
        for name in _PARTS:
            if row.get(name):
                yield from _describe(translator, name, row[name], depth + 1)
        if depth == 0:
            yield ""


def _as_text(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(str(number) for number in value.get("coordinates", ()))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    moment = name == "at" or name.endswith("_at") or name == "erase_after"
    return str(value)[:_SECONDS].replace("T", " ") if moment else str(value)
