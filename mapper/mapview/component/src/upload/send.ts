/** Sending files: with progress, to be given up, and with the reason when it fails. */
import { answer, post, Refused, Unreachable } from "../api";
import type { ServiceType } from "./types";

const IMPORTS = "/api/imports";

export interface Begun {
  id: string;
}

export interface Sending {
  done: Promise<Begun>;
  abort: () => void;
}

/** Somebody gave the upload up. */
export class Aborted extends Error {}

/** Send fields and files; `progress` is told the share that has left, 0 to 1. */
export function send(body: FormData, lang: string, progress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<Begun>((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const response = new Response(request.responseText, { status: request.status });
      answer<Begun>(response).then(resolve, reject);
    });
    request.addEventListener("abort", () => reject(new Aborted()));
    request.addEventListener("error", () => whyItBrokeOff(lang).then(reject));
    request.open("POST", IMPORTS);
    request.setRequestHeader("Accept-Language", lang);
    request.send(body);
  });
  return { done, abort: () => request.abort() };
}

/**
 * A server that refuses before everything was sent ends the connection, and the browser keeps its
 * answer to itself: ask again without the files.
 */
async function whyItBrokeOff(lang: string): Promise<Error> {
  try {
    await answer(await fetch(IMPORTS, { headers: { "Accept-Language": lang } }));
  } catch (error) {
    if (error instanceof Refused) return error;
  }
  return new Unreachable("broken off");
}

/** The types of objects that a service offers. */
export async function askService(url: string, lang: string): Promise<ServiceType[]> {
  const said = await answer<{ types: ServiceType[] }>(
    await post(`${IMPORTS}/types`, { url }, lang),
  );
  return said.types;
}
