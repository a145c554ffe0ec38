/** Compiles the library and the command line of the package into `lib/`, from nothing: what is there is packed. */
'use strict';
const { spawnSync } = require('node:child_process');
const { rmSync } = require('node:fs');
const path = require('node:path');

rmSync(path.join(__dirname, '..', 'lib'), { recursive: true, force: true });
const manifest = require.resolve('typescript/package.json');
const compiler = path.join(path.dirname(manifest), require(manifest).bin.tsc);
// Each checker would look at the types of the libraries anew.
const words = [compiler, '--project', __dirname, '--checkers', '1'];
const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
process.exitCode = status ?? 1;
