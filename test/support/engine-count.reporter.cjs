const floors = require('../test-counts.json');
const { isWholeSuite } = require('./whole-suite.cjs');

function count(testResult) {
  const number = (...states) => testResult.testResults.filter((test) => states.includes(test.status)).length;
  return {
    passed: number('passed'),
    // A file that could not run at all has no tests to count: it is one failure.
    failed: number('failed') + (testResult.testExecError && number('failed') === 0 ? 1 : 0),
    skipped: number('pending', 'skipped', 'todo', 'disabled', 'focused'),
  };
}

/**
 * Counts the tests each project ran. In CI, on a whole run, it fails the run when the engines did not run the same
 * number of tests, when a test was skipped, or when a project fell below its floor in test/test-counts.json.
 */
class EngineCountReporter {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
    this.projects = new Map(Object.keys(floors).map((name) => [name, { passed: 0, failed: 0, skipped: 0 }]));
    this.faults = [];
  }

  onTestResult(test, testResult) {
    const name = test.context.config.displayName?.name ?? 'unnamed';
    const total = this.projects.get(name) ?? { passed: 0, failed: 0, skipped: 0 };
    const added = count(testResult);
    for (const state of Object.keys(total)) total[state] += added[state];
    this.projects.set(name, total);
  }

  onRunComplete(_contexts, results) {
    if (process.env.CI && isWholeSuite(this.globalConfig)) this.faults = this.findFaults();
    if (results.runExecError) this.faults.push('the run broke off');
    // The summary of jest itself comes after all other reporters; these lines have to be the last.
    process.once('exit', () => this.print());
  }

  getLastError() {
    return this.faults.length > 0 ? new Error(this.faults.join('; ')) : undefined;
  }

  findFaults() {
    const ran = (name) => this.projects.get(name).passed + this.projects.get(name).failed;
    const faults = [];
    if (ran('sqlite') !== ran('mariadb')) {
      faults.push(`the engines ran different numbers of tests: sqlite ${ran('sqlite')}, mariadb ${ran('mariadb')}`);
    }
    for (const [name, { skipped }] of this.projects) {
      if (skipped > 0) faults.push(`${name}: ${skipped} tests skipped or to do`);
    }
    for (const [name, floor] of Object.entries(floors)) {
      if (ran(name) < floor) faults.push(`${name}: ${ran(name)} tests ran, test/test-counts.json demands ${floor}`);
    }
    return faults;
  }

  print() {
    const total = { passed: 0, failed: 0, skipped: 0 };
    const lines = [`${'project'.padEnd(10)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}`];
    for (const [name, { passed, failed, skipped }] of this.projects) {
      lines.push(
        `${name.padEnd(10)}${String(passed).padStart(8)}${String(failed).padStart(8)}${String(skipped).padStart(9)}`,
      );
      total.passed += passed;
      total.failed += failed;
      total.skipped += skipped;
    }
    for (const fault of this.faults) lines.push(`FAILED: ${fault}`);
    lines.push(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }
}

module.exports = EngineCountReporter;
