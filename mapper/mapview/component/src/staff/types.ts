/** What pages for staff hand over besides what citizens' pages do. */
import type { Certainty, ComponentData } from "../types";

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
