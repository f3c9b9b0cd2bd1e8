"""What QGIS makes of an address: run by the system's Python, which has QGIS; prints JSON.

`in_qgis.py WORK`, with the work as JSON: `kind` (`features`, `tiles` or `database`), `source`, and
for features `window` (west, south, east, north in the layer's system).
"""

import json
import os
import sys
from typing import Any


def main(work: dict[str, Any]) -> None:
    """Load one layer and say what is in it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from qgis.core import QgsApplication

    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    found = draw(work) if work["kind"] == "tiles" else load(work)
    print(json.dumps(found))
    sys.stdout.flush()
    # Ending QGIS in order crashes now and then when it has drawn without a screen.
    os._exit(0)


def load(work: dict[str, Any]) -> dict[str, Any]:
    """Count, system, fields and places of a vector layer."""
    from qgis.core import QgsFeatureRequest, QgsRectangle, QgsVectorLayer, QgsWkbTypes

    provider = {"features": "OAPIF", "database": "postgres"}[work["kind"]]
    layer = QgsVectorLayer(work["source"], "layer", provider)
    if not layer.isValid():
        return {"valid": False, "error": layer.error().message()}
    inside = QgsFeatureRequest().setFilterRect(QgsRectangle(*work["window"]))
    everything = list(layer.getFeatures())
    return {
        "valid": True,
        "count": layer.featureCount(),
        "read": len(everything),
        "inside": len(list(layer.getFeatures(inside))),
        "fields": [field.name() for field in layer.fields()],
        "type": QgsWkbTypes.displayString(layer.wkbType()),
        "srid": layer.crs().authid(),
        "ids": len({feature.id() for feature in everything}),
        "extent": layer.extent().toString(2),
        "may_edit": layer.startEditing(),
    }


def draw(work: dict[str, Any]) -> dict[str, Any]:
    """How much of a map of vector tiles is not empty."""
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsMapRendererSequentialJob,
        QgsMapSettings,
        QgsRectangle,
        QgsVectorTileLayer,
    )
    from qgis.PyQt.QtCore import QSize

    layer = QgsVectorTileLayer(work["source"], "tiles")
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setExtent(QgsRectangle(*work["window"]))
    settings.setOutputSize(QSize(200, 200))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    ground = picture.pixel(0, 0)
    drawn = sum(picture.pixel(x, y) != ground for x in range(200) for y in range(200))
    return {"valid": layer.isValid(), "drawn": drawn / 200**2}


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
