import type { Passage } from '../../gate/passage';
import type { View } from './views/page-view';

const views = new WeakMap<Passage, View>();

/** When the request is refused for something that can be put right, this page is shown once more with what is wrong. */
export function showAgain(passage: Passage, view: View): void {
  views.set(passage, view);
}

export function viewToShowAgain(passage: Passage | null): View | null {
  return (passage && views.get(passage)) ?? null;
}
