/** Choosing a place under a crosshair; or a district; or none in particular. */
import type * as L from "leaflet";
import { button, focusOn, h, nextId } from "./dom";
import { type Gazetteer, placeAt } from "./gazetteer";
import { compareNames, t } from "./i18n";
import { isWide, type Margins } from "./layout";
import { icon } from "./symbols";
import type { ComponentData, Place, Round } from "./types";

/** Readers of the live text are told once the map rests, not at every pixel. */
const ANNOUNCE_MS = 350;

export interface ChooseContext {
  map: L.Map;
  /** Where the map lies, and what covers its edges. */
  area: HTMLElement;
  covered: () => Margins;
  data: () => ComponentData;
  gazetteer: Gazetteer;
  round: () => Round | null;
  onPlace: (place: Place) => void;
  /** null where there is nothing to go back to. */
  onCancel: (() => void) | null;
  /** What the choice of a district begins with. */
  district?: string | null;
  otherWaysOpen?: boolean;
}

export class Chooser {
  readonly element: HTMLElement;
  private readonly shownText = h("p", { class: "choose-text", attrs: { "aria-hidden": "true" } });
  private readonly live = h("p", {
    class: "sr-only",
    attrs: { role: "status", "aria-live": "polite" },
  });
  private readonly confirm: HTMLButtonElement;
  private readonly sheet: ResizeObserver;
  private timer = 0;
  private readonly onMove = () => this.update();

  constructor(
    private readonly context: ChooseContext,
    moving: boolean,
  ) {
    this.confirm = button(t("choose.here"), () => this.confirmHere(), {
      class: "button primary",
      icon: icon("check"),
    });
    const heading = h("h2", {}, moving ? t("choose.move_heading") : t("choose.heading"));
    const cancel =
      context.onCancel && button(t("choose.cancel"), context.onCancel, { class: "button plain" });
    this.element = h(
      "section",
      {
        class: "panel choose",
        attrs: { "aria-label": t("choose.heading") },
        on: { keydown: (event) => this.onKey(event) },
      },
      heading,
      h("p", { class: "quiet choose-hint" }, t("choose.hint")),
      this.shownText,
      this.live,
      h("div", { class: "choose-buttons" }, this.confirm, cancel),
      this.otherWays(),
    );
    context.map.on("move", this.onMove);
    this.update();
    this.sheet = new ResizeObserver(() => this.liftMap());
    this.sheet.observe(this.element);
  }

  /** On a narrow screen the choice lies below the map: the map ends where it begins. */
  private liftMap(): void {
    const height = isWide() ? 0 : this.element.offsetHeight;
    this.context.area.style.setProperty("--sheet", `${height}px`);
  }

  /** Brings a place under the crosshair. */
  show(lat: number, lon: number, zoom: number): void {
    const { map } = this.context;
    map.setView([lat, lon], Math.max(map.getZoom(), zoom), { animate: false });
    map.panBy([-this.aside(), 0], { animate: false });
  }

  /** How far the crosshair stands beside the middle of the map: amid what no card covers. */
  private aside(): number {
    const { left, right } = this.context.covered();
    return (left - right) / 2;
  }

  /** The place drawn there; the map's own centre may lie half a pixel beside what is drawn. */
  private underCrosshair(): L.LatLng {
    const { map } = this.context;
    const middle = map.getSize().divideBy(2);
    return map.containerPointToLatLng([middle.x + this.aside(), middle.y]).wrap();
  }

  focusMap(): void {
    focusOn(this.context.map.getContainer());
  }

  destroy(): void {
    window.clearTimeout(this.timer);
    this.sheet.disconnect();
    this.context.area.style.removeProperty("--sheet");
    this.context.map.off("move", this.onMove);
    this.element.remove();
  }

  /** Takes the place under the crosshair; outside nothing happens but the sentence that says so. */
  confirmHere(): void {
    const { gazetteer, round } = this.context;
    const { lng, lat } = this.underCrosshair();
    const spot = gazetteer.describe(lng, lat, round());
    if (spot.inside === false) {
      this.live.textContent = "";
      this.live.textContent = spot.text;
      return;
    }
    this.context.onPlace(placeAt(lng, lat, spot));
  }

  update(): void {
    const { gazetteer, round, area } = this.context;
    area.style.setProperty("--aside", `${this.aside()}px`);
    const { lng, lat } = this.underCrosshair();
    const spot = gazetteer.describe(lng, lat, round());
    this.shownText.textContent = spot.text;
    this.shownText.classList.toggle("wrong", spot.inside === false);
    this.confirm.setAttribute("aria-disabled", String(spot.inside === false));
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.live.textContent !== spot.text) this.live.textContent = spot.text;
    }, ANNOUNCE_MS);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.context.onCancel) return;
    event.stopPropagation();
    this.context.onCancel();
  }

  private otherWays(): HTMLElement {
    const none = button(t("choose.none"), () => this.context.onPlace(this.nowhere()), {
      class: "button",
    });
    return h(
      "details",
      { class: "choose-other", attrs: { open: this.context.otherWaysOpen } },
      h("summary", {}, t("choose.other")),
      this.districtChoice(),
      none,
    );
  }

  private nowhere(): Place {
    const towns = this.context.data().municipalities;
    const municipality = towns.length === 1 ? (towns[0]?.ags ?? null) : null;
    return { certainty: "none", lon: null, lat: null, district: null, municipality };
  }

  private districtChoice(): HTMLElement | null {
    const { districts, municipalities } = this.context.data();
    if (districts.length === 0) return null;
    const id = nextId("district");
    const select = h(
      "select",
      { attrs: { id } },
      h("option", { attrs: { value: "" } }, t("choose.please")),
    );
    for (const town of municipalities) {
      const own = districts
        .filter((district) => district.municipality === town.ags)
        .sort((a, b) => compareNames(a.name, b.name))
        .map((district) => h("option", { attrs: { value: district.key } }, district.name));
      select.appendChild(h("optgroup", { attrs: { label: town.name } }, ...own));
    }
    select.value = this.context.district ?? "";
    const take = button(t("choose.take_district"), () => this.takeDistrict(select), {});
    const label = h("label", { attrs: { for: id } }, t("choose.district"));
    return h("div", { class: "choose-district" }, label, select, take);
  }

  private takeDistrict(select: HTMLSelectElement): void {
    const district = this.context.data().districts.find(({ key }) => key === select.value);
    if (!district) {
      focusOn(select);
      return;
    }
    this.context.onPlace({
      certainty: "district",
      lon: null,
      lat: null,
      district: district.key,
      municipality: district.municipality,
    });
  }
}
