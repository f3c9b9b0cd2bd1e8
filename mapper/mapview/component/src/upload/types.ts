/** What the page hands to the form. */

export interface Target {
  slug: string;
  title: string;
  role: string;
  licence: string;
  attribution: string;
}

export interface UploadData {
  lang: string;
  words: Record<string, string>;
  layers: Target[];
  kinds: [key: string, words: string][];
  licences: string[];
  /** Who runs this installation, for data of its own. */
  operator: string;
  upload_mb: number;
  /** Where the page of an import is; its id is put at the end. */
  page: string;
  sign_in: string;
}

export interface ServiceType {
  name: string;
  title: string;
}
