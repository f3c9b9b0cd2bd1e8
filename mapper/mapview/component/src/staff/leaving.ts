/** Somebody leaves the page: what was not sent is asked for first, and then forgotten. */
import { t } from "../i18n";

interface NavigateEvent extends Event {
  navigationType: string;
  destination: { sameDocument: boolean };
  downloadRequest: string | null;
}

interface Watched {
  isBegun: () => boolean;
  forget: () => void;
}

/**
 * A reload keeps the text, and so does a page that closes by itself because its session has ended:
 * whoever signs in again goes on writing. Every other way out forgets it.
 */
export class Leaving {
  private readonly home = window.location.pathname;
  private readonly navigation = (window as { navigation?: EventTarget }).navigation;
  private leaves = false;

  constructor(private readonly watched: Watched) {
    window.addEventListener("beforeunload", this.onUnload);
    window.addEventListener("pagehide", this.onHide);
    document.addEventListener("click", this.onClick, true);
    this.navigation?.addEventListener("navigate", this.onNavigate);
  }

  stop(): void {
    window.removeEventListener("beforeunload", this.onUnload);
    window.removeEventListener("pagehide", this.onHide);
    document.removeEventListener("click", this.onClick, true);
    this.navigation?.removeEventListener("navigate", this.onNavigate);
    if (window.location.pathname !== this.home) this.watched.forget();
  }

  private readonly onUnload = (event: BeforeUnloadEvent): void => {
    if (this.watched.isBegun()) event.preventDefault();
  };

  private readonly onHide = (): void => {
    if (this.leaves) this.watched.forget();
  };

  private readonly onNavigate = (event: Event): void => {
    const { navigationType, destination, downloadRequest } = event as NavigateEvent;
    this.leaves =
      navigationType !== "reload" && !destination.sameDocument && downloadRequest === null;
  };

  /** Links open within the page, so that no browser would ask. */
  private readonly onClick = (event: MouseEvent): void => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || link.target === "_blank" || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    if (link.origin === window.location.origin && link.pathname === this.home) return;
    if (!this.watched.isBegun() || link.dataset.reload !== undefined) return;
    if (window.confirm(t("desk.leave"))) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
