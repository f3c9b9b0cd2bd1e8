/* Layers and other servers' maps that a reader may lay over a folium map, each fetched when it is
   first ticked. Words are set as text, never as HTML. */

ideenkarte.offerOverlays = (map, options) => {
  const box = document.createElement("details");
  box.className = "leaflet-bar overlays";
  const summary = document.createElement("summary");
  summary.textContent = options.title;
  const leftOut = document.createElement("p");
  leftOut.textContent = options.leftOut;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  box.append(
    summary,
    ...options.overlays.map((one) => ideenkarte.overlayChoice(map, one, say)),
    ...(options.leftOut ? [leftOut] : []),
    status,
  );
  function say(failed) {
    status.textContent = failed ? options.failed : "";
  }
  const control = L.control({ position: "topright" });
  control.onAdd = () => box;
  control.addTo(map);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
};

ideenkarte.overlayChoice = (map, overlay, say) => {
  const label = document.createElement("label");
  const tick = document.createElement("input");
  tick.type = "checkbox";
  const words = document.createElement("span");
  words.textContent = overlay.title;
  label.append(tick, words);
  const pane = map.createPane(overlay.pane);
  pane.style.zIndex = overlay.z;
  let layer;
  let fetched;
  const follow = () => {
    const shown = tick.checked && map.getZoom() >= overlay.minZoom;
    if (shown && layer) layer.addTo(map);
    else layer?.remove();
  };
  tick.addEventListener("change", async () => {
    const told = tick.checked ? "addAttribution" : "removeAttribution";
    if (overlay.attribution) map.attributionControl[told](overlay.attribution);
    try {
      // Once, however often it is ticked meanwhile: two layers of one tick could not be taken away.
      if (tick.checked) {
        fetched ??= ideenkarte.makeOverlay(overlay);
        layer = await fetched;
      }
      say(false);
    } catch {
      fetched = undefined;
      say(true);
    }
    follow();
  });
  map.on("zoomend", follow);
  return label;
};

ideenkarte.makeOverlay = async ({ address, pane, look, opacity }) => {
  if (!look) return L.tileLayer(address, { pane, opacity, maxZoom: 18 });
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.status);
  // One canvas for the layer: lines and areas of a pane of their own.
  const renderer = L.canvas({ pane });
  const style = (feature) => {
    const colour = ideenkarte.colourOf(look, feature);
    return {
      pane,
      renderer,
      color: colour,
      weight: look.width,
      restWeight: look.width,
      dashArray: { dashed: "8 6", dotted: "1 5" }[look.dash],
      fillColor: colour,
      fillOpacity: look.fill,
    };
  };
  return L.geoJSON(await answer.json(), {
    pane,
    style,
    pointToLayer: (feature, at) => L.marker(at, ideenkarte.signOf(look, feature, pane)),
    onEachFeature: ({ properties }, layer) => {
      const words = [properties.name, properties.kind].filter(Boolean).join(" · ");
      if (words) ideenkarte.label(layer, words, { sticky: true });
    },
  });
};

ideenkarte.colourOf = ({ kinds, colour }, feature) => {
  const kind = feature?.properties?.kind;
  return Object.hasOwn(kinds, kind) ? kinds[kind] : colour;
};

ideenkarte.signOf = (look, feature, pane) => {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("width", "16");
  drawing.setAttribute("height", "16");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", look.sign);
  path.setAttribute("fill", ideenkarte.colourOf(look, feature));
  path.setAttribute("stroke", "#fff");
  path.setAttribute("stroke-width", "1.5");
  drawing.append(path);
  const icon = L.divIcon({ className: "layer-sign", html: drawing, iconSize: [16, 16] });
  return { icon, pane, keyboard: false };
};
