/** The pin of the idea being written: dropped, dragged, taken away. */
import * as L from "leaflet";
import { setAttributes } from "./dom";
import { t } from "./i18n";
import { pinIcon } from "./pin_icon";
import { BEECH, drop } from "./symbols";

export class OwnPin {
  private marker: L.Marker | null = null;

  constructor(
    private readonly map: L.Map,
    private readonly onDragged: (lat: number, lon: number) => void,
  ) {}

  put(lat: number, lon: number): void {
    this.remove();
    const marker = L.marker([lat, lon], {
      icon: pinIcon(drop({ colour: BEECH, symbol: "plus" }), "pin provisional"),
      draggable: true,
      keyboard: false,
      zIndexOffset: 2000,
    }).addTo(this.map);
    const element = marker.getElement();
    if (element)
      setAttributes(element, { role: "img", "aria-label": t("pin.yours"), title: t("pin.drag") });
    marker.on("dragend", () => {
      const { lat: newLat, lng } = marker.getLatLng();
      this.onDragged(newLat, lng);
    });
    this.marker = marker;
  }

  remove(): void {
    this.marker?.remove();
    this.marker = null;
  }
}

/** Shows where the reader stands, asked for by a press of the button and never before. */
export class OwnPosition {
  private circle: L.CircleMarker | null = null;

  constructor(private readonly map: L.Map) {}

  find(say: (text: string) => void): void {
    if (!("geolocation" in navigator)) {
      say(t("locate.failed"));
      return;
    }
    say(t("locate.searching"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => say(this.show(coords.latitude, coords.longitude)),
      (error) =>
        say(error.code === error.PERMISSION_DENIED ? t("locate.denied") : t("locate.failed")),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  }

  private show(lat: number, lon: number): string {
    this.circle?.remove();
    const bounds = this.map.options.maxBounds as L.LatLngBounds | undefined;
    if (bounds && !bounds.contains([lat, lon])) return t("locate.far");
    this.circle = L.circleMarker([lat, lon], {
      radius: 8,
      className: "own-position",
      interactive: false,
    }).addTo(this.map);
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), 15));
    return t("locate.found");
  }
}
