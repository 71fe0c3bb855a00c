/** What a pair is made of, and what its text in the storage holds. */
interface KeyPairMembers {
  readonly userId: string;
  readonly authKey: string;
  readonly refreshAuthKey: string;
  /** The Auth Key's end, ISO 8601. */
  readonly expiresIn: string;
  /** When this client signed in, in ms: tells sessions apart and in their order. */
  readonly signedInAt: number;
  /** How often the session was refreshed: tells the pairs of a session apart and in their order. */
  readonly generation: number;
}

/** An Auth Key and the refresh key that renews it, once. */
export class KeyPair {
  private constructor(private readonly members: KeyPairMembers) {}

  /** The first pair of a session. @param data of a sign-in's answer @returns null when that is none */
  static ofSignIn(data: unknown, signedInAt: number): KeyPair | null {
    return KeyPair.of(data, { signedInAt, generation: 0 });
  }

  /** @returns null when the text is none that `toText` wrote */
  static parse(text: string): KeyPair | null {
    try {
      const stored = JSON.parse(text) as Partial<KeyPairMembers> | null;
      const { userId: id, signedInAt, generation, ...keys } = stored ?? {};
      if (typeof signedInAt !== 'number' || typeof generation !== 'number') return null;
      return KeyPair.of({ id, ...keys }, { signedInAt, generation });
    } catch {
      return null;
    }
  }

  private static of(data: unknown, place: Pick<KeyPairMembers, 'signedInAt' | 'generation'>): KeyPair | null {
    const { id, authKey, refreshAuthKey, expiresIn } = (data ?? {}) as Partial<Record<string, unknown>>;
    const isPair = [id, authKey, refreshAuthKey, expiresIn].every((text) => typeof text === 'string' && text !== '');
    if (!isPair) return null;
    return new KeyPair({ userId: id, authKey, refreshAuthKey, expiresIn, ...place } as KeyPairMembers);
  }

  /** What this pair became. @param data of a refresh's answer @returns null when that is none */
  successor(data: unknown): KeyPair | null {
    const { signedInAt, generation } = this.members;
    return KeyPair.of(data, { signedInAt, generation: generation + 1 });
  }

  get userId(): string {
    return this.members.userId;
  }

  get authKey(): string {
    return this.members.authKey;
  }

  get refreshAuthKey(): string {
    return this.members.refreshAuthKey;
  }

  get expiresIn(): string {
    return this.members.expiresIn;
  }

  get signedInAt(): number {
    return this.members.signedInAt;
  }

  /** The Auth Key's end in ms. */
  get expiresAt(): number {
    return Date.parse(this.members.expiresIn);
  }

  isSame(other: KeyPair | null): boolean {
    return this.refreshAuthKey === other?.refreshAuthKey;
  }

  isOfSession(other: KeyPair): boolean {
    return this.userId === other.userId && this.signedInAt === other.signedInAt;
  }

  /** Whether it came after the other one: a later sign-in, or a later refresh of the same. */
  isNewerThan({ members: other }: KeyPair): boolean {
    const { signedInAt, generation } = this.members;
    return signedInAt === other.signedInAt ? generation > other.generation : signedInAt > other.signedInAt;
  }

  toText(): string {
    return JSON.stringify(this.members);
  }
}
