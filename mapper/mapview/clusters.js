/* Outlines of clusters, and discs with their numbers. A click on either tells the page; the page
   draws the one that was chosen in another style. Words are set as text, never as HTML. */

ideenkarte.prepareClusters = (map) => {
  // Above the names of places.
  map.createPane("discs").style.zIndex = 640;
};

ideenkarte.addClusters = (group, { clusters, chosen, styles }) => {
  const discs = [];
  for (const [number, lon, lat, text, steps] of clusters) {
    const isChosen = number === chosen;
    const style = styles[isChosen ? 1 : 0];
    const outline = L.polygon(ideenkarte.readRing(steps), style);
    const disc = L.marker([lat, lon], {
      icon: ideenkarte.discIcon(number, isChosen),
      pane: "discs",
      keyboard: false,
      bubblingMouseEvents: true,
      zIndexOffset: isChosen ? 100000 : -10 * number,
    });
    for (const layer of [outline, disc]) {
      layer.on("click", () => ideenkarte.chooseCluster(group._map, number));
      layer.addTo(group);
    }
    ideenkarte.explain(outline, text);
    ideenkarte.label(disc, text, { direction: "top", offset: [0, -14] });
    discs.push({ disc, isChosen });
    if (isChosen) ideenkarte.showCluster(group, number, outline);
  }
  ideenkarte.partDiscs(group, discs);
};

ideenkarte.discIcon = (number, isChosen) => {
  const words = document.createElement("span");
  words.textContent = number;
  const className = `cluster-disc${isChosen ? " chosen" : ""}`;
  return L.divIcon({ className, html: words, iconSize: [44, 44] });
};

/* A click while an area is drawn sets a corner. */
ideenkarte.chooseCluster = (map, number) => {
  if (map.getContainer().classList.contains("drawing")) return;
  map.clusterShown = number;
  ideenkarte.tell(map, { kind: "chosen", what: "cluster", number });
};

/* Brings one that was chosen in the list into view, once: who clicked on it sees it already. */
ideenkarte.showCluster = (group, number, outline) => {
  group.on("add", () => {
    const map = group._map;
    if (map.clusterShown === number) return;
    map.clusterShown = number;
    setTimeout(() => {
      if (!map.getSize().x) return;
      const bounds = outline.getBounds();
      const inView = map.getBounds().contains(bounds);
      const width = (at) => map.project(at, map.getZoom());
      const large = width(bounds.getNorthEast()).distanceTo(width(bounds.getSouthWest())) > 60;
      if (!inView || !large) map.fitBounds(bounds.pad(0.5), { maxZoom: 14 });
    });
  });
};

/* A disc that would lie on one before it gives way until the map is closer. */
ideenkarte.partDiscs = (group, discs) => {
  const ordered = [...discs].sort((one, other) => other.isChosen - one.isChosen);
  const arrange = () => {
    const map = group._map;
    if (!map) return;
    const taken = [];
    for (const { disc } of ordered) {
      const at = map.latLngToLayerPoint(disc.getLatLng());
      const hidden = taken.some((other) => other.distanceTo(at) < 34);
      disc.getElement().style.display = hidden ? "none" : "";
      if (!hidden) taken.push(at);
    }
  };
  group.on("add", () => {
    group._map.on("zoomend", arrange);
    setTimeout(arrange);
  });
  group.on("remove", () => group._map?.off("zoomend", arrange));
};
