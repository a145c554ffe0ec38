/**
 * One realm for all the test files of a worker, so that the packages in it (runtime.cjs keeps them) are loaded, and made
 * fast by V8, once a worker rather than once a file.
 */
'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const FastEnvironment = require('./fast-environment.cjs');

/** What files keep by asynchronous call. Each that is never let go makes every promise of the files after it dearer. */
const storages = new Set();
const run = Reflect.get(AsyncLocalStorage.prototype, 'run');
AsyncLocalStorage.prototype.run = function noted(...args) {
  storages.add(this);
  return Reflect.apply(run, this, args);
};

/** An environment that is not over when a test file is. */
class KeptEnvironment extends FastEnvironment {
  constructor(...args) {
    super(...args);
    this.own = new Set(Reflect.ownKeys(this.global));
  }

  /** Takes back what a file leaves behind: false clocks, what it keeps by asynchronous call, its variables, and what Jest itself notes under symbols. */
  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    for (const storage of storages) storage.disable();
    storages.clear();
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
