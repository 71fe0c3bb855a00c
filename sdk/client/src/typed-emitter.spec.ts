import { TypedEmitter } from './typed-emitter.ts';

interface Events {
  readonly counted: { readonly n: number };
  readonly named: { readonly name: string };
}

describe('TypedEmitter', () => {
  it('tells every subscriber of this event until they end their subscription', () => {
    const emitter = new TypedEmitter<Events>();
    const told: unknown[] = [];
    const note = (event: unknown): void => void told.push(event);
    const end = emitter.on('counted', note);
    emitter.on('counted', note);
    emitter.emit('counted', { n: 1 });
    end();
    end();
    emitter.emit('counted', { n: 2 });
    emitter.emit('named', { name: 'nobody listens' });
    expect(told).toEqual([{ n: 1 }, { n: 1 }, { n: 2 }]);
  });

  it('lets listeners subscribe and unsubscribe while they are told', () => {
    const emitter = new TypedEmitter<Events>();
    const told: string[] = [];
    const end = emitter.on('counted', () => {
      told.push('first');
      end();
      emitter.on('counted', () => void told.push('late'));
    });
    emitter.on('counted', () => void told.push('second'));
    emitter.emit('counted', { n: 1 });
    emitter.emit('counted', { n: 2 });
    expect(told).toEqual(['first', 'second', 'second', 'late']);
  });
});
