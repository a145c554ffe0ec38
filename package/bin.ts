#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { register } from 'tsx/cjs/api';
import { initialize, type Manifest } from './init';

// The environments are TypeScript, whatever Node this is.
register();

if (process.argv[2] === 'init') {
  // This file runs as compiled, in lib/package/.
  const own = JSON.parse(readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as Manifest;
  for (const line of initialize(process.cwd(), own)) console.log(line);
} else {
  void import('../main');
}
