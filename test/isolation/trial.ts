import type { Requirement } from '../../src/gate/requirement';
import type { Belongings } from './belongings';
import { BrandRows } from './brand-rows';
import { CaseRequest, type Texts } from './case-request';
import { ID_KINDS } from './id-kind';
import type { Answer, Asked } from './line';
import type { LiveRoute } from './live-routes';
import type { RouteCase } from './route-case';
import { shown, told } from './told';
import type { WallCaller, World } from './world';

/** One request of a trial. */
export interface Attempt {
  readonly caller: WallCaller;
  readonly texts: Texts;
  /** Something about the request beside its ids. */
  readonly change?: (asked: Asked) => Asked;
}

/** Rows of the brands that must stay as they are, and of another user of the brand that asks. */
interface Guarded {
  readonly brands: BrandRows;
  readonly peer: BrandRows;
}

/** Texts that must not be seen, and by whom. */
export interface Canaries {
  /** Of the other brand, in any answer but its own. */
  readonly b: readonly string[];
  /** Of the first brand, in the answers of the other. */
  readonly a: readonly string[];
  /** What anybody may see of the other brand where it is asked for by its name. */
  readonly outside: readonly string[];
}

/** One case of one route against the world: what was asked, and what was wrong with the answers. */
export class Trial {
  readonly faults: string[] = [];
  readonly request: CaseRequest;
  readonly requirement: Requirement;
  private requests = 0;
  private guarded: Guarded = { brands: BrandRows.NONE, peer: BrandRows.NONE };

  constructor(
    readonly world: World,
    readonly route: LiveRoute,
    readonly parts: RouteCase,
    /** A user of the first brand who asks. */
    readonly self: Belongings,
    /** A user of the first brand whom its Admin asks about. */
    readonly other: Belongings,
    private readonly canaries: Canaries,
  ) {
    if (route.requirement === null) throw new Error(`${route.name} declares no access`);
    this.requirement = route.requirement;
    this.request = new CaseRequest(route.method, route.path, parts);
  }

  get size(): number {
    return this.requests;
  }

  /** The position that names the target brand (JFW-CAL-09), on routes that have one in their path. */
  get brandAt(): string | null {
    const { brandFromPath } = this.requirement;
    return brandFromPath === undefined ? null : `path.${brandFromPath}`;
  }

  /** Whether `brandUrl` and the Auth Key mean anything here: the other dialects have brands and callers of their own. */
  get isNative(): boolean {
    return this.route.path.startsWith('/api/v1/');
  }

  /** Whether it is the callers' own things alone that the route is about. */
  get isSelf(): boolean {
    const { level, permission, selfOr } = this.requirement;
    return level === 'user' && permission === undefined && selfOr === undefined;
  }

  /** @param change of the request, after it was filled */
  async ask(attempt: Attempt): Promise<Answer> {
    const { caller, texts, change = (asked) => asked } = attempt;
    const asked = change(this.request.fill(texts, caller.headers));
    this.requests += 1;
    const answer = await this.world.line.ask(asked);
    this.inspect(caller, asked, answer);
    return answer;
  }

  /** Both are asked, and must be answered alike. */
  async equal(what: string, attempt: Attempt, asWhat: string, reference: Attempt): Promise<void> {
    const [mine, theirs] = [await this.ask(attempt), await this.ask(reference)];
    if (this.isAlike(attempt, mine, reference, theirs)) return;
    this.fault(`${what}, as ${attempt.caller.name}`, shown(mine), `${asWhat} is answered`, shown(theirs));
  }

  isAlike(attempt: Attempt, mine: Answer, reference: Attempt, theirs: Answer): boolean {
    const varies = this.parts.varies ?? [];
    return told(mine, { texts: attempt.texts, varies }) === told(theirs, { texts: reference.texts, varies });
  }

  /**
   * What somebody has for every position; what a request makes is new.
   * @param caller whose device the headers name, when it is not theirs
   */
  async textsOf(own: Belongings, caller: Belongings = own): Promise<Texts> {
    const texts = new Map<string, string>();
    for (const { at, slot } of this.request.positions) {
      const person = at.startsWith('headers.') ? caller : own;
      texts.set(at, slot.isNew ? ID_KINDS[slot.kind].missing() : await person.get(slot.kind));
    }
    return texts;
  }

  /** As `textsOf`, with ids that never were in the place of all that is no device of the caller and no brand. */
  async missingBut(own: Belongings, caller: Belongings | null): Promise<Texts> {
    const texts = new Map(this.request.missing());
    for (const { at, slot } of this.request.positions) {
      if (caller && at.startsWith('headers.') && !slot.isNew) texts.set(at, await caller.get(slot.kind));
      if (at === this.brandAt) texts.set(at, await own.get(slot.kind));
    }
    return texts;
  }

  /** Remembers what nobody in the trial may change. */
  async guardRows(): Promise<void> {
    // What is still in memory of the sign-ins before is no change of this trial's.
    await this.world.gateway.flush();
    this.guarded = await this.readGuarded();
  }

  /** Nothing has changed since the last look. @param isPeerSafe the other users of the first brand as well */
  async expectNoChange(what: string, isPeerSafe: boolean): Promise<void> {
    await this.world.gateway.flush();
    const before = this.guarded;
    const after = await this.readGuarded();
    this.guarded = after;
    const changes = before.brands.changesTo(after.brands);
    const peers = isPeerSafe ? before.peer.changesTo(after.peer) : [];
    const all = [...changes, ...peers];
    if (all.length > 0) this.fault(what, 'changed rows that are not theirs:', ...all);
  }

  fault(...lines: string[]): void {
    const label = this.parts.as === undefined ? '' : ` (${this.parts.as})`;
    this.faults.push([`${this.route.name}${label}`, ...lines].join('\n    '));
  }

  private async readGuarded(): Promise<Guarded> {
    const { world } = this;
    const { user, brand } = world.residents.a;
    return {
      brands: await world.rows(world.brands.b, world.brands.child),
      peer: await BrandRows.ofUser(world.gateway.store, brand.id, user.id),
    };
  }

  private inspect(caller: WallCaller, asked: Asked, answer: Answer): void {
    const where = `as ${caller.name}: ${asked.method} ${asked.url}`;
    if (answer.status >= 500) this.fault(where, 'a failure of the server', shown(answer));
    if (answer.status === 429) this.fault(where, 'refused for its number, which proves nothing', shown(answer));
    const isToOther = asked.headers['Brand-URL'] === this.world.brands.b.domain;
    const seen = JSON.stringify(answer.headers) + answer.text;
    const sent = decodeURIComponent(asked.url) + JSON.stringify(asked.headers) + (asked.body ?? '');
    // Anybody may look at a brand from outside where the case says so.
    const open = this.parts.tells?.foreign === undefined ? [] : this.canaries.outside;
    for (const text of isToOther ? this.canaries.a : this.canaries.b) {
      if (open.includes(text)) continue;
      if (seen.includes(text) && !sent.includes(text))
        this.fault(where, `shows "${text}" of another brand`, shown(answer));
    }
  }
}
