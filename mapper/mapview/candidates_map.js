/* Where a file's data would lie by each coordinate reference system; names are set as text. */

window.ideenkarteCandidates = (group, options) => {
  const at = ([lon, lat]) => [lat, lon];
  const [west, south, east, north] = options.extent;
  const town = L.latLngBounds([south, west], [north, east]);

  const disc = (number, colour) => {
    const element = document.createElement("span");
    element.textContent = String(number);
    element.style.cssText = `display:flex;align-items:center;justify-content:center;width:28px;
      height:28px;border-radius:50%;box-sizing:border-box;font:700 14px/1 inherit;
      background:${colour};color:#fff;border:2px solid #fff;box-shadow:0 1px 6px #0008;`;
    return L.divIcon({ className: "", html: element, iconSize: [28, 28] });
  };

  // Above the names of places.
  group.beforeAdd = (map) => {
    if (!map.getPane("numbers")) map.createPane("numbers").style.zIndex = 640;
  };
  const near = L.latLngBounds([]);
  options.candidates.forEach(([colour, name, points], index) => {
    for (const point of points) {
      L.circleMarker(at(point), {
        radius: 4,
        color: "#fff",
        weight: 1,
        fillColor: colour,
        fillOpacity: 0.9,
        interactive: false,
      }).addTo(group);
    }
    if (points.length === 0) return;
    const around = L.latLngBounds(points.map(at));
    // Beside one another where several lie in one place.
    const anchor = L.latLng(around.getNorth(), around.getCenter().lng);
    const marker = L.marker(anchor, {
      icon: disc(index + 1, colour),
      keyboard: false,
      pane: "numbers",
      zIndexOffset: 100 - index,
    });
    marker.options.icon.options.iconAnchor = [14 - 30 * index, 34];
    ideenkarte.label(marker, name, { direction: "top" });
    marker.addTo(group);
    if (town.pad(2).intersects(around)) near.extend(around);
  });

  ideenkarte.lookAt(group, near.isValid() ? near : town, { maxZoom: 14, padding: [60, 60] });
};
