/** Says in words where a point lies, from the layers and places loaded so far. */
import { covers, featureAt, nearestPlace } from "./geo";
import { joinWithOr, t } from "./i18n";
import type { ComponentData, Layer, NamedPlace, Place, Round } from "./types";

export interface Spot {
  /** null: the outlines are not loaded yet, so nobody can say. */
  inside: boolean | null;
  municipality: string | null;
  district: string | null;
  /** "Oberdorf, Altstadt, nahe Bahnhof"; or the sentence that says why not here. */
  text: string;
}

/** The spot as the place of an idea. */
export function placeAt(lon: number, lat: number, { municipality, district }: Spot): Place {
  return { certainty: "point", lon, lat, district, municipality };
}

export class Gazetteer {
  districts: Layer | null = null;
  municipalities: Layer | null = null;
  places: NamedPlace[] = [];

  constructor(private readonly data: () => ComponentData) {}

  municipalityName(ags: string | null): string {
    return this.data().municipalities.find((town) => town.ags === ags)?.name ?? "";
  }

  districtName(key: string | null): string {
    return this.data().districts.find((district) => district.key === key)?.name ?? "";
  }

  /** "Dieser Ort liegt nicht in A oder B." */
  outsideText(): string {
    const names = joinWithOr(this.data().municipalities.map((town) => town.name));
    return t("place.outside", { names });
  }

  describe(lon: number, lat: number, round: Round | null): Spot {
    const district = featureAt(this.districts, lon, lat);
    const town = featureAt(this.municipalities, lon, lat);
    const municipality = district?.municipality ?? town?.municipality ?? town?.key ?? null;
    if (!this.municipalities && !this.districts) {
      return { inside: null, municipality, district: null, text: t("place.loading") };
    }
    if (!municipality) {
      const inside = this.municipalities ? false : null;
      return { inside, municipality, district: null, text: this.outsideText() };
    }
    const found = { municipality, district: district?.key ?? null };
    if (round?.area && !covers(round.area, lon, lat)) {
      return { ...found, inside: false, text: t("place.outside_round") };
    }
    return { ...found, inside: true, text: this.pointText(lon, lat, found) };
  }

  private pointText(
    lon: number,
    lat: number,
    { municipality, district }: { municipality: string; district: string | null },
  ): string {
    const area = this.areaText(district, municipality);
    const near = nearestPlace(this.places, lon, lat)?.name;
    if (
      !near ||
      near === this.districtName(district) ||
      near === this.municipalityName(municipality)
    )
      return area;
    return t("place.near", { area, place: near });
  }

  /** "Oberdorf, Altstadt"; only one name where both are the same. */
  areaText(district: string | null, municipality: string | null): string {
    const names = [this.districtName(district), this.municipalityName(municipality)];
    return [...new Set(names.filter(Boolean))].join(", ");
  }

  /** Any place in words: of a point, of a district, or none. */
  placeText(place: Place): string {
    if (place.certainty === "none") return t("place.none");
    if (place.certainty === "district" || place.lon === null || place.lat === null) {
      return this.areaText(place.district, place.municipality);
    }
    return this.describe(place.lon, place.lat, null).text;
  }
}
