const { mkdtempSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { isWholeSuite } = require('./whole-suite.cjs');

const DOCUMENT = join(__dirname, '../../openapi.json');

/** The operations of openapi.json by method and path, each with the statuses of its successes. */
function readOperations() {
  const { paths } = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      isApi: path.startsWith('/api/'),
      successes: Object.keys(responses).filter((status) => status.startsWith('2')),
    })),
  );
}

/** What was never seen. @param answers lines as test/support/watch-answers.ts writes them: `GET /path 404 Code` */
function faultsOf(answers) {
  const was = (start) => answers.some((line) => line.startsWith(start));
  return readOperations().flatMap(({ name, successes, isApi }) => [
    ...successes.filter((status) => !was(`${name} ${status} `)).map((status) => `no test saw ${name} answer ${status}`),
    ...(isApi && !was(`${name} 4`) ? [`no test saw ${name} refuse anything`] : []),
  ]);
}

/**
 * Fails a whole run in which a route of openapi.json was never answered with each of its successes or, of those below
 * /api/, never refused.
 */
class OpenapiCoverageReporter {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
    this.faults = [];
    this.folder = mkdtempSync(join(tmpdir(), 'brandgate-answers-'));
    // Here, before the workers start: they inherit it.
    process.env.TEST_ANSWERS_FOLDER = this.folder;
  }

  onRunComplete() {
    if (isWholeSuite(this.globalConfig)) this.report(this.readAnswers());
    rmSync(this.folder, { recursive: true, force: true });
  }

  getLastError() {
    return this.faults.length > 0 ? new Error(this.faults.join('; ')) : undefined;
  }

  readAnswers() {
    const texts = readdirSync(this.folder).map((name) => readFileSync(join(this.folder, name), 'utf8'));
    return [...new Set(texts.flatMap((text) => text.split('\n')).filter((line) => line !== ''))];
  }

  report(answers) {
    this.faults = faultsOf(answers);
    process.stdout.write(`\nopenapi.json: ${answers.length} different answers seen\n`);
    for (const fault of this.faults) process.stdout.write(`FAILED: ${fault}\n`);
  }
}

module.exports = OpenapiCoverageReporter;
module.exports.faultsOf = faultsOf;
