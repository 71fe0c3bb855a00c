/** `info` deviates on purpose or is good to know; `warning` is weak; `error` is broken or open. */
export type Severity = 'ok' | 'info' | 'warning' | 'error';

/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  /** What to do; null where there is nothing to do. */
  readonly advice: string | null;
  /** Code of the brand it is about; null for the installation. */
  readonly brand: string | null;
}

/** A finding before its check has put its name on it. */
export type Observation = Omit<Finding, 'check' | 'brand'> & { readonly brand?: string };

/** Looks at one thing. What it throws becomes a finding, too. */
export interface Check<On> {
  readonly name: string;
  run(on: On): Promise<Observation[]> | Observation[];
}

export const fine = (message: string): Observation => ({ severity: 'ok', message, advice: null });

export const noted = (message: string, advice: string): Observation => ({ severity: 'info', message, advice });

export const weak = (message: string, advice: string): Observation => ({ severity: 'warning', message, advice });

export const broken = (message: string, advice: string | null): Observation => ({ severity: 'error', message, advice });
