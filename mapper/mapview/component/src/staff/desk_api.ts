/** The routes of the desk. */
import { answer, asBody, post, type Stored } from "../api";
import type { Draft } from "../types";
import type { DeskEvent, DeskReceipt, Origin } from "./types";

/** Stores an idea for somebody once, however often the same draft is sent. */
export async function submitFor(
  draft: Draft,
  { channel, event, given_on }: Origin,
  lang: string,
): Promise<Stored<DeskReceipt>> {
  const body = { ...asBody(draft), channel, event, given_on: given_on || null };
  const response = await post("/api/desk/proposals", body, lang);
  return { receipt: await answer<DeskReceipt>(response), repeated: response.status === 200 };
}

/** Adds an event to a round; the same one twice is one. */
export async function addEvent(
  event: { round: string; event_title: string; held_on: string | null; event_place: string | null },
  lang: string,
): Promise<DeskEvent> {
  return answer<DeskEvent>(await post("/api/desk/events", event, lang));
}
