"""A WFS that a test makes up, with one thing about it bent."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from tests.http_server import Talk

CAPABILITIES = """<?xml version="1.0"?>
<wfs:WFS_Capabilities version="{version}" xmlns:wfs="http://www.opengis.net/wfs/2.0"
 xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">
 <ows:ServiceIdentification><ows:Title>Amt</ows:Title><ows:Fees>none</ows:Fees>
 </ows:ServiceIdentification>
 <ows:OperationsMetadata>
  <ows:Operation name="GetFeature"><ows:DCP><ows:HTTP><ows:Get xlink:href="{link}"/></ows:HTTP>
  </ows:DCP></ows:Operation>
  {constraint}
 </ows:OperationsMetadata>
 <wfs:FeatureTypeList>{types}</wfs:FeatureTypeList>
</wfs:WFS_Capabilities>"""
TYPE = (
    "<wfs:FeatureType><wfs:Name>app:{0}</wfs:Name><wfs:Title>{0}</wfs:Title>"
    "<wfs:DefaultCRS>urn:ogc:def:crs:EPSG::4258</wfs:DefaultCRS>"
    "<wfs:OtherCRS>http://www.opengis.net/def/crs/EPSG/0/25833</wfs:OtherCRS></wfs:FeatureType>"
)
CONSTRAINT = (
    '<ows:Constraint name="CountDefault"><ows:NoValues/>'
    "<ows:DefaultValue>{0}</ows:DefaultValue></ows:Constraint>"
)
REPORT = (
    b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception '
    b'exceptionCode="NoApplicableCode"><ows:ExceptionText>Kein  Speicher\n mehr</ows:ExceptionText>'
    b"</ows:Exception></ows:ExceptionReport>"
)


def page_of(numbers: range, matched: object, returned: object = None) -> bytes:
    """A collection of points with these numbers, a metre apart, within the small world."""
    members = "".join(
        f'<wfs:member><app:nsg gml:id="nsg.{n}"><app:geom><gml:Point gml:id="p{n}" '
        f'srsName="urn:ogc:def:crs:EPSG::25833"><gml:pos>{331_000 + n} 5775500</gml:pos>'
        f"</gml:Point></app:geom><app:nr>{n}</app:nr></app:nsg></wfs:member>"
        for n in numbers
    )
    said = len(numbers) if returned is None else returned
    return (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection '
        'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:app="urn:app" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" '
        f'numberMatched="{matched}" numberReturned="{said}">{members}</wfs:FeatureCollection>'
    ).encode()


class Service:
    """A WFS with points numbered from 0; each test bends one thing about it.

    `announced` is the number it gives as that of all features, `cap` the most it gives at once,
    `says` whether it says so, `starts` whether it knows STARTINDEX.
    """

    def __init__(
        self,
        *,
        has: int = 25,
        announced: object = None,
        cap: int = 10,
        says: bool = True,
        starts: bool = True,
        names: tuple[str, ...] = ("nsg",),
        spoil: Callable[[Talk, int], bool] = lambda _talk, _start: False,
    ) -> None:
        self.has, self.cap, self.starts, self.spoil = has, cap, starts, spoil
        self.announced = has if announced is None else announced
        self.capabilities = CAPABILITIES.format(
            version="2.0.0",
            link="http://inner.host.example/wfs",
            constraint=CONSTRAINT.format(cap) if says else "",
            types="".join(map(TYPE.format, names)),
        ).encode()

    def __call__(self, talk: Talk) -> None:
        query = {k.upper(): v[0] for k, v in parse_qs(urlsplit(talk.path).query).items()}
        if query["REQUEST"] == "GetCapabilities":
            talk.send(self.capabilities)
        elif query.get("RESULTTYPE") == "hits":
            talk.send(page_of(range(0), self.announced, 0))
        else:
            start = int(query.get("STARTINDEX", 0)) if self.starts else 0
            if not self.spoil(talk, start):
                ends = min(start + self.cap, start + int(query["COUNT"]), self.has)
                talk.send(page_of(range(min(start, ends), ends), self.announced))
