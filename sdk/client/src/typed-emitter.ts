type Listener<Event> = (event: Event) => void;

/** Tells subscribers what happened, each kind of event with its own data. */
export class TypedEmitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** @returns ends the subscription */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const known = this.listeners.get(name) ?? new Set();
    // A subscription of its own, however often the same function subscribes.
    const own: Listener<Events[Name]> = (event) => listener(event);
    this.listeners.set(name, known.add(own));
    return () => void known.delete(own);
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])] as Listener<Events[Name]>[])
      void tell(listener, event);
  }
}

/** Asynchronous only so that what a listener throws is its own matter: it comes up as an unhandled rejection. */
async function tell<Event>(listener: Listener<Event>, event: Event): Promise<void> {
  listener(event);
}
