import { Injectable } from '@nestjs/common';
import type { Dialect } from '../../gate/dialect';

/** The dialects the gateway speaks, found by path. The first one also speaks for paths that belong to nobody. */
@Injectable()
export class Dialects {
  constructor(private readonly all: readonly [Dialect, ...Dialect[]]) {}

  get absentPaths(): readonly string[] {
    return this.all.flatMap(({ absentPaths }) => absentPaths);
  }

  /** Whether a dialect's prefix covers the path. */
  isOwnPath(path: string): boolean {
    return this.all.some(({ prefix }) => startsWithSegment(path, prefix));
  }

  forPath(path: string): Dialect {
    return this.all.find(({ prefix }) => startsWithSegment(path, prefix)) ?? this.all[0];
  }
}

function startsWithSegment(path: string, prefix: string): boolean {
  if (!path.startsWith(prefix) && path.slice(0, prefix.length).toLowerCase() !== prefix) return false;
  const next = path[prefix.length];
  return next === undefined || next === '/' || next === '?';
}
