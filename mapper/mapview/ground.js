/* What folium maps of ours stand on: the town's own layers, fetched from this server.
   Names are set as text, never as HTML. */

const ideenkarte = { ground: {} };

ideenkarte.drawGround = (map, options) => {
  // Leaflet gives the map the focus at the first press on it. Where the map is partly out of sight
  // the page around the frame would then scroll, and the press end somewhere else.
  const container = map.getContainer();
  container.focus = (how) =>
    HTMLElement.prototype.focus.call(container, { preventScroll: true, ...how });
  const panes = { ground: 200, green: 210, borders: 450, names: 620 };
  for (const [name, zIndex] of Object.entries(panes)) {
    const pane = map.createPane(name);
    pane.style.zIndex = zIndex;
    pane.style.pointerEvents = "none";
  }
  const load = (slug) =>
    fetch(options.layers[slug], { credentials: "omit" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .catch(() => {
        map.getContainer().classList.add("no-ground");
        return { type: "FeatureCollection", features: [] };
      });
  for (const slug of Object.keys(options.layers)) ideenkarte.ground[slug] = load(slug);
  const { municipalities, districts, "green-spaces": greenSpaces } = ideenkarte.ground;
  const lines = (data, style, pane) =>
    L.geoJSON(data, { pane, interactive: false, style: (feature) => style(feature.properties) });
  municipalities?.then((data) => {
    const fill = () => ({ stroke: false, fillColor: options.colours.paper, fillOpacity: 1 });
    const border = ({ schematic }) => ({
      fill: false,
      color: options.colours.quiet,
      weight: 2,
      dashArray: schematic ? "9 6" : null,
    });
    lines(data, fill, "ground").addTo(map);
    lines(data, border, "borders").addTo(map);
  });
  greenSpaces?.then((data) => {
    const style = ({ kind, schematic }) => {
      const look = options.greenSpaces[kind] || options.greenSpaces.park;
      return {
        color: look.line,
        weight: 1,
        dashArray: schematic ? "4 4" : look.dash,
        fillColor: look.fill,
        fillOpacity: 0.8,
      };
    };
    lines(data, style, "green").addTo(map);
  });
  districts?.then((data) => {
    const style = ({ schematic }) => ({
      fill: false,
      color: options.colours.quiet,
      weight: 1,
      opacity: 0.7,
      dashArray: schematic ? "6 4" : "1 3",
    });
    lines(data, style, "borders").addTo(map);
  });
  Promise.all([municipalities, districts]).then(([towns, parts]) =>
    ideenkarte.nameAreas(map, towns?.features || [], parts?.features || []),
  );
  ideenkarte.fitPaper(map);
};

/* On paper the map keeps its size on the screen, so that nothing is drawn anew, and the picture as
   a whole is made to fit in 182 by 130 mm: the width of a sheet of A4 within its margins. */
ideenkarte.fitPaper = (map) =>
  window.addEventListener("beforeprint", () => {
    const { x: width, y: height } = map.getSize();
    const scale = Math.min(688 / width, 491 / height);
    const style = document.documentElement.style;
    style.setProperty("--paper-width", `${width}px`);
    style.setProperty("--paper-height", `${height}px`);
    style.setProperty("--paper-scale", scale);
  });

/* The largest ring of a polygon, as [lon, lat] pairs, and its centre of gravity. */
ideenkarte.centre = (geometry) => {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let best = { area: 0, lon: 0, lat: 0 };
  for (const [ring] of polygons) {
    let [area, lon, lat] = [0, 0, 0];
    for (let i = 1; i < ring.length; i += 1) {
      const [[west, south], [east, north]] = [ring[i - 1], ring[i]];
      const cross = west * north - east * south;
      area += cross / 2;
      lon += ((west + east) * cross) / 6;
      lat += ((south + north) * cross) / 6;
    }
    if (Math.abs(area) > best.area) {
      best = { area: Math.abs(area), lon: lon / area, lat: lat / area };
    }
  }
  return best;
};

/* Names from zoom 11, towns first and bolder; a name that would lie on another gives way. */
ideenkarte.nameAreas = (map, towns, parts) => {
  const named = (parts.length ? parts : towns).filter(({ geometry }) => geometry);
  const isTown = ({ properties: part }) =>
    !parts.length || towns.some(({ properties: town }) => town.name.split("/")[0] === part.name);
  const labels = named.map((feature) => {
    const words = document.createElement("span");
    words.textContent = feature.properties.name;
    const place = ideenkarte.centre(feature.geometry);
    const town = isTown(feature);
    const icon = L.divIcon({
      className: `area-name${town ? " town" : ""}`,
      html: words,
      iconSize: [0, 0],
    });
    const options = { icon, pane: "names", interactive: false, keyboard: false };
    const marker = L.marker([place.lat, place.lon], options).addTo(map);
    return { marker, words, town, area: place.area };
  });
  labels.sort((one, other) => other.town - one.town || other.area - one.area);
  const arrange = () => {
    const taken = [];
    for (const { marker, words, town } of labels) {
      const at = map.latLngToLayerPoint(marker.getLatLng());
      const [halfWidth, halfHeight] = [words.offsetWidth / 2 + 4, words.offsetHeight / 2 + 1];
      const box = L.bounds(
        [at.x - halfWidth, at.y - halfHeight],
        [at.x + halfWidth, at.y + halfHeight],
      );
      const far = map.getZoom() < (town ? 9 : 10.5);
      const hidden = far || taken.some((other) => other.intersects(box));
      marker.getElement().style.visibility = hidden ? "hidden" : "";
      if (!hidden) taken.push(box);
    }
  };
  map.on("zoomend", arrange);
  document.fonts.ready.then(arrange);
};

/* A ring as lat, lon from a list of whole numbers: lon and lat of its first corner, then the way to
   each next one, in 1e-5 degrees. */
ideenkarte.readRing = (steps) => {
  const ring = [];
  let [lon, lat] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i];
    lat += steps[i + 1];
    ring.push([lat / 1e5, lon / 1e5]);
  }
  return ring;
};

