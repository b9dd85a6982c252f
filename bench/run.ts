/** Measures sluice beside a bare server and its peers, in one run. See README.md. */
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {measureRow} from './measure.ts';
import {reportRow} from './report.ts';
import {rows} from './rows/index.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {rounds: {type: 'string', default: '5'}, check: {type: 'boolean', default: false}, minutes: {type: 'string'}},
});
const rounds = Number(values.rounds);
if (values.minutes !== undefined) process.env['SLUICE_BENCH_MINUTES'] = values.minutes;
const names = rows.map(({name}) => name);
const unknown = positionals.filter(name => !names.includes(name));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
	console.error(`Rows: ${names.join(', ')}. --rounds takes a whole number above 0.`);
	process.exit(2);
}

installPeers();
console.log(`Node ${process.version}, ${rounds} rounds: median (lowest), and × the first line of the row by medians (by the lowest)`);
const broken: string[] = [];
for (const row of rows) {
	const isWanted = positionals.length > 0 ? positionals.includes(row.name) : !row.isLong;
	if (isWanted && !reportRow(row, await measureRow(row, rounds))) broken.push(row.name);
}
if (broken.length > 0) console.log(`\nBounds that do not hold: ${broken.join(', ')}`);
process.exit(values.check && broken.length > 0 ? 1 : 0);

/** Once; they stay in bench/node_modules. */
function installPeers(): void {
	const directory = fileURLToPath(new URL('.', import.meta.url));
	const {dependencies} = JSON.parse(readFileSync(`${directory}package.json`, 'utf8')) as {dependencies: Readonly<Record<string, string>>};
	if (Object.keys(dependencies).every(name => existsSync(`${directory}node_modules/${name}`))) return;
	console.log('Installing the peers into bench/node_modules …');
	execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {cwd: directory, stdio: 'inherit'});
}
