/** Compiles the library and the command line of the package into `lib/`, from nothing: what is there is packed. */
'use strict';
const { spawnSync } = require('node:child_process');
const { rmSync } = require('node:fs');
const path = require('node:path');

rmSync(path.join(__dirname, '..', 'lib'), { recursive: true, force: true });
const manifest = require.resolve('typescript/package.json');
const compiler = path.join(path.dirname(manifest), require(manifest).bin.tsc);
const { status } = spawnSync(process.execPath, [compiler, '--project', __dirname], { stdio: 'inherit' });
process.exitCode = status ?? 1;