/* Areas of one colour per class, each with one line of text. */
ideenkarte.addRings = (group, options) => {
  const rings = options.areas.map(([classIndex, text, steps]) =>
    ideenkarte.explain(L.polygon(ideenkarte.readRing(steps), options.styles[classIndex]), text),
  );
  for (const ring of rings) ring.addTo(group);
};

/* The districts in the colour of their class; those without one stay as the ground is. */
ideenkarte.addDistricts = (group, options) => {
  ideenkarte.ground.districts?.then((data) => {
    const known = ({ properties }) => properties.key in options.areas;
    const style = ({ properties }) => options.styles[options.areas[properties.key][0]];
    const explain = ({ properties }, layer) =>
      ideenkarte.explain(layer, options.areas[properties.key][1]);
    L.geoJSON(data, { filter: known, style, onEachFeature: explain }).addTo(group);
  });
};

/* Does something to a group's map once the group lies on it and the map knows its size: its frame
   may have had none when the map was made, and so have set its limits to one point. */
ideenkarte.whenSized = (group, act) =>
  group.on("add", () =>
    setTimeout(() => {
      const map = group._map;
      if (!map) return;
      map.invalidateSize({ animate: false });
      act(map);
    }),
  );

/* Shows where a group lies, which may be anywhere on earth. */
ideenkarte.lookAt = (group, bounds, options) =>
  ideenkarte.whenSized(group, (map) => {
    map.setMinZoom(2);
    map.setMaxBounds(null);
    map.fitBounds(bounds, { ...options, animate: false });
  });

/* Words on a layer or marker, as text. */
ideenkarte.label = (layer, text, options) => {
  const words = document.createElement("span");
  words.textContent = text;
  layer.bindTooltip(words, { className: "area-text", ...options });
};

ideenkarte.explain = (layer, text) => {
  ideenkarte.label(layer, text, { sticky: true });
  layer.on("mouseover", () => layer.setStyle({ weight: 3 }).bringToFront());
  layer.on("mouseout", () => layer.setStyle({ weight: layer.options.restWeight }));
  return layer;
};
