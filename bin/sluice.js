#!/usr/bin/env node
// Plain JavaScript in old syntax on purpose: every Node that still runs must understand this file, so that it can say which one is needed.
import {existsSync, readFileSync} from 'fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const program = new URL('../dist/cli.js', import.meta.url);

if (major < 22 || (major === 22 && minor < 13)) {
	stop('sluice needs Node.js 22.13 or newer, and this is Node.js ' + process.versions.node + '.');
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
	// Answered here, because loading the program takes ten times as long as this.
	process.stdout.write(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version + '\n');
} else if (!existsSync(program)) {
	stop('sluice is not built yet. Run: npm run build');
} else {
	void import('module').then(nodeModule => {
		nodeModule.enableCompileCache();
		return import(program.href);
	});
}

function stop(message) {
	process.stderr.write(message + '\n');
	process.exitCode = 1;
}
