/** What this device keeps: one draft, and the keys to its own ideas. */
import { Texts } from "./storage";
import type { Draft, Place } from "./types";

const DRAFT = "ideenkarte.draft";
const MINE = "ideenkarte.mine";
/** /api/mine takes no more at a time. */
export const MAX_TOKENS = 50;

export interface OwnKey {
  token: string;
  public_id: string;
  created_at: string;
}

const device = new Texts(() => window.localStorage);

export function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A random key (UUID version 4, RFC 9562), also where the page is not served over https and
 * `crypto.randomUUID` is therefore missing.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** An empty draft with a key of its own; nothing is kept of it before the first letter. */
export function freshDraft(place: Place, round: string): Draft {
  return {
    client_key: newKey(),
    round,
    place,
    title: "",
    body: "",
    action_field: "",
    public_precision: "exact",
    display_name: "",
  };
}

/** What of a draft the server stores, as one comparable text. */
export function contentOf({ client_key: _key, sent: _sent, ...rest }: Draft): string {
  return JSON.stringify(rest);
}

export function isDraft(value: unknown): value is Draft {
  const draft = value as Draft | null;
  const texts = [draft?.client_key, draft?.title, draft?.body, draft?.display_name, draft?.round];
  const placed = Boolean(draft?.place) && typeof draft?.place === "object";
  return placed && texts.every((text) => typeof text === "string");
}

/** The draft that was begun on this device, or null. */
export function readDraft(): Draft | null {
  const value = parse(device.read(DRAFT));
  return isDraft(value) ? value : null;
}

export function writeDraft(draft: Draft): void {
  device.write(DRAFT, JSON.stringify(draft));
}

/** Removes the draft, unless another window has begun a different one meanwhile. */
export function removeDraft(clientKey: string): void {
  const stored = readDraft();
  if (stored === null || stored.client_key === clientKey) device.remove(DRAFT);
}

/** Calls back when another window of this browser changes the draft. */
export function onDraftElsewhere(changed: (draft: Draft | null) => void): () => void {
  const listener = (event: StorageEvent): void => {
    if (event.key === DRAFT || event.key === null) changed(readDraft());
  };
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}

/** Where a form keeps its one draft. */
export interface Drafts {
  write: (draft: Draft) => void;
  remove: (clientKey: string) => void;
  onElsewhere: (changed: (draft: Draft | null) => void) => () => void;
}

export const deviceDrafts: Drafts = {
  write: writeDraft,
  remove: removeDraft,
  onElsewhere: onDraftElsewhere,
};

function isOwnKey(value: unknown): value is OwnKey {
  const key = value as OwnKey | null;
  return typeof key?.token === "string" && typeof key.public_id === "string";
}

/** The keys to this device's ideas, newest first. */
export function readMine(): OwnKey[] {
  const value = parse(device.read(MINE));
  return Array.isArray(value) ? value.filter(isOwnKey) : [];
}

/** Keeps a key; a newer one for the same idea replaces the older. */
export function keepMine(key: OwnKey): void {
  const others = readMine().filter((other) => other.public_id !== key.public_id);
  device.write(MINE, JSON.stringify([key, ...others]));
}

export function forgetMine(publicId: string): void {
  const rest = readMine().filter((key) => key.public_id !== publicId);
  if (rest.length === 0) device.remove(MINE);
  else device.write(MINE, JSON.stringify(rest));
}
