const ANY = ':';

/**
 * Where a path has a name of its own, that name is no parameter (JFW-GEN-01): as long as there is a path `users/me`, `me`
 * is nobody's id in `users/:id`, whatever the method. Names are matched in any case, as paths are.
 */
export class StaticSegments {
  private readonly names = new Map<string, Set<string>>();

  /** @param path a route's path, with `:name` for its parameters */
  add(path: string): void {
    const segments = segmentsOf(path);
    segments.forEach((segment, place) => {
      if (isParameter(segment)) return;
      const before = placeOf(segments, place);
      const known = this.names.get(before);
      if (known) known.add(segment.toLowerCase());
      else this.names.set(before, new Set([segment.toLowerCase()]));
    });
  }

  /** Whether a parameter of the route would take such a name from the requested path. */
  hides(route: string, requested: string): boolean {
    const segments = segmentsOf(route);
    const given = segmentsOf(requested).map(decoded);
    return segments.some((segment, place) => {
      if (!isParameter(segment)) return false;
      return this.names.get(placeOf(segments, place))?.has(given[place]?.toLowerCase() ?? '') === true;
    });
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** As a handler would get it: an encoded letter makes no other name. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function isParameter(segment: string): boolean {
  return segment.startsWith(ANY);
}

/** What stands before a segment, any parameter being like any other. */
function placeOf(segments: readonly string[], place: number): string {
  return segments
    .slice(0, place)
    .map((segment) => (isParameter(segment) ? ANY : segment.toLowerCase()))
    .join('/');
}
