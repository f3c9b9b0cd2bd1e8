"""Words for the keys that statuses, places and channels carry in the code."""

from collections.abc import Mapping

from mapper.i18n.translator import N_, Translator

MODERATION_STATUSES: Mapping[str, str] = {
    "pending": N_("waiting for release"),
    "published": N_("published"),
    "rejected": N_("not published"),
    "hidden": N_("hidden"),
    "withdrawn": N_("withdrawn"),
    "merged": N_("merged"),
}

RESPONSE_STATUSES: Mapping[str, str] = {
    "received": N_("received"),
    "in_review": N_("under review"),
    "planned": N_("planned"),
    "done": N_("done"),
    "forwarded": N_("forwarded"),
    "deferred": N_("deferred"),
    "not_feasible": N_("not feasible"),
}

PUBLIC_PRECISIONS: Mapping[str, str] = {
    "exact": N_("exact"),
    "100m": N_("approximate (100 m)"),
    "district": N_("district only"),
}

CHANNELS: Mapping[str, str] = {
    "online": N_("online"),
    "shop": N_("in the shop"),
    "workshop": N_("workshop"),
    "street_stall": N_("street stall"),
    "letter": N_("letter"),
    "phone": N_("by phone"),
    "import": N_("import"),
}

GREEN_SPACE_KINDS: Mapping[str, str] = {
    "allotments": N_("allotment gardens"),
    "cemetery": N_("cemetery"),
    "forest": N_("forest"),
    "garden": N_("garden"),
    "grass": N_("lawn"),
    "heath": N_("heath"),
    "landscape": N_("landscape reserve"),
    "meadow": N_("meadow"),
    "nature_reserve": N_("nature reserve"),
    "park": N_("park"),
    "pitch": N_("sports field"),
    "playground": N_("playground"),
    "protected_area": N_("protected area"),
    "recreation_ground": N_("recreation ground"),
    "wetland": N_("wetland"),
    "wood": N_("wood"),
}

LAYER_ROLES: Mapping[str, str] = {
    "districts": N_("Districts"),
    "municipalities": N_("Municipalities"),
    "green_spaces": N_("Green spaces"),
    "base": N_("Base map"),
    "overlay": N_("Further map content"),
}


def translate_labels(labels: Mapping[str, str], translator: Translator) -> dict[str, str]:
    """Every key with its words in the reader's language."""
    return {key: translator.gettext(words) for key, words in labels.items()}


def label(labels: Mapping[str, str], key: str, translator: Translator) -> str:
    """The words for one key; the key itself, readable, where nobody named it."""
    return translator.gettext(labels.get(key, key.replace("_", " ")))
