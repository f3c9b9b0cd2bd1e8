/** Texts by name in one of the browser's storages, which may be closed to us. */
export class Texts {
  /** Stands in where the browser refuses storage: holds until the page is left. */
  private readonly memory = new Map<string, string>();

  /** Asked for each time: a browser may refuse even to name its storage. */
  constructor(private readonly storage: () => Storage) {}

  read(name: string): string | null {
    try {
      return this.storage().getItem(name) ?? this.memory.get(name) ?? null;
    } catch {
      return this.memory.get(name) ?? null;
    }
  }

  write(name: string, text: string): void {
    try {
      this.storage().setItem(name, text);
      this.memory.delete(name);
    } catch {
      this.memory.set(name, text);
    }
  }

  remove(name: string): void {
    this.memory.delete(name);
    try {
      this.storage().removeItem(name);
    } catch {
      // Nothing was stored there.
    }
  }
}
