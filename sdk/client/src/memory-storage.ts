import type { KeyStorage } from './key-storage.ts';

/** Keeps the keys as long as the program runs. */
export class MemoryStorage implements KeyStorage {
  private text: string | null = null;

  load(): Promise<string | null> {
    return Promise.resolve(this.text);
  }

  save(text: string): Promise<void> {
    this.text = text;
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.text = null;
    return Promise.resolve();
  }
}
