/**
 * One realm for all the test files of a worker, so that the packages in it (runtime.cjs keeps them) are loaded, and made
 * fast by V8, once a worker rather than once a file.
 */
'use strict';
const { TestEnvironment } = require('jest-environment-node');

/** Node's own environment, which is not over when a test file is. */
class KeptEnvironment extends TestEnvironment {
  constructor(...args) {
    super(...args);
    this.own = new Set(Reflect.ownKeys(this.global));
  }

  /** Takes back what a file leaves behind: false clocks, its variables, and what Jest itself notes under symbols. */
  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    const { env } = this.global.process;
    for (const name of Object.keys(env)) if (!(name in process.env)) delete env[name];
    Object.assign(env, process.env);
    for (const key of Reflect.ownKeys(this.global)) {
      if (typeof key === 'symbol' && !this.own.has(key)) Reflect.deleteProperty(this.global, key);
    }
  }
}

let kept;
module.exports = function environment(...args) {
  return (kept ??= new KeptEnvironment(...args));
};
