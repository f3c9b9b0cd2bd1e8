/** What pages for staff hand over besides what citizens' pages do. */
import type { Certainty, ComponentData, Receipt } from "../types";

/** A place as it crosses to Python and back. */
export interface PlaceValue {
  place_certainty: Certainty;
  lon: number | null;
  lat: number | null;
  district: string | null;
}

export interface PickData extends ComponentData {
  present: PlaceValue;
}

export interface DeskEvent {
  id: number;
  round: string;
  title: string;
  held_on: string | null;
  place: string | null;
}

export interface DeskData extends ComponentData {
  desk: {
    /** Whose desk it is: somebody else's draft is never shown. */
    account: string;
    town: string;
    channels: [string, string][];
    events: DeskEvent[];
    /** The day it is in the town, as YYYY-MM-DD. */
    today: string;
    sign_in: string;
  };
}

export type StaffData = PickData | DeskData;

/** How an idea came in; stays from one idea to the next, but for the day. */
export interface Origin {
  channel: string;
  round: string;
  event: number | null;
  given_on: string;
}

export interface DeskReceipt extends Receipt {
  private_link: string;
  /** The link as a picture: the address of an SVG. */
  qr: string;
}
