/* Drawing an area on the map, with mouse, finger or keys: a polygon by its corners, a circle by its
   centre and a place on its rim. Words are set as text, never as HTML. */

ideenkarte.offerDrawing = (map, { words, mostCorners, mostMetres }) => {
  const container = map.getContainer();
  const box = ideenkarte.drawingBox(words);
  const sketch = ideenkarte.sketchOn(map);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let shape = null;
  let corners = [];
  let byKeys = false;

  const say = (sentence, count) => {
    box.status.textContent = sentence.replace("{number}", number.format(count ?? 0));
  };
  const radius = (at) => Math.round(map.distance(corners[0], at));
  const show = (at) => {
    const metres = shape === "circle" && corners.length > 0 && at ? radius(at) : 0;
    box.measure.textContent = metres ? words.radius.replace("{number}", number.format(metres)) : "";
    sketch.draw(shape, corners, at, metres);
  };
  const useKeys = (used) => {
    byKeys = used;
    container.classList.toggle("by-keys", used);
  };
  const end = (sentence, count) => {
    const button = box.buttons[shape];
    shape = null;
    container.classList.remove("drawing", "by-keys");
    container.setAttribute("role", "region");
    box.measure.textContent = "";
    // Only after a second click on the last corner, which would else zoom in.
    setTimeout(() => map.doubleClickZoom.enable(), 400);
    say(sentence, count);
    button.focus({ preventScroll: true });
  };
  const finish = (area, sentence, count) => {
    ideenkarte.tell(map, { kind: "area", area });
    end(sentence, count);
  };
  const text = ({ lng, lat }) => `${Number(lng.toFixed(6))},${Number(lat.toFixed(6))}`;
  const closePolygon = () => {
    if (corners.length < 3) {
      say(words.tooFew, corners.length);
      return;
    }
    sketch.draw("polygon", [...corners, corners[0]]);
    finish(corners.map(text).join(";"), words.polygonDone, corners.length);
  };
  const closeCircle = (at) => {
    const metres = radius(at);
    if (metres > mostMetres) say(words.tooLarge, mostMetres / 1000);
    else if (metres > 0) finish(`${text(corners[0])},${metres}`, words.circleDone, metres);
  };
  const put = (at, reach = 0) => {
    const away = (other) =>
      map.latLngToContainerPoint(at).distanceTo(map.latLngToContainerPoint(other));
    if (shape === "circle" && corners.length > 0) closeCircle(at);
    else if (corners.length > 2 && away(corners[0]) <= reach) closePolygon();
    else if (corners.length > 0 && away(corners.at(-1)) < 3) return;
    else if (corners.length === mostCorners) say(words.most, mostCorners);
    else {
      corners.push(at);
      show(at);
      const enough = corners.length < 3 ? words.corner : words.cornerEnough;
      say(shape === "circle" ? words.centre : enough, corners.length);
    }
  };
  const takeBack = () => {
    if (corners.length === 0) return;
    say(shape === "circle" ? words.centreBack : words.cornerBack, corners.length);
    corners.pop();
    show(byKeys ? map.getCenter() : undefined);
  };
  const cancel = () => {
    corners = [];
    sketch.clear();
    end(words.cancelled);
  };
  const begin = (wanted, keys) => {
    shape = wanted;
    corners = [];
    sketch.clear();
    map.doubleClickZoom.disable();
    container.classList.add("drawing");
    container.classList.toggle("circle", shape === "circle");
    useKeys(keys);
    // So that arrow keys and Enter reach the map, not a screen reader's own commands.
    container.setAttribute("role", "application");
    container.focus({ preventScroll: true });
    say(shape === "circle" ? words.askCircle : words.askPolygon);
  };

  box.onBegin = begin;
  box.buttons.remove.addEventListener("click", () => {
    ideenkarte.tell(map, { kind: "area", area: "" });
    say(words.removed);
    box.buttons.polygon.focus({ preventScroll: true });
  });
  box.buttons.done.addEventListener("click", closePolygon);
  box.buttons.back.addEventListener("click", takeBack);
  box.buttons.cancel.addEventListener("click", cancel);
  map.on("click", ({ latlng, originalEvent }) => {
    if (shape) put(latlng, originalEvent.pointerType === "touch" ? 22 : 12);
  });
  map.on("dblclick", () => shape === "polygon" && corners.length > 2 && closePolygon());
  map.on("mousemove", ({ latlng }) => shape && !byKeys && show(latlng));
  map.on("move", () => shape && byKeys && show(map.getCenter()));
  map.on("moveend", () => {
    if (shape && byKeys && box.measure.textContent) say(box.measure.textContent);
  });
  container.addEventListener("pointerdown", () => useKeys(false));
  const keys = {
    Enter: () => put(map.getCenter()),
    " ": () => put(map.getCenter()),
    Backspace: takeBack,
    ArrowUp: (step) => map.panBy([0, -step], { animate: false }),
    ArrowDown: (step) => map.panBy([0, step], { animate: false }),
    ArrowLeft: (step) => map.panBy([-step, 0], { animate: false }),
    ArrowRight: (step) => map.panBy([step, 0], { animate: false }),
  };
  document.addEventListener(
    "keydown",
    (event) => {
      const act = event.key === "Escape" ? cancel : event.target === container && keys[event.key];
      if (!shape || !act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key !== "Escape") useKeys(true);
      act(event.shiftKey ? 80 : 16);
    },
    true,
  );
  map.showArea = (area) => {
    box.buttons.remove.hidden = !area;
    sketch.outline(area, !shape);
  };

  const control = L.control({ position: "topleft" });
  control.onAdd = () => box.element;
  control.addTo(map);
  const crosshair = document.createElement("div");
  crosshair.className = "crosshair";
  container.append(crosshair);
};

