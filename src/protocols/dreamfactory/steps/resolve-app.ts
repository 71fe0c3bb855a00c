import { Injectable } from '@nestjs/common';
import { AppDirectory } from '../../../core/apps/app-directory';
import type { Step } from '../../../gate/gate';
import type { Passage } from '../../../gate/passage';
import { arrivalOf } from '../dreamfactory-arrival';

/** Which app the API key is of. An unknown key names none, and refuses nothing by itself (DF-BRD-07). */
@Injectable()
export class ResolveApp implements Step {
  readonly name = 'resolve-app';

  constructor(private readonly apps: AppDirectory) {}

  run(passage: Passage): void | Promise<void> {
    const { apiKey } = arrivalOf(passage);
    return apiKey === undefined ? undefined : this.find(passage, apiKey);
  }

  finding(passage: Passage): string {
    const { app } = passage;
    if (app !== null) return `app ${app.name}`;
    return arrivalOf(passage).apiKey === undefined ? 'no API key was sent' : 'the API key is not known';
  }

  private async find(passage: Passage, apiKey: string): Promise<void> {
    passage.app = await this.apps.findByKey(apiKey);
  }
}
