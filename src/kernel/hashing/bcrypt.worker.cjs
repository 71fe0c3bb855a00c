'use strict';
// Runs in the threads of HashPool, where the synchronous functions of bcryptjs stall nobody (SEC-PW-01).
// Plain CommonJS: worker threads load this file directly, without the transpiler.
const { compareSync, hashSync } = require('bcryptjs');

/** A stored text bcryptjs cannot read is a wrong password, never an exception (SEC-PW-05). */
function matches(text, hash) {
  try {
    return compareSync(text, hash);
  } catch {
    return false;
  }
}

/**
 * @param {{type: 'hash', text: string, cost: number}
 *   | {type: 'verify', text: string, hash: string | null, dummies: readonly string[]}} job
 * @returns {string | boolean} the bcrypt hash, or whether the text is the one that was hashed
 */
module.exports = (job) => {
  if (job.type === 'hash') return hashSync(job.text, job.cost);
  const isMatch = job.hash !== null && matches(job.text, job.hash);
  // Dummies only use up time; what they answer never counts (SEC-PW-05).
  for (const dummy of job.dummies) matches(job.text, dummy);
  return isMatch;
};
