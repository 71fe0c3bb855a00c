import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RevocationJournal, type Revoked } from '../revocations/revocation-journal';
import type { RevocationScope } from '../revocations/revocation.entity';
import type { KnownRegistration, SessionSnapshot } from './session-snapshot';

const MAX_SNAPSHOTS = 50_000;

/** What a read of the rows came to; only a snapshot is kept. */
interface Loaded {
  readonly snapshot?: SessionSnapshot;
}

interface Flight {
  readonly promise: Promise<unknown>;
  /** Set when something was revoked while the rows were being read: what comes back may already be old. */
  doubtful: boolean;
}

type OwnerKey = `${RevocationScope}:${number}`;

/**
 * Verified sessions in memory, by the digest of their Auth Key. A revocation drops the snapshots of its owner at once
 * through an index from owner to snapshots; a load that was under way meanwhile is answered but not kept (SEC-REV-04).
 * Unknown keys are not remembered: a key issued by another node works here at once (SEC-REV-06).
 */
@Injectable()
export class SessionSnapshots {
  private readonly entries: LRUCache<string, SessionSnapshot>;
  private readonly owners = new Map<OwnerKey, Set<string>>();
  private readonly flights = new Map<string, Flight>();

  constructor(journal: RevocationJournal) {
    this.entries = new LRUCache<string, SessionSnapshot>({
      max: MAX_SNAPSHOTS,
      dispose: (snapshot, digest) => this.unindex(snapshot, digest),
    });
    journal.onRevoked((revoked) => this.drop(revoked));
    journal.onFlush(() => this.clear());
  }

  /** @param digest SHA-256 of the key text, as a binary string */
  peek(digest: string): SessionSnapshot | undefined {
    return this.entries.get(digest);
  }

  /** One read for all who ask meanwhile; all of them must pass the same kind of `read`. */
  async load<T extends Loaded | null>(digest: string, read: () => Promise<T>): Promise<T> {
    const joined = this.flights.get(digest);
    if (joined) return joined.promise as Promise<T>;
    const promise = read();
    const flight: Flight = { promise, doubtful: false };
    this.flights.set(digest, flight);
    try {
      const loaded = await promise;
      if (loaded?.snapshot && !flight.doubtful) this.keep(digest, loaded.snapshot);
      return loaded;
    } finally {
      if (this.flights.get(digest) === flight) this.flights.delete(digest);
    }
  }

  /** Remembers what the session's device headers came to; from now on a change of that device drops the snapshot too. */
  setRegistration(digest: string, snapshot: SessionSnapshot, registration: KnownRegistration | null): void {
    const isKept = this.entries.peek(digest) === snapshot;
    if (isKept) this.unindex(snapshot, digest);
    snapshot.registration = registration;
    if (isKept) this.index(snapshot, digest);
  }

  clear(): void {
    this.doubtFlights();
    this.entries.clear();
    this.owners.clear();
  }

  // Who asked before the change may still get the older answer; who asks from now on must not join them.
  private doubtFlights(): void {
    for (const flight of this.flights.values()) flight.doubtful = true;
    this.flights.clear();
  }

  private keep(digest: string, snapshot: SessionSnapshot): void {
    this.entries.set(digest, snapshot);
    this.index(snapshot, digest);
  }

  private drop({ scope, targetId }: Revoked): void {
    this.doubtFlights();
    const digests = this.owners.get(`${scope}:${targetId}`);
    if (digests) for (const digest of [...digests]) this.entries.delete(digest);
  }

  private index(snapshot: SessionSnapshot, digest: string): void {
    for (const owner of ownersOf(snapshot)) {
      const digests = this.owners.get(owner);
      if (digests) digests.add(digest);
      else this.owners.set(owner, new Set([digest]));
    }
  }

  private unindex(snapshot: SessionSnapshot, digest: string): void {
    for (const owner of ownersOf(snapshot)) {
      const digests = this.owners.get(owner);
      digests?.delete(digest);
      if (digests?.size === 0) this.owners.delete(owner);
    }
  }
}

function ownersOf(snapshot: SessionSnapshot): OwnerKey[] {
  const owners: OwnerKey[] = [`session:${snapshot.sessionId}`, `user:${snapshot.user.id}`, `brand:${snapshot.brandId}`];
  if (snapshot.deviceId !== null) owners.push(`device:${snapshot.deviceId}`);
  if (snapshot.registration && snapshot.registration.deviceId !== snapshot.deviceId) {
    owners.push(`device:${snapshot.registration.deviceId}`);
  }
  return owners;
}
