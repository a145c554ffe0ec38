/**
 * Runs a file of TypeScript: `node launch.cjs main.ts [words]`.
 *
 * Instead of a thousand files Node reads two bundles, one of our sources and one of the packages that they import, and what
 * V8 has compiled of them. They are made when they are missing and kept in node_modules/.cache, each under a hash of all
 * that goes into it, so that an edit, an install or another Node makes a new one. A file there that is not as it was written
 * is made again; where none can be written, a run only starts more slowly. docs/performance.md says what this is worth.
 */
'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

const PACKAGES = fs.realpathSync(path.join(__dirname, 'node_modules'));
const CACHE = path.join(PACKAGES, '.cache', 'launch');
/** How large the cache may get, in bytes: beyond that, the oldest files go. */
const MAX_SIZE = 100 * 1024 * 1024;
const DIGEST_LENGTH = 64;

const OPTIONS = {
  bundle: true,
  format: 'cjs',
  logLevel: 'silent',
  metafile: true,
  minifyWhitespace: true,
  platform: 'node',
  // `import()` becomes `require`, which asks the bundle of the packages first.
  supported: { 'dynamic-import': false },
  target: 'node20',
  write: false,
};

const WITH_LINES = { sourcemap: 'inline', sourcesContent: false };

/** A file that asks where it is, since it starts another beside it, is told of its own place. */
const KEEP_PLACES = {
  name: 'keep-places',
  setup(build) {
    build.onLoad({ filter: /\.c?js$/ }, ({ path: file }) => {
      const text = textOf(file);
      if (!/\b__(?:file|dir)name\b/.test(text)) return undefined;
      const places = { __filename: file, __dirname: path.dirname(file) };
      const said = Object.entries(places).map(([name, place]) => `var ${name} = ${JSON.stringify(place)};`);
      return { contents: said.join('') + text, loader: 'js' };
    });
  },
};

/** What goes into every bundle beside its own files. */
const BASIS = digest([__filename, path.join(PACKAGES, '.package-lock.json')].map(textOf));

// Otherwise V8 forgets what ran at the start before it is written to the cache at the end.
setFlagsFromString('--no-flush-bytecode');
// V8 in Node 20 would spend a third of a short run on optimizing what is soon over. Long runs are optimized all the same.
if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=4000000');

launch().catch((error) => {
  console.error(process.env.DEBUG === undefined ? `error: ${error.message}` : error);
  process.exitCode = 1;
});

async function launch() {
  const entry = path.resolve(process.argv[2]);
  process.argv.splice(1, 2, entry);
  const requireHere = Module.createRequire(entry);
  // What is imported by a path that is known late, as the environments are, is a bundle by itself. A user edits it, so its
  // stack traces have the lines of the source.
  // oxlint-disable-next-line no-underscore-dangle
  Module._extensions['.ts'] = (module, file) => compile(module, file, bundleSources(file, WITH_LINES));
  const inDebug = process.env.DEBUG !== undefined;
  const sources = bundleSources(entry, inDebug ? WITH_LINES : {});
  const packages = run(await bundlePackages(sources.packages), requireHere);
  const requirePackage = (id) => (Object.hasOwn(packages, id) ? packages[id]() : requireHere(id));
  if (inDebug) compile(Object.assign(new Module(entry), { require: requirePackage }), entry, sources);
  else run(sources, requirePackage);
}

/** Compiles a bundle so that its stack traces have the lines of the sources, which takes longer. */
function compile(module, file, { code }) {
  process.setSourceMapsEnabled(true);
  // oxlint-disable-next-line no-underscore-dangle
  module._compile(code, file);
}

