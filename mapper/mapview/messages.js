/* What the map's frame tells the page, by streamlit-folium's own way to it. The page acts on each
   message once: its mark is never given again, not by a frame that was loaded anew either. */

ideenkarte.tell = (map, message) => {
  map.told = (map.told ?? 0) + 1;
  const told = `${performance.timeOrigin}/${map.told}`;
  window.Streamlit.setComponentValue({ ...message, told });
};

/* Tells the edge length of hexagons that fits the zoom, whenever another one does: they are then
   between 25 and 70 pixels wide, 42 for choice. `map.cell` is the one drawn, none when the page
   does not ask. */
ideenkarte.followZoom = (map, sizes) => {
  map.fitCell = () => {
    if (!map.cell || !map.getSize().x) return;
    const metres = (40075016.7 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 256;
    const width = (size) => (2 * size * 2 ** map.getZoom()) / metres;
    if (width(map.cell) >= 25 && width(map.cell) <= 70) return;
    const off = (size) => Math.abs(Math.log(width(size) / 42));
    const best = sizes.reduce((one, other) => (off(other) < off(one) ? other : one));
    if (best === map.cell) return;
    map.cell = best;
    ideenkarte.tell(map, { kind: "zoom", cell: best });
  };
  map.on("zoomend", map.fitCell);
};

/* What the page has drawn for: the edge length that follows the zoom, and the area in force. */
ideenkarte.followPage = (group, { cell, area }) =>
  group.on("add", () => {
    const map = group._map;
    map.cell = cell;
    map.showArea(area);
    setTimeout(map.fitCell);
  });