/* The buttons and what is said; `onBegin` gets the shape, and whether its button was pressed by a
   key. */
ideenkarte.drawingBox = (words) => {
  const element = document.createElement("div");
  element.className = "leaflet-bar drawing-box";
  const box = { element, buttons: {} };
  for (const name of ["polygon", "circle", "remove", "done", "back", "cancel"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name;
    button.textContent = words[name];
    box.buttons[name] = button;
  }
  const { polygon, circle, remove, done, back, cancel } = box.buttons;
  remove.hidden = true;
  for (const [name, button] of Object.entries({ polygon, circle })) {
    button.addEventListener("click", (event) => box.onBegin(name, event.detail === 0));
  }
  box.status = document.createElement("p");
  box.status.className = "told";
  box.status.setAttribute("role", "status");
  box.measure = document.createElement("p");
  box.measure.className = "measure";
  element.append(box.status, box.measure, polygon, circle, remove, done, back, cancel);
  L.DomEvent.disableClickPropagation(element);
  L.DomEvent.disableScrollPropagation(element);
  return box;
};

/* What is being drawn, and the area in force; both above all else, and never in the way of a click. */
ideenkarte.sketchOn = (map) => {
  const pane = "area";
  map.createPane(pane).style.zIndex = 630;
  const renderer = L.svg({ pane, padding: 1 });
  const style = { pane, renderer, interactive: false, smoothFactor: 0.2 };
  const casing = { ...style, color: "#fff", opacity: 0.9, weight: 7, fill: false };
  const line = { ...style, color: "#1f2a24", weight: 3, fill: false };
  const dashes = { ...line, dashArray: "7 6" };
  const dot = {
    ...style,
    radius: 5,
    color: "#1f2a24",
    weight: 2,
    fillColor: "#fff",
    fillOpacity: 1,
  };
  const drawn = L.layerGroup().addTo(map);
  const inForce = L.layerGroup().addTo(map);
  const add = (make, where, look, group) => {
    for (const one of [casing, look]) make(where, { ...look, ...one }).addTo(group);
  };
  return {
    clear: () => drawn.clearLayers(),
    draw: (shape, corners, at, metres) => {
      drawn.clearLayers();
      if (metres) add(L.circle, corners[0], { ...dashes, radius: metres }, drawn);
      else add(L.polyline, at ? [...corners, at] : corners, dashes, drawn);
      corners.forEach((corner, index) => {
        const first = shape === "polygon" && index === 0 && corners.length > 2;
        L.circleMarker(corner, { ...dot, radius: first ? 9 : 5 }).addTo(drawn);
      });
    },
    outline: (area, done) => {
      inForce.clearLayers();
      if (done) drawn.clearLayers();
      for (const ring of area?.rings ?? []) add(L.polygon, ring, line, inForce);
      if (area?.radius) add(L.circle, area.centre, { ...line, radius: area.radius }, inForce);
    },
  };
};
