/* An idea's places and the numbered ideas around it; all words are set as text. */

window.ideenkarteReview = (group, options) => {
  const BEECH = "#1e6b45";
  const INK = "#1f2a24";
  const at = ([lon, lat]) => [lat, lon];

  const disc = (words, look, size) => {
    const element = document.createElement("span");
    element.textContent = words;
    element.style.cssText = `display:flex;align-items:center;justify-content:center;width:${size}px;
      height:${size}px;border-radius:50%;box-sizing:border-box;font:700 13px/1 inherit;${look}`;
    return L.divIcon({ className: "", html: element, iconSize: [size, size] });
  };
  const put = (place, icon, words, above) => {
    const marker = L.marker(at(place), { icon, keyboard: false, zIndexOffset: above });
    if (words) ideenkarte.label(marker, words, { direction: "top" });
    marker.addTo(group);
  };

  for (const [number, lon, lat, words] of options.markers) {
    const look = `background:#fff;color:${INK};border:2px solid ${INK};`;
    put([lon, lat], disc(String(number), look, 26), words, 0);
  }
  if (options.shown) {
    put(options.shown, disc("", `border:3px dashed ${BEECH};background:#ffffff99;`, 24), "", 100);
  }
  if (options.own) {
    const look = `background:${BEECH};border:3px solid #fff;box-shadow:0 1px 6px #0008;`;
    put(options.own, disc("", look, 24), "", 200);
  }

  const [west, south, east, north] = options.extent;
  const places = options.markers.map(([, lon, lat]) => [lon, lat]);
  const bounds = (map) => {
    if (options.own) {
      const own = at(options.own);
      const close = [...places, options.shown ?? options.own].filter(
        (place) => map.distance(at(place), own) < 1200,
      );
      return L.latLngBounds([own, ...close.map(at)]);
    }
    if (places.length > 0) return L.latLngBounds(places.map(at));
    return L.latLngBounds([south, west], [north, east]);
  };
  ideenkarte.whenSized(group, (map) => {
    map.setMaxBounds(L.latLngBounds([south, west], [north, east]).pad(1));
    map.fitBounds(bounds(map), { maxZoom: 15, padding: [36, 36], animate: false });
  });
};
