/** A pin as Leaflet draws it: the tip of the drop is the place. */
import * as L from "leaflet";
import { type DropStyle, drop } from "./symbols";

export function pinIcon(drawing: Element, className = "pin"): L.DivIcon {
  return L.divIcon({
    html: drawing as HTMLElement,
    className,
    iconSize: [28, 36],
    iconAnchor: [14, 35],
  });
}

/** A pin that only shows a place: neither keys nor fingers reach it. */
export function stillPin(lat: number, lon: number, style: DropStyle): L.Marker {
  const icon = pinIcon(drop(style));
  return L.marker([lat, lon], { icon, keyboard: false, interactive: false });
}
