/** Another place for an idea that is there already: on the map, as a district, or none. */
import type * as L from "leaflet";
import { Chooser } from "../choose";
import { h, nextId, replaceChildren } from "../dom";
import { Gazetteer } from "../gazetteer";
import { patterns } from "../ground";
import { GroundView } from "../ground_view";
import { t } from "../i18n";
import { newKey } from "../keep";
import { Labels } from "../labels";
import { attributionLine } from "../layout";
import type { Shown, Tell } from "../mount";
import { Notices } from "../notices";
import { stillPin } from "../pin_icon";
import { Search } from "../search";
import { createStage, listenToKeys, type View, viewOf, zoomButtons } from "../stage";
import { BEECH } from "../symbols";
import type { Place, Round } from "../types";
import type { PickData, PlaceValue } from "./types";

const MARGINS = { left: 8, top: 8, right: 8, bottom: 8 };
const POINT_ZOOM = 14;
const DISTRICT_ZOOM = 12;

export class Picker implements Shown<PickData> {
  private readonly map: L.Map;
  private readonly gazetteer = new Gazetteer(() => this.data);
  private readonly notices = new Notices();
  private readonly ground: GroundView;
  private readonly chooser: Chooser;
  private readonly presentText = h("strong");
  private readonly chosenLine = h("p", { class: "note picker-chosen", attrs: { role: "status" } });
  private readonly observer: ResizeObserver;
  private pin: L.Marker | null = null;
  private chosen: Place | null = null;
  private districtShown = false;

  constructor(
    private readonly root: HTMLElement,
    private data: PickData,
    view: View | null,
    private readonly tell: Tell,
  ) {
    const keys = h("p", { class: "sr-only", attrs: { id: nextId("keys") } });
    keys.textContent = `${t("map.keys")} ${t("choose.keys")}`;
    const container = h("div", {
      class: "map",
      attrs: { role: "application", "aria-label": t("map.label"), "aria-describedby": keys.id },
    });
    const heading = t("choose.heading");
    const area = h("div", { class: "map-area picker-map" });
    const side = h("div", { class: "picker-side" });
    root.append(
      patterns(),
      h("div", { class: "picker", attrs: { role: "group", "aria-label": heading } }, area, side),
    );
    const crosshair = h("div", { class: "crosshair", attrs: { "aria-hidden": "true" } });
    area.append(keys, h("div", { class: "map-frame" }, container, crosshair));
    this.map = createStage(container, { bounds: data.bounds, padding: MARGINS, view });
    const labels = new Labels(this.map, () => []);
    this.ground = new GroundView(
      this.map,
      () => this.data,
      this.gazetteer,
      labels,
      this.notices,
      () => this.onNames(),
    );
    this.chooser = this.buildChooser(area);
    area.append(this.buildControls(), attributionLine(data), this.notices.element);
    side.append(
      h("p", { class: "picker-present" }, `${t("pick.present")} `, this.presentText),
      this.buildSearch(),
      this.chooser.element,
      this.chosenLine,
    );
    this.observer = new ResizeObserver(() =>
      this.map.invalidateSize({ pan: true, animate: false }),
    );
    this.observer.observe(container);
    this.listen();
    this.ground.showRound(this.round());
    this.ground.load();
    this.showPresent(view === null);
  }

  update(data: PickData): void {
    const { present } = this.data;
    // The page may remember what was just chosen as the idea's place before anybody has saved it.
    const echoed = this.chosen !== null && isSame(asValue(this.chosen), data.present);
    const moved = !echoed && !isSame(data.present, present);
    this.data = echoed ? { ...data, present } : data;
    this.ground.showRound(this.round());
    if (!moved) return;
    this.showChosen(null);
    this.showPresent(true);
  }

  view(): View {
    return viewOf(this.map);
  }

  destroy(): void {
    this.observer.disconnect();
    this.chooser.destroy();
    this.map.remove();
    this.root.textContent = "";
  }

  private round(): Round | null {
    return this.data.rounds.find(({ slug }) => slug === this.data.round) ?? null;
  }

  private buildChooser(area: HTMLElement): Chooser {
    const { place_certainty, district } = this.data.present;
    return new Chooser(
      {
        map: this.map,
        area,
        covered: () => MARGINS,
        data: () => this.data,
        gazetteer: this.gazetteer,
        round: () => this.round(),
        onPlace: (place) => this.onPlace(place),
        onCancel: null,
        district,
        otherWaysOpen: place_certainty !== "point",
      },
      true,
    );
  }

  private buildControls(): HTMLElement {
    return h(
      "div",
      { class: "controls", attrs: { role: "group", "aria-label": t("controls.label") } },
      ...zoomButtons(this.map),
    );
  }

  private buildSearch(): HTMLElement {
    const search = new Search(
      () => this.ground.hits(),
      ({ lat, lon, zoom }) => this.chooser.show(lat, lon, zoom),
    );
    return search.element;
  }

  private listen(): void {
    this.map.on("click", ({ latlng }) => this.map.panTo(latlng.wrap()));
    listenToKeys(this.map, {
      step: () => 16,
      onEnter: () => {
        this.chooser.confirmHere();
        return true;
      },
      onEscape: () => false,
    });
  }

  private onPlace(place: Place): void {
    this.showChosen(place);
    this.showPin(place.lat, place.lon);
    this.tell("picked", { key: newKey(), ...asValue(place) });
  }

  private showChosen(place: Place | null): void {
    this.chosen = place;
    const words = place && t("pick.chosen", { place: this.gazetteer.placeText(place) });
    replaceChildren(this.chosenLine, words);
  }

  private showPresent(move: boolean): void {
    const { lat, lon, district } = this.data.present;
    this.namePresent();
    this.showPin(lat, lon);
    if (!move) return;
    if (lat !== null && lon !== null) this.chooser.show(lat, lon, POINT_ZOOM);
    else this.showDistrict(district);
  }

  private showDistrict(key: string | null): void {
    const point = key && this.ground.pointOfDistrict(key);
    if (point) this.chooser.show(point[1], point[0], DISTRICT_ZOOM);
  }

  private showPin(lat: number | null, lon: number | null): void {
    this.pin?.remove();
    this.pin = null;
    if (lat === null || lon === null) return;
    this.pin = stillPin(lat, lon, { colour: BEECH, symbol: "dot" }).addTo(this.map);
  }

  private namePresent(): void {
    const { place_certainty: certainty, lon, lat, district } = this.data.present;
    const town = this.data.districts.find(({ key }) => key === district)?.municipality ?? null;
    const place = { certainty, lon, lat, district, municipality: town };
    replaceChildren(this.presentText, this.gazetteer.placeText(place));
  }

  /** Outlines or names have come in. */
  private onNames(): void {
    this.namePresent();
    if (this.chosen) this.showChosen(this.chosen);
    if (this.data.present.place_certainty === "district") this.showDistrictOnce();
    this.chooser.update();
  }

  private showDistrictOnce(): void {
    if (this.districtShown || this.chosen) return;
    const { district } = this.data.present;
    this.districtShown = district !== null && this.ground.pointOfDistrict(district) !== null;
    this.showDistrict(district);
  }
}

function asValue({ certainty, lon, lat, district }: Place): PlaceValue {
  const named = certainty === "district" ? district : null;
  return { place_certainty: certainty, lon, lat, district: named };
}

function isSame(one: PlaceValue, other: PlaceValue): boolean {
  return (["place_certainty", "lon", "lat", "district"] as const).every(
    (name) => one[name] === other[name],
  );
}
