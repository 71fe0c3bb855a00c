import type { Step } from '../../../gate/gate';
import type { Passage } from '../../../gate/passage';
import { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { pageOf } from '../page-request';

/** What browsers that tell say of a form's origin, before any try is counted (SEC-WEB-02). Links may come from anywhere. */
export const CHECK_SITE: Step = {
  name: 'check-site',
  run(passage: Passage): void {
    const { isWrite, site } = pageOf(passage);
    if (!isWrite || site === undefined || site === 'same-origin') return;
    throw new BrandgateError('access.denied', { reason: 'form-foreign' });
  },
};
