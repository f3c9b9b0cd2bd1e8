"""Geodata: files imported, layers published, services shown, ways in for QGIS."""

from mapper.ui import context
from mapper.ui.components.geodata import show_geodata

show_geodata(context.current())
