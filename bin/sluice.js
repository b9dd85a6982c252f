#!/usr/bin/env node
// Plain JavaScript in old syntax on purpose: every Node that still runs must understand this file, so that it can say which one is needed.
// CommonJS on purpose: Node begins it without its loader of modules, so that --version costs hardly more than Node itself.
const fs = require('fs');
const path = require('path');

const [major, minor] = process.versions.node.split('.').map(Number);
const program = path.join(__dirname, '..', 'dist', 'cli.js');

if (major < 22 || (major === 22 && minor < 13)) {
	stop('sluice needs Node.js 22.13 or newer, and this is Node.js ' + process.versions.node + '.');
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
	// Answered here, because loading the program takes ten times as long as this; not by process.stdout, which loads what terminals and pipes need.
	fs.writeSync(1, JSON.parse(fs.readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8')).version + '\n');
} else if (!fs.existsSync(program)) {
	stop('sluice is not built yet. Run: npm run build');
} else {
	require('module').enableCompileCache();
	void import(require('url').pathToFileURL(program).href);
}

function stop(message) {
	process.stderr.write(message + '\n');
	process.exitCode = 1;
}
