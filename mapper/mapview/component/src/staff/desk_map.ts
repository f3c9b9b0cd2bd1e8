/** The map beside the desk's form: a click sets the place, the crosshair does for keys and fingers. */
import * as L from "leaflet";
import { Chooser } from "../choose";
import { h } from "../dom";
import { Gazetteer, placeAt } from "../gazetteer";
import { GroundView } from "../ground_view";
import { t } from "../i18n";
import { Labels } from "../labels";
import {
  attributionLine,
  buildLayout,
  coveredMargins,
  fillWindow,
  isWide,
  type Layout,
  reserveAttribution,
} from "../layout";
import { Notices } from "../notices";
import { OwnPin } from "../ownpin";
import { Search } from "../search";
import { createStage, keepInView, listenToKeys, type View, viewOf, zoomButtons } from "../stage";
import type { Place, Round } from "../types";
import type { DeskData } from "./types";

/** The search box lies in a corner that is outside the town: the map need not give way to it. */
const MARGINS = { left: 24, top: 24, right: 76, bottom: 32 };

export interface DeskMapContext {
  data: () => DeskData;
  round: () => Round | null;
  /** False while no idea is being written. */
  isWriting: () => boolean;
  onPlace: (place: Place) => void;
  /** The choice under the crosshair has ended, with a place or without. */
  onChosen: () => void;
  onNames: () => void;
}

export class DeskMap {
  readonly layout: Layout;
  readonly gazetteer: Gazetteer;
  private readonly map: L.Map;
  private readonly notices = new Notices();
  private readonly ground: GroundView;
  private readonly ownPin: OwnPin;
  private readonly cleanups: (() => void)[] = [];
  private chooser: Chooser | null = null;

  constructor(
    root: HTMLElement,
    private readonly context: DeskMapContext,
    view: View | null,
  ) {
    const { data } = context;
    this.layout = buildLayout(root, "h2");
    this.layout.shell.classList.add("with-drawer");
    this.cleanups.push(fillWindow(root));
    this.gazetteer = new Gazetteer(data);
    this.map = createStage(this.layout.map, { bounds: data().bounds, padding: MARGINS, view });
    const labels = new Labels(this.map, () => []);
    this.ground = new GroundView(this.map, data, this.gazetteer, labels, this.notices, () => {
      this.chooser?.update();
      context.onNames();
    });
    this.ownPin = new OwnPin(this.map, (lat, lon) => this.setPoint(lat, lon));
    this.buildAround();
    this.listen();
    this.ground.load();
  }

  view(): View {
    return viewOf(this.map);
  }

  showRound(): void {
    this.ground.showRound(this.context.round());
    this.chooser?.update();
  }

  /** Shows where the idea being written belongs; null for none. */
  showPlace(place: Place | null): void {
    this.setMode("form");
    this.ownPin.remove();
    if (!place || place.lat === null || place.lon === null) return;
    this.ownPin.put(place.lat, place.lon);
    keepInView(this.map, place.lat, place.lon, coveredMargins(this.layout));
  }

  /** Puts the map under a crosshair. */
  choose(place: Place): void {
    if (this.chooser) return;
    this.ownPin.remove();
    this.chooser = new Chooser(
      {
        map: this.map,
        area: this.layout.area,
        covered: () => coveredMargins(this.layout),
        data: this.context.data,
        gazetteer: this.gazetteer,
        round: this.context.round,
        onPlace: (chosen) => {
          this.context.onPlace(chosen);
          this.endChoice();
        },
        onCancel: () => this.endChoice(),
        district: place.district,
      },
      false,
    );
    this.layout.corner.append(this.chooser.element);
    this.setMode("choosing");
    if (place.lat !== null && place.lon !== null) this.chooser.show(place.lat, place.lon, 14);
    this.chooser.focusMap();
  }

  stopChoosing(): void {
    this.chooser?.destroy();
    this.chooser = null;
  }

  destroy(): void {
    for (const cleanup of this.cleanups) cleanup();
    this.stopChoosing();
    this.map.remove();
  }

  private endChoice(): void {
    this.stopChoosing();
    this.context.onChosen();
  }

  private setMode(mode: "form" | "choosing"): void {
    this.layout.shell.dataset.mode = mode;
    this.fitSize();
  }

  private setPoint(lat: number, lon: number): void {
    const spot = this.gazetteer.describe(lon, lat, this.context.round());
    this.notices.say(spot.text);
    if (spot.inside !== false) this.context.onPlace(placeAt(lon, lat, spot));
    this.context.onChosen();
  }

  private buildAround(): void {
    const { controls, area, corner } = this.layout;
    const search = new Search(
      () => this.ground.hits(),
      ({ lat, lon, zoom }) => {
        if (this.chooser) this.chooser.show(lat, lon, zoom);
        else this.map.setView([lat, lon], Math.max(zoom, this.map.getZoom()));
      },
    );
    const hint = h("p", { class: "quiet desk-hint" }, t("desk.map_hint"));
    corner.append(h("div", { class: "panel card-box" }, search.element, hint));
    controls.append(...zoomButtons(this.map));
    const attribution = attributionLine(this.context.data());
    area.append(this.notices.element, attribution);
    this.cleanups.push(reserveAttribution(area, attribution));
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
  }

  private listen(): void {
    this.map.on("click", ({ latlng }) => {
      const { lat, lng } = latlng.wrap();
      if (this.chooser) this.map.panTo([lat, lng]);
      else if (this.context.isWriting()) this.setPoint(lat, lng);
    });
    listenToKeys(this.map, {
      step: () => (this.chooser ? 16 : 80),
      onEnter: () => {
        // Asked first: what is chosen ends the choice, and the key must not reach the form as well.
        const choosing = this.chooser !== null;
        this.chooser?.confirmHere();
        return choosing;
      },
      onEscape: () => {
        const choosing = this.chooser !== null;
        if (choosing) this.endChoice();
        return choosing;
      },
    });
    const observer = new ResizeObserver(() => this.fitSize());
    observer.observe(this.layout.map);
    this.cleanups.push(() => observer.disconnect());
  }

  private fitSize(): void {
    this.map.invalidateSize({ pan: !isWide() || this.chooser !== null, animate: false });
  }
}
