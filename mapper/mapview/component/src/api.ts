/** The routes of the server: what they answer, and what went wrong in words that fit a reader. */
import type {
  ComponentData,
  Draft,
  Layer,
  NamedPlace,
  OwnProposal,
  PinList,
  Receipt,
} from "./types";

const READ_TIMEOUT_MS = 30_000;
const SEND_TIMEOUT_MS = 20_000;

/** The server was reached and said no; `parameter` names the field it means. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly parameter: string | null,
  ) {
    super(message);
  }
}

/** Nobody knows whether the server got it: the same request may safely be sent again. */
export class Unreachable extends Error {}

async function request(url: string, init: RequestInit, timeoutMs: number): Promise<Response> {
  const abort = new AbortController();
  const timer = window.setTimeout(() => abort.abort(), timeoutMs);
  try {
    return await fetch(url, { ...init, signal: abort.signal, credentials: "same-origin" });
  } catch (error) {
    throw new Unreachable(String(error));
  } finally {
    window.clearTimeout(timer);
  }
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch {
    throw new Unreachable(`HTTP ${response.status} without JSON`);
  }
}

export async function answer<T>(response: Response): Promise<T> {
  // 502 to 504 come from whatever stands before the server, also while it restarts.
  if (response.status >= 502) throw new Unreachable(`HTTP ${response.status}`);
  const body = await bodyOf(response);
  if (response.ok) return body as T;
  throw new Refused(
    response.status,
    String(body.error ?? ""),
    String(body.message ?? ""),
    typeof body.parameter === "string" ? body.parameter : null,
  );
}

async function read<T>(url: string): Promise<T> {
  return answer<T>(await request(url, { method: "GET" }, READ_TIMEOUT_MS));
}

export function post(url: string, body: unknown, lang: string): Promise<Response> {
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": lang },
    body: JSON.stringify(body),
  };
  return request(url, init, SEND_TIMEOUT_MS);
}

const NO_FEATURES: Layer = { type: "FeatureCollection", features: [] };

/** A published layer; empty where the town has none of the kind. */
export async function fetchLayer(
  slug: "districts" | "municipalities" | "green-spaces",
): Promise<Layer> {
  try {
    return await read<Layer>(`/api/layers/${slug}.geojson`);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return NO_FEATURES;
    throw error;
  }
}

/** The districts; where a town has none, nobody is asked for them. */
export async function fetchDistricts(data: ComponentData): Promise<Layer> {
  return data.districts.length > 0 ? fetchLayer("districts") : NO_FEATURES;
}

export function fetchPins(round: string): Promise<PinList> {
  return read<PinList>(`/api/pins.json?round=${encodeURIComponent(round)}`);
}

export async function fetchPlaces(): Promise<NamedPlace[]> {
  return (await read<{ places: NamedPlace[] }>("/api/places.json")).places;
}

export async function fetchOwn(tokens: string[], lang: string): Promise<OwnProposal[]> {
  if (tokens.length === 0) return [];
  const response = await post("/api/mine", { tokens }, lang);
  return (await answer<{ proposals: OwnProposal[] }>(response)).proposals;
}

/** Says that a text should not be public; answers whether everyone still sees it. */
export async function sendReport(
  report: { public_id: string; reason: string; body: string },
  lang: string,
): Promise<{ shown: boolean }> {
  return answer<{ shown: boolean }>(await post("/api/reports", report, lang));
}

/** A draft as the routes take it. */
export function asBody(draft: Draft): Record<string, unknown> {
  const { place, display_name, sent: _, ...rest } = draft;
  return {
    ...rest,
    place_certainty: place.certainty,
    lon: place.lon,
    lat: place.lat,
    district: place.district,
    municipality: place.municipality,
    public_precision: place.certainty === "point" ? draft.public_precision : "district",
    display_name: display_name.trim() || null,
  };
}

export interface Stored<R extends Receipt = Receipt> {
  receipt: R;
  /** It was there before. */
  repeated: boolean;
}

/** Stores an idea once, however often the same draft is sent. */
export async function submit(draft: Draft, lang: string): Promise<Stored> {
  const response = await post("/api/proposals", asBody(draft), lang);
  return { receipt: await answer<Receipt>(response), repeated: response.status === 200 };
}
