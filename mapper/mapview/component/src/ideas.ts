/** Brings published and own ideas onto the map. */
import { fetchOwn, fetchPins } from "./api";
import type { Pin } from "./clusters";
import { t } from "./i18n";
import { MAX_TOKENS, readMine } from "./keep";
import type { Notices } from "./notices";
import type { Pins } from "./pins";
import type { ComponentData, Draft, PinList, Receipt } from "./types";

export class Ideas {
  private own: Pin[] = [];
  private round = "";

  constructor(
    private readonly pins: Pins,
    private readonly data: () => ComponentData,
    private readonly notices: Notices,
    private readonly onCounted: (count: number) => void,
  ) {}

  async load(round: string): Promise<void> {
    this.round = round;
    const [loading, failed] = [t("notice.ideas_loading"), t("notice.ideas_failed")];
    await this.notices.load("ideas", loading, failed, () => this.show(round));
  }

  private async show(round: string): Promise<void> {
    const list = await fetchPins(round);
    // Another round may have been chosen meanwhile.
    if (this.round !== round) return;
    this.pins.setPublished(toPins(list, Object.keys(this.data().response_statuses)));
    this.onCounted(this.pins.count() + this.own.length);
    if (list.truncated) this.notices.say(t("notice.truncated", { count: list.pins.length }));
  }

  hasOwn(): boolean {
    return this.own.length > 0;
  }

  /** Ideas of this device that still wait: nobody else sees them here. */
  async loadOwn(): Promise<void> {
    const tokens = readMine()
      .slice(0, MAX_TOKENS)
      .map(({ token }) => token);
    try {
      const proposals = await fetchOwn(tokens, this.data().lang);
      const waiting = proposals.filter((idea) => idea.moderation_status === "pending");
      this.own = waiting.flatMap(({ public_id, lon, lat, action_field, title }) =>
        lon === null || lat === null ? [] : [ownPin(public_id, lon, lat, action_field, title)],
      );
      this.pins.setOwn(this.own);
    } catch {
      // They stand under "Meine Ideen" as well, with a word about what went wrong.
    }
  }

  addOwn({ public_id, moderation_status }: Receipt, draft: Draft): void {
    const { lon, lat } = draft.place;
    if (moderation_status !== "pending") {
      void this.load(this.round);
      return;
    }
    if (lon === null || lat === null || this.own.some(({ id }) => id === public_id)) return;
    this.own = [...this.own, ownPin(public_id, lon, lat, draft.action_field, draft.title.trim())];
    this.pins.setOwn(this.own);
    performance.mark("ideenkarte:pin-shown");
  }
}

function ownPin(id: string, lon: number, lat: number, field: string, title: string): Pin {
  return { id, lon, lat, field, title, status: "received", pending: true };
}

export function toPins({ pins, fields }: PinList, statuses: string[]): Pin[] {
  return pins.map(([id, lon, lat, field, status, title]) => ({
    id,
    lon,
    lat,
    title,
    field: fields[field] ?? "",
    status: statuses[status] ?? "",
    pending: false,
  }));
}
