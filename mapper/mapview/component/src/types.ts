/** What the page hands over and what the routes answer: the names are the contract with Python. */

import type { Look } from "./layer_look";

export interface ActionField {
  key: string;
  title: string;
  colour: string;
  symbol: string;
  municipalities: string[];
  /** False for one that no new idea is offered. */
  active: boolean;
}

export interface Round {
  slug: string;
  title: string;
  question: string;
  open: boolean;
  action_fields: string[] | null;
  area: GeoJSON.Geometry | null;
}

export interface IdeaPlace {
  lon: number | null;
  lat: number | null;
  action_field?: string;
  title?: string;
}

/** A layer or another server's map beside the ground, as GIS staff publish it. */
export interface OverlayData {
  slug: string;
  title: string;
  /** With {z}, {x} and {y}: vector tiles, or pictures where there is no look. */
  address: string;
  look: Look | null;
  /** Of pictures, 0 to 1. */
  opacity: number;
  /** The property of an object that is written on the map. */
  label: string | null;
  /** point, line, area: what its objects are, as far as that is known. */
  shapes: string[];
  min_zoom: number;
  attribution: string;
  /** Not for everyone. */
  internal: boolean;
  z: number;
}

/** What GIS staff say of a part of the ground; without a look it is drawn as always. */
export interface GroundData {
  title: string;
  look: Look | null;
  min_zoom: number;
  z: number;
}

export interface ComponentData {
  view: string;
  lang: string;
  messages: Record<string, string>;
  bounds: [number, number, number, number];
  municipalities: { ags: string; name: string }[];
  districts: { key: string; name: string; municipality: string }[];
  action_fields: ActionField[];
  rounds: Round[];
  round: string;
  attribution: string[];
  /** The lowest first. */
  overlays: OverlayData[];
  ground: Record<string, GroundData>;
  /** What must be said of layers that are not measured. */
  schematic: string | null;
  licence: { name: string; url: string };
  response_statuses: Record<string, string>;
  moderation_statuses: Record<string, string>;
  idea: IdeaPlace | null;
}

export interface LayerProperties {
  name: string;
  kind: string;
  key: string;
  municipality: string;
  schematic: boolean;
}

export type Layer = GeoJSON.FeatureCollection<GeoJSON.Geometry, LayerProperties>;

/** One line of /api/pins.json: number, position, index of field and of status, title. */
export type PinRow = [string, number, number, number, number, string];

export interface PinList {
  pins: PinRow[];
  fields: string[];
  truncated: boolean;
}

export interface NamedPlace {
  name: string;
  kind: string;
  lon: number;
  lat: number;
  municipality: string;
}

export type Certainty = "point" | "district" | "none";
export type Precision = "exact" | "100m" | "district";

/** Where an idea belongs: a point, a district, or nowhere in particular. */
export interface Place {
  certainty: Certainty;
  lon: number | null;
  lat: number | null;
  district: string | null;
  municipality: string | null;
}

export interface Draft {
  client_key: string;
  round: string;
  place: Place;
  title: string;
  body: string;
  action_field: string;
  public_precision: Precision;
  display_name: string;
  /** What was last sent without an answer: the server may hold this, not what was typed since. */
  sent?: string;
}

export interface Receipt {
  public_id: string;
  url: string;
  municipality: string | null;
  district: string | null;
  moderation_status: string;
  /** The day by which somebody looks at it; null where nothing is promised. */
  review_by: string | null;
  edit_token: string;
}

export interface OwnAnswer {
  response_status: string;
  decided_on: string;
  body: string | null;
  office: string | null;
  council_paper_url: string | null;
}

export interface OwnProposal {
  token_index: number;
  public_id: string;
  title: string;
  body: string;
  display_name: string | null;
  action_field: string;
  municipality: string | null;
  district: string | null;
  place_certainty: Certainty;
  lon: number | null;
  lat: number | null;
  public_precision: Precision;
  moderation_status: string;
  response_status: string;
  status_reason: string | null;
  review_by: string | null;
  responses: OwnAnswer[];
  /** The public idea that this one was merged into. */
  part_of: { public_id: string; title: string; response_status: string; url: string } | null;
  created_at: string;
  url: string;
}
