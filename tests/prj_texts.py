"""Texts as they stand in .prj files that offices and programs hand out, old and new."""

from collections.abc import Mapping

_ETRS89 = (
    'GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
_WGS84 = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
_DHDN = (
    'GEOGCS["GCS_Deutsches_Hauptdreiecksnetz",DATUM["D_Deutsches_Hauptdreiecksnetz",'
    'SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]'
)
_S42_83 = (
    'GEOGCS["GCS_Pulkovo_1942_Adj_1983",DATUM["D_Pulkovo_1942_Adj_1983",'
    'SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]'
)
_RD_83 = (
    'GEOGCS["GCS_RD/83",DATUM["D_Rauenberg_1983",SPHEROID["Bessel_1841",6377397.155,299.1528128]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)


def _projected(
    name: str,
    base: str,
    meridian: float,
    easting: float,
    scale: float,
    method: str = "Transverse_Mercator",
) -> str:
    return (
        f'PROJCS["{name}",{base},PROJECTION["{method}"],PARAMETER["False_Easting",{easting}],'
        f'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}],'
        f'PARAMETER["Scale_Factor",{scale}],PARAMETER["Latitude_Of_Origin",0.0],'
        'UNIT["Meter",1.0]]'
    )


def _gauss(name: str, base: str, zone: int, method: str = "Gauss_Kruger") -> str:
    return _projected(name, base, zone * 3.0, zone * 1e6 + 5e5, 1.0, method)


IDENTIFIED: Mapping[str, tuple[str, str]] = {
    "ArcGIS, UTM 33": (
        _projected("ETRS_1989_UTM_Zone_33N", _ETRS89, 15.0, 5e5, 0.9996),
        "EPSG:25833",
    ),
    "ArcGIS, UTM 32": (
        _projected("ETRS_1989_UTM_Zone_32N", _ETRS89, 9.0, 5e5, 0.9996),
        "EPSG:25832",
    ),
    "ArcGIS, 7 digits": (
        _projected("ETRS_1989_UTM_Zone_33N_7stellen", _ETRS89, 15.0, 35e5, 0.9996),
        "ESRI:102359",
    ),
    "ArcGIS, 8 digits": (
        _projected("ETRS_1989_UTM_Zone_33N_8stellen", _ETRS89, 15.0, 335e5, 0.9996),
        "EPSG:5650",
    ),
    "ArcGIS, zE-N": (
        _projected("ETRS_1989_UTM_Zone_33N_zE-N", _ETRS89, 15.0, 335e5, 0.9996),
        "EPSG:5650",
    ),
    "7 digits under another name": (
        _projected("ETRS89_UTM33_LGB_7stellig", _ETRS89, 15.0, 35e5, 0.9996),
        "ESRI:102359",
    ),
    "8 digits, zone 32, under another name": (
        _projected("UTM32 mit Zonenkennung", _ETRS89, 9.0, 325e5, 0.9996),
        "EPSG:4647",
    ),
    "ArcGIS, Gauss-Kruger 4": (_gauss("DHDN_3_Degree_Gauss_Zone_4", _DHDN, 4), "EPSG:31468"),
    "ArcGIS, Gauss-Kruger 3": (_gauss("DHDN_3_Degree_Gauss_Zone_3", _DHDN, 3), "EPSG:31467"),
    "older ArcGIS": (_gauss("Germany_Zone_4", _DHDN, 4), "EPSG:31468"),
    "ArcView 3": (
        _gauss(
            "Gauss_Krueger_4_Streifen",
            _DHDN.replace("Deutsches", "Deutsche"),
            4,
            "Transverse_Mercator",
        ),
        "EPSG:31468",
    ),
    "Potsdam by name": (
        _gauss("GK4", _DHDN.replace("D_Deutsches_Hauptdreiecksnetz", "Potsdam"), 4),
        "EPSG:31468",
    ),
    "ArcGIS, S42/83 zone 4": (
        _gauss("Pulkovo_1942_Adj_1983_3_Degree_GK_Zone_4", _S42_83, 4),
        "EPSG:2398",
    ),
    "ArcGIS, S42/83 zone 5": (
        _gauss("Pulkovo_1942_Adj_1983_3_Degree_GK_Zone_5", _S42_83, 5),
        "EPSG:2399",
    ),
    "S42/83 under another name": (
        _gauss("S42_83_GK4", _S42_83.replace("D_Pulkovo_1942_Adj_1983", "D_S42_83"), 4).replace(
            "GCS_Pulkovo_1942_Adj_1983", "S42/83"
        ),
        "EPSG:2398",
    ),
    "ArcGIS, RD/83 zone 4": (_gauss("RD/83_GK_Zone_4", _RD_83, 4), "EPSG:3398"),
    "ArcGIS, RD/83 zone 5": (_gauss("RD/83_GK_Zone_5", _RD_83, 5), "EPSG:3399"),
    "degrees, WGS 84": (_WGS84, "EPSG:4326"),
    "degrees, ETRS89": (_ETRS89, "EPSG:4258"),
    "degrees without a datum": (
        'GEOGCS["unnamed",DATUM["unknown",SPHEROID["WGS84",6378137,298.257223563]],'
        'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]',
        "EPSG:4326",
    ),
    "Web Mercator": (
        f'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",{_WGS84},'
        'PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],'
        'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],'
        'PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],'
        'UNIT["Meter",1.0]]',
        "EPSG:3857",
    ),
    "WGS 84, UTM 33": (
        _projected("WGS_1984_UTM_Zone_33N", _WGS84, 15.0, 5e5, 0.9996),
        "EPSG:32633",
    ),
    "QGIS 2, Gauss-Kruger 4": (
        'PROJCS["DHDN_3_degree_Gauss_Kruger_zone_4",GEOGCS["GCS_DHDN",'
        'DATUM["D_Deutsches_Hauptdreiecksnetz",SPHEROID["Bessel_1841",6377397.155,299.1528128]],'
        'PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],'
        'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
        'PARAMETER["central_meridian",12],PARAMETER["scale_factor",1],'
        'PARAMETER["false_easting",4500000],PARAMETER["false_northing",0],UNIT["Meter",1]]',
        "EPSG:31468",
    ),
    "QGIS 2, S42/83 zone 4": (
        'PROJCS["Pulkovo_1942_83_3_degree_Gauss_Kruger_zone_4",GEOGCS["GCS_Pulkovo 1942(83)",'
        'DATUM["D_Pulkovo_1942_1983",SPHEROID["Krassowsky_1940",6378245,298.3]],'
        'PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],'
        'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
        'PARAMETER["central_meridian",12],PARAMETER["scale_factor",1],'
        'PARAMETER["false_easting",4500000],PARAMETER["false_northing",0],UNIT["Meter",1]]',
        "EPSG:2398",
    ),
    "QGIS 2, UTM 33": (
        'PROJCS["ETRS89_UTM_zone_33N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",'
        'SPHEROID["GRS_1980",6378137,298.257222101]],PRIMEM["Greenwich",0],'
        'UNIT["Degree",0.017453292519943295]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",15],'
        'PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],'
        'PARAMETER["false_northing",0],UNIT["Meter",1]]',
        "EPSG:25833",
    ),
    "MapInfo": (
        'PROJCS["German Longitude Zone 4",GEOGCS["unnamed",DATUM["DHDN_Potsdam_Rauenberg",'
        'SPHEROID["Bessel 1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",12],'
        'PARAMETER["scale_factor",1],PARAMETER["false_easting",4500000],'
        'PARAMETER["false_northing",0],UNIT["Meter",1]]',
        "EPSG:31468",
    ),
    "AutoCAD Map": (
        'PROJCS["ETRF89.UTM-33N",GEOGCS["LL-ETRF89",DATUM["ETRF89",'
        'SPHEROID["GRS1980",6378137.000,298.25722210]],PRIMEM["Greenwich",0],'
        'UNIT["Degree",0.017453292519943295]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["false_easting",500000.000],PARAMETER["false_northing",0.000],'
        'PARAMETER["central_meridian",15.00000000000000],PARAMETER["scale_factor",0.9996],'
        'PARAMETER["latitude_of_origin",0.000],UNIT["Meter",1.00000000000000]]',
        "EPSG:25833",
    ),
    "a PROJ string": ("+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs", "EPSG:25833"),
    "a PROJ string with a null shift": (
        "+proj=utm +zone=33 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs",
        "EPSG:25833",
    ),
    "a PROJ string, Potsdam": (
        "+proj=tmerc +lat_0=0 +lon_0=12 +k=1 +x_0=4500000 +y_0=0 +datum=potsdam +units=m +no_defs",
        "EPSG:31468",
    ),
    "a PROJ string with the parameters of DHDN": (
        "+proj=tmerc +lat_0=0 +lon_0=12 +k=1 +x_0=4500000 +y_0=0 +ellps=bessel "
        "+towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs",
        "EPSG:31468",
    ),
    "a PROJ string with the parameters of S42/83": (
        "+proj=tmerc +lat_0=0 +lon_0=12 +k=1 +x_0=4500000 +y_0=0 +ellps=krass "
        "+towgs84=24.9,-126.4,-93.2,-0.063,-0.247,-0.041,1.01 +units=m +no_defs",
        "EPSG:2398",
    ),
    "the surveys' own name": ("urn:adv:crs:ETRS89_UTM33", "EPSG:25833"),
    "the surveys' own name, older": ("DE_DHDN_3GK4", "EPSG:31468"),
}
"""Words without a code, and the code that they mean."""

PLAIN: Mapping[str, str] = {
    "EPSG:25833": "EPSG:25833",
    "epsg:2398": "EPSG:2398",
    "urn:ogc:def:crs:EPSG::25832": "EPSG:25832",
    "urn:ogc:def:crs:EPSG:6.9:31468": "EPSG:31468",
    "http://www.opengis.net/def/crs/EPSG/0/25833": "EPSG:25833",
    "http://www.opengis.net/gml/srs/epsg.xml#31467": "EPSG:31467",
    "+init=epsg:25833": "EPSG:25833",
    "+init=epsg:31468 +no_defs": "EPSG:31468",
    "OGC:CRS84": "EPSG:4326",
    "urn:ogc:def:crs:OGC:1.3:CRS84": "EPSG:4326",
    "EPSG:4979": "EPSG:4326",
    "EPSG:4937": "EPSG:4258",
    "EPSG:5556": "EPSG:25833",
    "EPSG:25833+7837": "EPSG:25833",
    "EPSG:3045": "EPSG:25833",
    "EPSG:5653": "EPSG:5650",
    "EPSG:31464": "EPSG:31468",
    "EPSG:900913": "EPSG:3857",
    "EPSG:102100": "EPSG:3857",
    "ESRI:102359": "ESRI:102359",
    "EPSG:5678": "EPSG:5678",
    "EPSG:3034": "EPSG:3034",
    _projected("irgendwas", _ETRS89, 15.0, 5e5, 0.9996)[:-1] + ',AUTHORITY["EPSG","25833"]]': (
        "EPSG:25833"
    ),
}
"""Words that hold a code, and the code that is used."""

UNDECIDED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Bessel without a datum": (
        _gauss(
            "GK4",
            'GEOGCS["Bessel 1841",DATUM["unknown",SPHEROID["bessel",6377397.155,299.1528128]],'
            'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]',
            4,
            "Transverse_Mercator",
        ),
        ("EPSG:31468", "EPSG:3398"),
    ),
    "7 or 8 digits": ("EPSG:325833", ("ESRI:102359", "EPSG:5650", "EPSG:25833")),
    "a code that is not that of the definition": (
        _gauss("DHDN_3_Degree_Gauss_Zone_4", _DHDN, 4)[:-1] + ',AUTHORITY["EPSG","25833"]]',
        ("EPSG:25833", "EPSG:31468"),
    ),
}
"""Words that may mean several systems."""

MEANINGLESS = (
    "",
    "   ",
    "EPSG:99999",
    "EPSG:5783",
    "EPSG:4936",
    "Koordinatensystem der Stadt",
    'PROJCS["abgeschnitten",GEOGCS["GCS_ETRS',
    "\x00\x01\x02",
    'LOCAL_CS["Undefined Cartesian SRS with unknown unit"]',
    'ENGCRS["Undefined Cartesian SRS",EDATUM["Unknown"],CS[Cartesian,2],AXIS["x",unspecified],'
    'AXIS["y",unspecified],LENGTHUNIT["unknown",0]]',
    'GEOGCRS["Undefined geographic SRS",DATUM["unknown",ELLIPSOID["unknown",6378137,'
    '298.257223563]],CS[ellipsoidal,2],AXIS["lat",north],AXIS["lon",east],'
    'ANGLEUNIT["degree",0.0174532925199433]]',
    "Projection    UTM\nZone 99",
    "[" * 30_000,
)
"""Words that mean nothing: not even an error comes of them."""