/** Bundles a file of ours with all of ours that it imports. What they import by name stays to be required. */
function bundleSources(entry, options) {
  const folder = path.dirname(entry);
  const listFile = `${path.relative(__dirname, entry).replaceAll(/\W/g, '-')}.json`;
  const keyOf = ({ inputs, packages }) =>
    digest([
      BASIS,
      JSON.stringify([options, inputs, packages]),
      ...inputs.map((input) => textOf(path.join(__dirname, input))),
    ]);
  let list = JSON.parse(read(listFile) ?? '{"inputs":[],"packages":[]}');
  let key = keyOf(list);
  let code = read(`${key}.cjs`);
  // Made again where a file has changed meanwhile, and the first time, when it is not known yet what it is made of.
  while (code === undefined) {
    const { metafile, outputFiles } = requireEsbuild().buildSync({
      ...OPTIONS,
      ...options,
      absWorkingDir: folder,
      entryPoints: [entry],
      outfile: `${entry}.cjs`,
      packages: 'external',
    });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map((each) => each.path));
    list = {
      inputs: Object.keys(metafile.inputs).map((input) => path.relative(__dirname, path.join(folder, input))),
      packages: [...new Set(imports)].filter((id) => !Module.isBuiltin(id)),
    };
    if (keyOf(list) === key) code = outputFiles[0].text;
    key = keyOf(list);
    if (code === undefined) continue;
    write(listFile, JSON.stringify(list));
    write(`${key}.cjs`, code);
  }
  return { key, code, packages: list.packages };
}

/** Bundles packages: `exports[name]()` is what requiring one gives. */
async function bundlePackages(names) {
  const key = digest([BASIS, PACKAGES, JSON.stringify(names)]);
  const kept = read(`${key}.cjs`);
  if (kept !== undefined) return { key, code: kept };
  const lines = names.map(JSON.stringify).map((name) => `exports[${name}] = () => require(${name});`);
  const { outputFiles } = await requireEsbuild().build({
    ...OPTIONS,
    plugins: [KEEP_PLACES],
    stdin: { contents: lines.join('\n'), resolveDir: __dirname },
  });
  const code = outputFiles[0].text;
  write(`${key}.cjs`, code);
  return { key, code };
}

/**
 * Runs a bundle and returns what it exports. What V8 compiles of it depends on what the run is for, and V8 takes it under the
 * flags alone under which it was compiled: cdktf starts its app with another one than whoever starts it by hand. V8's own tag
 * is not enough: two releases of Node may have one V8, patched, and one crashes on what the other has compiled.
 */
function run({ key, code }, require) {
  const { CDKTF_OUTDIR, CDK8S_OUTDIR } = process.env;
  const compiler = [process.version, process.arch, cachedDataVersionTag()];
  const use = [...compiler, process.argv[2], CDKTF_OUTDIR !== undefined, CDK8S_OUTDIR !== undefined];
  const compiled = `${digest([key, JSON.stringify(use)])}.v8`;
  const cachedData = readBuffer(compiled);
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
  const script = new Script(wrapped, { filename: path.join(CACHE, `${key}.cjs`), cachedData });
  if (script.cachedDataRejected !== false) process.once('exit', () => write(compiled, script.createCachedData()));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, process.argv[1], path.dirname(process.argv[1]));
  return module.exports;
}

function requireEsbuild() {
  return require('esbuild');
}

function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** What a file says; nothing, where it is gone. */
function textOf(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A file of the cache, if it is there and whole. */
function readBuffer(name) {
  try {
    const file = fs.readFileSync(path.join(CACHE, name));
    const content = file.subarray(DIGEST_LENGTH);
    return digest([content]) === file.latin1Slice(0, DIGEST_LENGTH) ? content : undefined;
  } catch {
    return undefined;
  }
}

function read(name) {
  return readBuffer(name)?.toString('utf8');
}

function write(name, text) {
  const file = path.join(CACHE, name);
  const content = Buffer.from(text);
  try {
    fs.mkdirSync(CACHE, { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, Buffer.concat([Buffer.from(digest([content])), content]));
    fs.renameSync(`${file}.${process.pid}`, file);
    const files = fs.readdirSync(CACHE).map((each) => path.join(CACHE, each));
    const ages = files.map((each) => ({ each, stat: fs.statSync(each) }));
    let size = 0;
    for (const { each, stat } of ages.toSorted((a, b) => b.stat.mtimeMs - a.stat.mtimeMs)) {
      size += stat.size;
      if (size > MAX_SIZE) fs.rmSync(each);
    }
  } catch {
    // The cache only saves time.
  }
}
