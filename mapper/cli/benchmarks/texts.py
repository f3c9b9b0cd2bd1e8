"""Titles and bodies of a benchmark's ideas: of equal length in bytes, as rows of an array need."""

import numpy as np

TEXTS = (
    ("Radweg zum Bahnhof", "Ein Radweg entlang der Landstraße würde Kindern den Weg zur Schule"),
    ("Den Weg instand setzen", "Der Weg ist bei Regen kaum zu begehen, eine Befestigung fehlt"),
    ("Bank im Schatten", "Ältere Menschen brauchen eine Bank, auf der sie sich ausruhen können"),
    ("Spielplatz erneuern", "Die Rutsche ist kaputt, und der Sand müsste einmal ersetzt werden"),
    ("Bus am Abend", "Nach acht Uhr fährt kein Bus mehr, Jugendliche kommen nicht nach Hause"),
    ("Bäume pflanzen", "Auf dem Platz fehlt Schatten, drei Linden würden den Sommer erträglich"),
    ("Treffpunkt im Dorf", "Das leere Gasthaus könnte ein Treffpunkt für alle Vereine werden"),
    ("Schnelles Internet", "Wer von zu Hause arbeitet, wartet seit Jahren auf einen Anschluss"),
    ("Markt am Samstag", "Ein Markt mit Erzeugern aus der Gegend würde die Altstadt beleben"),
    ("Tempo 30 vor der Kita", "Autos fahren zu schnell, ein Zebrastreifen fehlt ebenfalls noch"),
    ("Badestelle säubern", "Scherben liegen im Wasser, ein Mülleimer und ein Steg würden helfen"),
    ("Solardach auf der Schule", "Die Dächer der Schule bieten Platz für Solarstrom und Wärme"),
    ("Jugendclub öffnen", "Am Wochenende gibt es für junge Leute keinen Raum, der offen steht"),
    ("Laternen am Friedhof", "Im Winter ist der Weg dunkel, drei Laternen reichten dafür aus"),
    ("Blühwiese am Teich", "Weniger mähen, mehr Blumen: Insekten und Vögel finden dort Nahrung"),
    ("Arztpraxis halten", "Ohne Praxis müssten Kranke dreißig Kilometer weit fahren, ohne Bus"),
    ("Wanderweg ausschildern", "Gäste verlaufen sich, die Schilder sind verblasst oder fort"),
    ("Backofen im Park", "Ein gemeinsamer Ofen bringt Nachbarn zusammen, auch die neuen im Ort"),
    ("Laden im Dorf", "Ein kleiner Laden mit Post erspart vielen den langen Weg in die Stadt"),
    ("Brunnen reparieren", "Der Brunnen steht still, dabei war er immer ein Treffpunkt im Ort"),
)
_REST = (
    ". Davon hätten alle etwas, besonders Kinder und ältere Menschen; die Kosten wären klein, "
    "und Nachbarn würden mit anpacken, wenn jemand den Anfang macht und die Arbeit verteilt."
)


def _of_equal_length(texts: list[str]) -> np.ndarray[tuple[int], np.dtype[np.bytes_]]:
    encoded = [text.encode() for text in texts]
    longest = max(map(len, encoded))
    return np.array([text.ljust(longest) for text in encoded], dtype=f"S{longest}")


TITLES = _of_equal_length([title for title, _ in TEXTS])
BODIES = _of_equal_length([body + _REST for _, body in TEXTS])
