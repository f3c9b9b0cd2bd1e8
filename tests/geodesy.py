"""Geodetic formulas from the textbooks, in numpy: what the software's results are held against.

Nothing here uses PROJ. Transverse Mercator is Krüger's series (L. Krüger: Konforme Abbildung des
Erdellipsoids in der Ebene, 1912) to the fourth power of n, exact to micrometres in a zone. Datum
shifts are seven-parameter transformations with the parameters that the Federal Agency for
Cartography and Geodesy published in its list of European systems (CRS-EU): "DHDN to ETRS89
(whole country, 2001)" and "42/83 to ETRS89 (2001)".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ellipsoid:
    a: float
    inverse_f: float

    @property
    def e2(self) -> float:
        f = 1 / self.inverse_f
        return f * (2 - f)


GRS80 = Ellipsoid(6378137.0, 298.257222101)
BESSEL = Ellipsoid(6377397.155, 299.1528128)
KRASSOWSKI = Ellipsoid(6378245.0, 298.3)

Shift = tuple[float, float, float, float, float, float, float]
"""Metres, seconds of arc (position vector), parts per million."""
DHDN_TO_ETRS89: Shift = (598.1, 73.7, 418.2, 0.202, 0.045, -2.455, 6.7)
S42_83_TO_ETRS89: Shift = (24.9, -126.4, -93.2, -0.063, -0.247, -0.041, 1.01)


def transverse_mercator(
    degrees: Floats, ellipsoid: Ellipsoid, meridian: float, scale: float, false_easting: float
) -> Floats:
    """Easting, northing of lon, lat."""
    f = 1 / ellipsoid.inverse_f
    n = f / (2 - f)
    alpha = (
        n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3 + 41 / 180 * n**4,
        13 / 48 * n**2 - 3 / 5 * n**3 + 557 / 1440 * n**4,
        61 / 240 * n**3 - 103 / 140 * n**4,
        49561 / 161280 * n**4,
    )
    radius = ellipsoid.a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    lam = np.radians(degrees[:, 0] - meridian)
    phi = np.radians(degrees[:, 1])
    e = np.sqrt(ellipsoid.e2)
    conformal = np.sinh(np.arctanh(np.sin(phi)) - e * np.arctanh(e * np.sin(phi)))
    xi = np.arctan2(conformal, np.cos(lam))
    eta = np.arctanh(np.sin(lam) / np.sqrt(1 + conformal**2))
    east, north = eta.copy(), xi.copy()
    for j, a in enumerate(alpha, start=1):
        east += a * np.cos(2 * j * xi) * np.sinh(2 * j * eta)
        north += a * np.sin(2 * j * xi) * np.cosh(2 * j * eta)
    return np.column_stack([false_easting + scale * radius * east, scale * radius * north])


def web_mercator(degrees: Floats) -> Floats:
    lam, phi = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return np.column_stack([lam, np.arctanh(np.sin(phi))]) * 6378137.0


def to_older_datum(degrees: Floats, ellipsoid: Ellipsoid, shift: Shift) -> Floats:
    """Lon, lat on an older ellipsoid of lon, lat in ETRS89, on the ellipsoids themselves."""
    tx, ty, tz, rx, ry, rz, ppm = shift
    rx, ry, rz = (np.radians(angle / 3600) for angle in (rx, ry, rz))
    turn = (1 + ppm * 1e-6) * np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]])
    space = np.linalg.solve(turn, (_to_space(degrees, GRS80) - (tx, ty, tz)).T).T
    return _from_space(np.asarray(space, np.float64), ellipsoid)


def _to_space(degrees: Floats, ellipsoid: Ellipsoid) -> Floats:
    lam, phi = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    across = ellipsoid.a / np.sqrt(1 - ellipsoid.e2 * np.sin(phi) ** 2)
    return np.column_stack(
        [
            across * np.cos(phi) * np.cos(lam),
            across * np.cos(phi) * np.sin(lam),
            across * (1 - ellipsoid.e2) * np.sin(phi),
        ]
    )


def _from_space(space: Floats, ellipsoid: Ellipsoid) -> Floats:
    x, y, z = space.T
    flat = np.hypot(x, y)
    phi = np.arctan2(z, flat * (1 - ellipsoid.e2))
    for _ in range(8):
        across = ellipsoid.a / np.sqrt(1 - ellipsoid.e2 * np.sin(phi) ** 2)
        phi = np.arctan2(z + ellipsoid.e2 * across * np.sin(phi), flat)
    out: Floats = np.degrees(np.column_stack([np.arctan2(y, x), phi]))
    return out


def utm(degrees: Floats, zone: int) -> Floats:
    """ETRS89 / UTM."""
    return transverse_mercator(degrees, GRS80, zone * 6 - 183, 0.9996, 500_000)


def gauss_krueger(degrees: Floats, zone: int, ellipsoid: Ellipsoid, shift: Shift) -> Floats:
    """Three-degree zone on an older datum, of lon, lat in ETRS89."""
    older = to_older_datum(degrees, ellipsoid, shift)
    return transverse_mercator(older, ellipsoid, zone * 3, 1.0, zone * 1e6 + 500_000)


_SYSTEMS: Mapping[str, Callable[[Floats], Floats]] = {
    "EPSG:4326": np.copy,
    "EPSG:4258": np.copy,
    "EPSG:3857": web_mercator,
    "EPSG:25833": lambda degrees: utm(degrees, 33),
    "EPSG:25832": lambda degrees: utm(degrees, 32),
    "EPSG:5650": lambda degrees: utm(degrees, 33) + np.array([33e6, 0]),
    "EPSG:4647": lambda degrees: utm(degrees, 32) + np.array([32e6, 0]),
    "ESRI:102359": lambda degrees: utm(degrees, 33) + np.array([3e6, 0]),
    "EPSG:31467": lambda degrees: gauss_krueger(degrees, 3, BESSEL, DHDN_TO_ETRS89),
    "EPSG:31468": lambda degrees: gauss_krueger(degrees, 4, BESSEL, DHDN_TO_ETRS89),
    "EPSG:2398": lambda degrees: gauss_krueger(degrees, 4, KRASSOWSKI, S42_83_TO_ETRS89),
    "EPSG:2399": lambda degrees: gauss_krueger(degrees, 5, KRASSOWSKI, S42_83_TO_ETRS89),
}


def in_system(degrees: Floats, code: str) -> Floats:
    """Lon, lat in ETRS89 as a file in another system has them, east first."""
    return _SYSTEMS[code](degrees)
