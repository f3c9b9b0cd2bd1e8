/**
 * What the desk keeps until an idea is stored: in this tab, for this account, and only while the
 * page is open. A citizen's draft on the same device, and her ideas there, are never touched.
 */
import { type Drafts, isDraft, parse } from "../keep";
import { Texts } from "../storage";
import type { Draft } from "../types";
import type { Origin } from "./types";

const DRAFT = "ideenkarte.desk.draft";
const ORIGIN = "ideenkarte.desk.origin";

interface Kept<T> {
  account: string;
  value: T;
}

export class DeskStore implements Drafts {
  private readonly tab = new Texts(() => window.sessionStorage);

  constructor(private readonly account: string) {}

  read = (): Draft | null => {
    const draft = this.get<Draft>(DRAFT);
    return isDraft(draft) ? draft : null;
  };

  write = (draft: Draft): void => this.set(DRAFT, draft);

  remove = (): void => this.tab.remove(DRAFT);

  /** No other tab sees this one's draft. */
  onElsewhere = (): (() => void) => () => undefined;

  readOrigin(): Origin | null {
    return this.get<Origin>(ORIGIN);
  }

  writeOrigin(origin: Origin): void {
    this.set(ORIGIN, origin);
  }

  clear(): void {
    this.tab.remove(DRAFT);
    this.tab.remove(ORIGIN);
  }

  private get<T>(name: string): T | null {
    const kept = parse(this.tab.read(name)) as Kept<T> | null;
    if (kept === null) return null;
    if (kept.account === this.account) return kept.value;
    this.tab.remove(name);
    return null;
  }

  private set<T>(name: string, value: T): void {
    const kept: Kept<T> = { account: this.account, value };
    this.tab.write(name, JSON.stringify(kept));
  }
}
