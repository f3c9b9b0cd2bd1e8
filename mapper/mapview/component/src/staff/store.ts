/**
 * What the desk keeps until an idea is stored: in this tab, for this account, and only while the
 * page is open. A citizen's draft on the same device, and her ideas there, are never touched.
 */
import { type Drafts, isDraft, parse } from "../keep";
import type { Draft } from "../types";
import type { Origin } from "./types";

const DRAFT = "ideenkarte.desk.draft";
const ORIGIN = "ideenkarte.desk.origin";

interface Kept<T> {
  account: string;
  value: T;
}

export class DeskStore implements Drafts {
  /** Stands in where the browser refuses storage. */
  private readonly memory = new Map<string, unknown>();

  constructor(private readonly account: string) {}

  read = (): Draft | null => {
    const draft = this.get<Draft>(DRAFT);
    return isDraft(draft) ? draft : null;
  };

  write = (draft: Draft): void => this.set(DRAFT, draft);

  remove = (): void => this.drop(DRAFT);

  /** No other tab sees this one's draft. */
  onElsewhere = (): (() => void) => () => undefined;

  readOrigin(): Origin | null {
    return this.get<Origin>(ORIGIN);
  }

  writeOrigin(origin: Origin): void {
    this.set(ORIGIN, origin);
  }

  clear(): void {
    this.drop(DRAFT);
    this.drop(ORIGIN);
  }

  private get<T>(name: string): T | null {
    const kept = this.stored<T>(name);
    if (kept === null) return null;
    if (kept.account === this.account) return kept.value;
    this.drop(name);
    return null;
  }

  private stored<T>(name: string): Kept<T> | null {
    try {
      const text = window.sessionStorage.getItem(name);
      return (parse(text) ?? this.memory.get(name) ?? null) as Kept<T> | null;
    } catch {
      return (this.memory.get(name) as Kept<T> | undefined) ?? null;
    }
  }

  private set<T>(name: string, value: T): void {
    const kept: Kept<T> = { account: this.account, value };
    try {
      window.sessionStorage.setItem(name, JSON.stringify(kept));
      this.memory.delete(name);
    } catch {
      this.memory.set(name, kept);
    }
  }

  private drop(name: string): void {
    this.memory.delete(name);
    try {
      window.sessionStorage.removeItem(name);
    } catch {
      // Nothing was stored there.
    }
  }
}
