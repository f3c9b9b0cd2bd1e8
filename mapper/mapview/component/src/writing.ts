/** An idea on its way: a place proposed or chosen, the form, the thanks; one step at a time. */
import type * as L from "leaflet";
import type { Card } from "./card";
import { Chooser } from "./choose";
import { focusOn } from "./dom";
import { Form } from "./form";
import { onOwnDevice } from "./form_context";
import { type Gazetteer, placeAt } from "./gazetteer";
import type { GroundView } from "./ground_view";
import { t } from "./i18n";
import type { Bubble } from "./ideacard";
import type { Ideas } from "./ideas";
import { freshDraft, keepMine, readDraft } from "./keep";
import { coveredMargins, isWide, type Layout } from "./layout";
import type { Notices } from "./notices";
import type { Overlays } from "./overlays";
import { OwnPin } from "./ownpin";
import type { Pins } from "./pins";
import { keepInView } from "./stage";
import { Thanks } from "./thanks";
import type { ComponentData, Draft, Place, Receipt, Round } from "./types";

type Mode = "look" | "choosing" | "form" | "thanks";

export interface WritingContext {
  map: L.Map;
  layout: Layout;
  data: () => ComponentData;
  round: () => Round | null;
  setRound: (slug: string) => void;
  gazetteer: Gazetteer;
  ground: GroundView;
  overlays: Overlays;
  notices: Notices;
  bubble: Bubble;
  pins: Pins;
  ideas: Ideas;
  card: Card;
  /** What was searched for, while it still stands in the middle: choosing begins there. */
  sought: () => L.LatLngTuple | null;
  /** The legend may have a new sign to explain. */
  onStored: () => void;
}

export class Writing {
  private readonly ownPin: OwnPin;
  private mode: Mode = "look";
  private form: Form<Receipt> | null = null;
  private chooser: Chooser | null = null;
  private thanks: Thanks | null = null;

  constructor(private readonly context: WritingContext) {
    const { map } = context;
    this.ownPin = new OwnPin(map, (lat, lon) => this.onDragged(lat, lon));
    map.on("click", ({ latlng }) => this.onMapClick(latlng.wrap()));
    map.on("popupclose", () => {
      if (this.mode === "look" || this.mode === "thanks") this.ownPin.remove();
    });
  }

  isChoosing(): boolean {
    return this.mode === "choosing";
  }

  isLooking(): boolean {
    return this.mode === "look";
  }

  /**
   * Takes the place under the crosshair. While none is being chosen it tells what lies in the
   * middle of the map, where there is more than the ground; false when there is nothing to do.
   */
  confirm(): boolean {
    if (this.chooser) {
      this.chooser.confirmHere();
      return true;
    }
    if (this.mode !== "look" || !this.context.overlays.any()) return false;
    const { lat, lng } = this.context.map.getCenter();
    focusOn(this.propose(lat, lng));
    return true;
  }

  /** The reader chose another round while writing. */
  followRound(slug: string): void {
    this.form?.setRound(slug);
    this.chooser?.update();
  }

  /** Names of places have come in. */
  renamePlaces(): void {
    this.form?.showPlace();
    this.chooser?.update();
  }

  /**
   * Tells the map its new size. Beside the drawer the part left of it stays where it is; otherwise
   * the middle does, which is what the crosshair marks.
   */
  fitSize(): void {
    const pan = !isWide() || this.mode === "choosing";
    this.context.map.invalidateSize({ pan, animate: false });
  }

  destroy(): void {
    this.chooser?.destroy();
    this.form?.destroy();
  }

  /** One step back; false when there is none. */
  escape(): boolean {
    if (this.chooser) this.cancelChoosing();
    else if (this.context.bubble.isOpen()) this.context.bubble.close(true);
    else if (this.form) this.closeForm();
    else return false;
    return true;
  }

  private setMode(mode: Mode): void {
    this.mode = mode;
    this.context.layout.shell.dataset.mode = mode;
    this.context.layout.shell.classList.toggle(
      "with-drawer",
      this.form !== null || this.thanks !== null,
    );
    this.context.pins.rest(mode === "choosing");
    this.fitSize();
  }

  private onMapClick({ lat, lng }: L.LatLng): void {
    if (this.mode === "choosing") this.context.map.panTo([lat, lng]);
    else if (this.mode !== "form") this.propose(lat, lng);
  }

  /** A first, provisional pin: it opens nothing but a bubble, which is returned. */
  private propose(lat: number, lon: number): HTMLElement {
    const { gazetteer, bubble, overlays, round } = this.context;
    const spot = gazetteer.describe(lon, lat, round());
    const objects = overlays.at(lat, lon);
    if (spot.inside === false) {
      return bubble.offer(lat, lon, spot.text, objects, null);
    }
    const begin = (): void => this.openForm(placeAt(lon, lat, spot));
    const content = bubble.offer(lat, lon, spot.text, objects, begin);
    this.ownPin.put(lat, lon);
    return content;
  }

