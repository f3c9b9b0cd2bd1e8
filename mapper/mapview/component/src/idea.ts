/** On "Idee": a small map of a public idea; or, when it is not public, its state for its owner. */
import * as L from "leaflet";
import { fetchDistricts, fetchLayer, fetchOwn } from "./api";
import { button, h, replaceChildren } from "./dom";
import { drawDistricts, drawMask, drawMunicipalities, patterns } from "./ground";
import { t } from "./i18n";
import { readMine } from "./keep";
import { attributionLine } from "./layout";
import { mapLink } from "./mine";
import { ownEntry } from "./own_entry";
import { stillPin } from "./pin_icon";
import { ReportForm } from "./report";
import { createStage } from "./stage";
import { BEECH } from "./symbols";
import type { ComponentData, IdeaPlace } from "./types";

const PADDING = { left: 8, top: 8, right: 8, bottom: 8 };
const IDEA_ZOOM = 13;

export class IdeaView {
  private map: L.Map | null = null;

  constructor(
    private readonly root: HTMLElement,
    private data: ComponentData,
  ) {
    this.show();
  }

  update(data: ComponentData): void {
    this.destroy();
    this.data = data;
    this.show();
  }

  destroy(): void {
    this.map?.remove();
    this.map = null;
    this.root.textContent = "";
  }

  private show(): void {
    if (!this.data.idea) {
      void this.showOwn();
      return;
    }
    this.showMap(this.data.idea);
    this.root.append(new ReportForm(idOfPage(), this.data.lang).element);
  }

  private showMap({ lon, lat, action_field }: IdeaPlace): void {
    if (lon === null || lat === null) return;
    const container = h("div", { class: "map", attrs: { "aria-hidden": "true" } });
    const frame = h("div", { class: "small-map" }, container, attributionLine(this.data));
    const figure = h("figure", { attrs: { "aria-label": t("idea.map") } }, frame);
    this.root.append(patterns(), figure);
    const view = { centre: L.latLng(lat, lon), zoom: IDEA_ZOOM };
    const map = createStage(container, {
      bounds: this.data.bounds,
      padding: PADDING,
      view,
      still: true,
    });
    this.map = map;
    const field = this.data.action_fields.find(({ key }) => key === action_field);
    const style = { colour: field?.colour ?? BEECH, symbol: field?.symbol ?? "dot" };
    stillPin(lat, lon, style).addTo(map);
    void drawQuietGround(map, this.data);
  }

  /** The state of an idea that is not public, for whoever holds its private link. */
  private async showOwn(): Promise<void> {
    const id = idOfPage();
    const key = readMine().find(({ public_id }) => public_id.toLowerCase() === id);
    const box = h("div", { class: "own-list", attrs: { role: "status" } });
    replaceChildren(this.root, box);
    if (!key) {
      replaceChildren(box, ...notPublic());
      return;
    }
    replaceChildren(box, h("p", { class: "quiet" }, t("mine.loading")));
    try {
      const [idea] = await fetchOwn([key.token], this.data.lang);
      if (!idea || idea.public_id.toLowerCase() !== id) replaceChildren(box, ...notPublic());
      else replaceChildren(box, ownEntry(idea, this.data), mapLink(t("mine.map")));
    } catch {
      const again = button(t("notice.retry"), () => void this.showOwn());
      replaceChildren(box, h("p", { class: "error" }, t("mine.failed")), again);
    }
  }
}

function idOfPage(): string {
  return new URLSearchParams(window.location.search).get("id")?.trim().toLowerCase() ?? "";
}

function notPublic(): HTMLElement[] {
  return [h("p", {}, t("idea.not_public")), mapLink(t("mine.map"))];
}

async function drawQuietGround(map: L.Map, data: ComponentData): Promise<void> {
  try {
    const [towns, districts] = await Promise.all([
      fetchLayer("municipalities"),
      fetchDistricts(data),
    ]);
    if (towns.features.length) drawMask(map, towns);
    drawDistricts(map, districts);
    drawMunicipalities(map, towns);
  } catch {
    // The pin alone says little, but the words beside it name the place.
  }
}
