/** What makes a run a part of the suite, in which numbers prove nothing. */
const PARTIAL = [
  'onlyChanged',
  'onlyFailures',
  'findRelatedTests',
  'testNamePattern',
  'shard',
  'filter',
  'runTestsByPath',
];
const PARTIAL_ARGUMENTS = /^--(selectProjects|ignoreProjects|testPathIgnorePatterns|testMatch|testRegex)\b/;

/** Whether a run takes all tests of all projects. */
function isWholeSuite(globalConfig) {
  const patterns = globalConfig.testPathPatterns?.patterns ?? [];
  const isPartial = PARTIAL.some((option) => globalConfig[option]) || patterns.length > 0;
  return !isPartial && !process.argv.some((argument) => PARTIAL_ARGUMENTS.test(argument));
}

module.exports = { isWholeSuite };