  private onDragged(lat: number, lon: number): void {
    if (!this.form) {
      this.propose(lat, lon);
      return;
    }
    const { gazetteer, notices, round } = this.context;
    const spot = gazetteer.describe(lon, lat, round());
    notices.say(spot.text);
    if (spot.inside !== false) {
      this.form.setPlace(placeAt(lon, lat, spot));
      return;
    }
    const before = this.form.place();
    if (before.lat !== null && before.lon !== null) this.ownPin.put(before.lat, before.lon);
  }

  /** Puts the map under a crosshair, for a new idea or to move the one being written. */
  choose(moving: boolean): void {
    const sought = moving ? null : this.context.sought();
    this.context.bubble.close();
    this.chooser?.destroy();
    const place = moving ? this.form?.place() : null;
    this.leaveThanks();
    this.chooser = new Chooser(
      {
        map: this.context.map,
        area: this.context.layout.area,
        covered: () => coveredMargins(this.context.layout),
        data: this.context.data,
        gazetteer: this.context.gazetteer,
        round: this.context.round,
        onPlace: (chosen) => this.onPlace(chosen),
        onCancel: () => this.cancelChoosing(),
      },
      moving,
    );
    this.ownPin.remove();
    this.context.layout.corner.append(this.chooser.element);
    this.setMode("choosing");
    if (place && place.lat !== null && place.lon !== null) {
      this.chooser.show(place.lat, place.lon, 14);
    } else if (sought) this.chooser.show(sought[0], sought[1], 0);
    this.chooser.focusMap();
  }

  private stopChoosing(): void {
    this.chooser?.destroy();
    this.chooser = null;
  }

  private cancelChoosing(): void {
    this.stopChoosing();
    if (this.form) this.showForm();
    else {
      this.setMode("look");
      focusOn(this.context.card.add);
    }
  }

  private onPlace(place: Place): void {
    this.stopChoosing();
    if (this.form) {
      this.form.setPlace(place);
      this.showForm();
    } else this.openForm(place);
  }

  private openForm(place: Place): void {
    const kept = readDraft();
    if (kept) this.context.notices.say(t("draft.reopened"));
    this.writeOn(kept ? { ...kept, place } : freshDraft(place, this.context.round()?.slug ?? ""));
  }

  continueDraft(): void {
    const draft = readDraft();
    this.context.card.offerDraft(null);
    if (draft) this.writeOn(draft);
  }

  private writeOn(draft: Draft): void {
    this.leaveThanks();
    this.form?.destroy();
    this.form = null;
    const open = this.context
      .data()
      .rounds.some((round) => round.open && round.slug === draft.round);
    if (open && draft.round !== this.context.round()?.slug) this.context.setRound(draft.round);
    this.form = new Form(
      {
        ...onOwnDevice(this.context.data, this.context.gazetteer),
        onMove: () => this.choose(true),
        onClose: () => this.closeForm(),
        onDiscard: () => this.closeForm(),
        onSaved: (receipt, sent, changed) => this.onSaved(receipt, sent, changed),
      },
      open ? draft : { ...draft, round: this.context.round()?.slug ?? "" },
    );
    this.context.layout.drawer.append(this.form.element);
    this.showForm();
    performance.mark("ideenkarte:form-open");
  }

  private showForm(): void {
    this.setMode("form");
    this.context.bubble.close();
    const place = this.form?.place();
    this.ownPin.remove();
    if (place && place.lat !== null && place.lon !== null) {
      this.ownPin.put(place.lat, place.lon);
      keepInView(this.context.map, place.lat, place.lon, coveredMargins(this.context.layout));
    } else if (place?.district) {
      const point = this.context.ground.pointOfDistrict(place.district);
      if (point)
        this.context.map.setView([point[1], point[0]], Math.max(this.context.map.getZoom(), 12));
    }
    this.form?.focusStart();
  }

  private closeForm(): void {
    this.form?.destroy();
    this.form = null;
    this.ownPin.remove();
    this.setMode("look");
    const draft = readDraft();
    this.context.card.offerDraft(draft);
    if (draft) this.context.notices.say(t("draft.kept"));
    focusOn(this.context.card.add);
  }

  private onSaved(receipt: Receipt, draft: Draft, changed: boolean): void {
    const { edit_token: token, public_id } = receipt;
    if (token) keepMine({ token, public_id, created_at: new Date().toISOString() });
    this.form?.destroy();
    this.form = null;
    this.ownPin.remove();
    const leave = (): void => {
      this.leaveThanks();
      this.setMode("look");
      focusOn(this.context.card.add);
    };
    this.thanks = new Thanks({
      receipt,
      changed,
      onMap: leave,
      onAnother: () => {
        leave();
        this.choose(false);
      },
    });
    this.context.layout.drawer.append(this.thanks.element);
    this.setMode("thanks");
    this.thanks.focusStart();
    performance.mark("ideenkarte:thanks");
    this.context.ideas.addOwn(receipt, draft);
    this.context.card.showEmpty(false);
    this.context.card.offerDraft(readDraft());
    this.context.onStored();
  }

  private leaveThanks(): void {
    this.thanks?.element.remove();
    this.thanks = null;
  }
}
