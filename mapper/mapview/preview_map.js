/* What was read from a file, fetched from this server; names are set as text. */

window.ideenkartePreview = (group, options) => {
  const BEECH = "#1e6b45";
  const look = {
    color: BEECH,
    weight: 2,
    fillColor: BEECH,
    fillOpacity: 0.25,
    restWeight: 2,
  };
  const dot = (_feature, place) => L.circleMarker(place, { ...look, radius: 6, fillOpacity: 0.6 });
  const tell = ({ properties }, layer) => {
    const name = properties?.name;
    if (typeof name === "string" && name) ideenkarte.explain(layer, name);
  };
  const draw = (data) => L.geoJSON(data, { style: look, pointToLayer: dot, onEachFeature: tell });
  const say = (words) => {
    const notice = document.createElement("p");
    notice.setAttribute("role", "status");
    notice.textContent = words;
    notice.style.cssText = `position:absolute;z-index:1000;inset:12px 60px auto 12px;margin:0;
      padding:8px 12px;background:#fff;border-radius:8px;`;
    group._map?.getContainer().append(notice);
  };

  const [west, south, east, north] = options.bbox ?? options.extent;
  const bounds = L.latLngBounds([south, west], [north, east]);
  ideenkarte.lookAt(group, bounds, { maxZoom: 15, padding: [24, 24] });
  fetch(options.address, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then((data) => draw(data).addTo(group))
    .catch(() => say(options.failed));
};
