/**
 * Jest's runtime, but for this: what a test file loads of packages and of the rooms below stays loaded, and stays as fast as V8
 * has made it, for the next file in the same realm; nothing is compiled twice. Tests, their helpers, programs and mocks are
 * new in every file.
 */
'use strict';
const path = require('node:path');
const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** Rooms of our own whose modules only define: to load them does nothing, and they keep nothing between calls. */
const ROOMS = ['charts', 'config', 'constructs', 'contract', 'imports', 'model', 'pictures', 'pipeline', 'policy'];
const PACKAGES = `${path.sep}node_modules${path.sep}`;
/** It notes the tests of a file. */
const RUNNER = `${PACKAGES}jest-circus${path.sep}`;

/** By realm: the loaded modules of packages and of Jest itself, by file. */
const realms = new WeakMap();
/** What is compiled, by file. */
const scripts = new Map();
/** The runtime of the test file that runs. */
let current;

module.exports = class extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest);
    current = this;
    this.rootDir = config.rootDir;
    const realm = environment.getVmContext();
    if (!realms.has(realm)) realms.set(realm, [new Map(), new Map()]);
    this.kept = realms.get(realm).map((modules, index) => ({ modules, registry: this.registriesOfCjs()[index] }));
    for (const { modules, registry } of this.kept) {
      for (const [file, module] of modules) registry.set(file, module);
    }
    const compile = this.executor.compile.bind(this.executor);
    this.executor.compile = (source, file) => this.compileOnce(source, file) ?? compile(source, file);
  }

  registriesOfCjs() {
    return [this.registries.getActiveCjsRegistry(), this.registries.getInternalCjsRegistry()];
  }

  /** A package that was loaded by another file's runtime may load more of itself late. */
  requireModuleOrMock(from, name) {
    return this === current ? super.requireModuleOrMock(from, name) : current.requireModuleOrMock(from, name);
  }
  requireInternalModule(from, name) {
    return this === current ? super.requireInternalModule(from, name) : current.requireInternalModule(from, name);
  }

  staysLoaded(file) {
    if (file.includes(PACKAGES)) return !file.includes(RUNNER);
    return ROOMS.includes(path.relative(this.rootDir, file).split(path.sep)[0]);
  }

  compileOnce(source, file) {
    const head = `(function (${this.executor.injectedModuleParameters.join(', ')}) {`;
    const wrapped = `${head}${source}\n})`;
    if (scripts.get(file)?.wrapped !== wrapped) {
      try {
        scripts.set(file, { wrapped, script: new Script(wrapped, { filename: file, columnOffset: -head.length }) });
      } catch {
        return undefined;
      }
    }
    return scripts.get(file).script.runInContext(this.executor.environment.getVmContext());
  }

  teardown() {
    for (const { modules, registry } of this.kept) {
      // A file that had its modules reset has loaded some anew, which do not go with those that are kept.
      const wasReset = [...modules].some(([file, module]) => registry.get(file) !== module);
      if (wasReset) continue;
      for (const [file, module] of registry) {
        if (this.staysLoaded(file) && module.loaded) modules.set(file, module);
      }
    }
    super.teardown();
  }
};

module.exports.ROOMS = ROOMS;
