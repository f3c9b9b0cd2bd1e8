"""The coordinate reference systems in which German municipal data comes, and other words for them.

The meaning of each code is that of the PROJ database; `tests/unit/imports/test_systems_known.py`
holds it against what is written here.
"""

from collections.abc import Mapping

STORED = "EPSG:25833"

KNOWN: Mapping[str, str] = {
    "EPSG:25833": "ETRS89",
    "EPSG:25832": "ETRS89",
    "EPSG:4326": "WGS84",
    "EPSG:5650": "ETRS89",
    "ESRI:102359": "ETRS89",
    "EPSG:31468": "DHDN",
    "EPSG:2398": "S42/83",
    "EPSG:31469": "DHDN",
    "EPSG:2399": "S42/83",
    "EPSG:31467": "DHDN",
    "EPSG:31466": "DHDN",
    "EPSG:3398": "RD/83",
    "EPSG:3399": "RD/83",
    "EPSG:4647": "ETRS89",
    "ESRI:102328": "ETRS89",
    "EPSG:3857": "WGS84",
    "EPSG:4258": "ETRS89",
    "EPSG:3068": "DHDN",
    "EPSG:3035": "ETRS89",
    "EPSG:32633": "WGS84",
    "EPSG:32632": "WGS84",
}
"""Codes with their datum, the likelier first.

25832, 25833: UTM zones 32 and 33. 5650, 4647: the same with the zone's number before the easting
(33374512). ESRI:102359, 102328: the same with seven digits (3374512), as the land registers of
Brandenburg and Mecklenburg wrote them. 31466 to 31469: Gauß-Krüger zones 2 to 5 on Bessel's
ellipsoid. 2398, 2399: zones 4 and 5 of the former GDR's triangulation S42/83, on Krassowski's.
3398, 3399: zones 4 and 5 of RD/83, Saxony's on Bessel's. 4258: degrees in ETRS89. 3068: Soldner
Berlin. 3035: the European Union's equal area.
"""

SAME_AS: Mapping[str, str] = {
    "OGC:CRS84": "EPSG:4326",
    "EPSG:4979": "EPSG:4326",
    "EPSG:4937": "EPSG:4258",
    "EPSG:3045": "EPSG:25833",
    "EPSG:3044": "EPSG:25832",
    "EPSG:10733": "EPSG:25833",
    "EPSG:10732": "EPSG:25832",
    "EPSG:5653": "EPSG:5650",
    "EPSG:5652": "EPSG:4647",
    "EPSG:10291": "EPSG:5650",
    "EPSG:10290": "EPSG:5650",
    "ESRI:102360": "EPSG:5650",
    "ESRI:102329": "EPSG:4647",
    "ESRI:103973": "EPSG:31466",
    "ESRI:103974": "EPSG:31467",
    "ESRI:103975": "EPSG:31468",
    "ESRI:103976": "EPSG:31469",
    "ESRI:31492": "EPSG:31466",
    "ESRI:31493": "EPSG:31467",
    "ESRI:31494": "EPSG:31468",
    "ESRI:31495": "EPSG:31469",
    "EPSG:31462": "EPSG:31466",
    "EPSG:31463": "EPSG:31467",
    "EPSG:31464": "EPSG:31468",
    "EPSG:31465": "EPSG:31469",
    "EPSG:2167": "EPSG:2398",
    "EPSG:2168": "EPSG:2399",
    "ESRI:102100": "EPSG:3857",
    "ESRI:102113": "EPSG:3857",
    "EPSG:900913": "EPSG:3857",
    "EPSG:3785": "EPSG:3857",
}
"""Other codes for the same positions with east first: turned axes, withdrawn ones, ESRI's."""

SHIFTS: Mapping[str, float] = {
    STORED: 0.0,
    "EPSG:5650": 33_000_000.0,
    "ESRI:102359": 3_000_000.0,
}
"""What the easting has more than that of EPSG:25833; nothing else is different."""

MISTAKEN: Mapping[str, str] = {
    "EPSG:31468": "EPSG:2398",
    "EPSG:31469": "EPSG:2399",
    "EPSG:5678": "EPSG:2398",
    "EPSG:5679": "EPSG:2399",
    "EPSG:3398": "EPSG:2398",
    "EPSG:3399": "EPSG:2399",
    "EPSG:2398": "EPSG:31468",
    "EPSG:2399": "EPSG:31469",
    "EPSG:5674": "EPSG:31468",
    "EPSG:5675": "EPSG:31469",
}
"""What a system is often taken for: the same kind of numbers, 590 m further north or south."""

UNOFFICIAL: Mapping[str, tuple[str, ...]] = {
    "EPSG:325833": ("ESRI:102359", "EPSG:5650", "EPSG:25833"),
    "EPSG:35833": ("ESRI:102359", "EPSG:5650", "EPSG:25833"),
    "EPSG:325832": ("ESRI:102328", "EPSG:4647", "EPSG:25832"),
}
"""Codes that stand in no register; services used them with one or the other digits in front."""

NAMES: Mapping[str, str] = {
    r"ETRS89_UTM33": "EPSG:25833",
    r"ETRS89_UTM32": "EPSG:25832",
    r"DHDN_3GK2\w*": "EPSG:31466",
    r"DHDN_3GK3\w*": "EPSG:31467",
    r"DHDN_3GK4\w*": "EPSG:31468",
    r"DHDN_3GK5\w*": "EPSG:31469",
    r"42-83_3GK4": "EPSG:2398",
    r"42-83_3GK5": "EPSG:2399",
    r"RD-83_3GK4": "EPSG:3398",
    r"RD-83_3GK5": "EPSG:3399",
}
"""Names of the German surveys' own list (urn:adv:crs:ETRS89_UTM33, DE_DHDN_3GK4) as patterns."""

DATUMS: tuple[tuple[str, str], ...] = (
    ("RD/83", r"rd/?_?83|rauenberg_?\s?datum"),
    ("S42/83", r"(pulkovo|s?42).*83"),
    ("ETRS89", r"etr[sf]|european_?\s?terrestrial|euref|grs_?\s?(19)?80"),
    ("DHDN", r"dhdn|hauptdreieck|potsdam|rauenberg"),
    ("WGS84", r"wgs|world_?\s?geodetic"),
)
"""How datums are called in files, as patterns for lower case; the first that fits."""
