/** Measures sluice beside a bare server and a peer, in one run. See README.md. */
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {printFirstPaint} from './first-paint.ts';
import {startServer, type ServerName, type ServerProcess} from './server-process.ts';
import {measureReceive, measureSend, type Measure} from './sqs-rows.ts';

const serverNames: readonly ServerName[] = ['bare', 'sluice', 'fauxqs'];
const serverRows: Readonly<Record<string, {readonly title: string; measure(server: ServerProcess, round: number): Promise<Measure>}>> = {
	send: {title: 'SendMessage, 1 KiB', measure: measureSend},
	receive: {title: 'ReceiveMessage + DeleteMessage, 1 KiB (each counted)', measure: measureReceive},
};

const {values, positionals} = parseArgs({allowPositionals: true, options: {rounds: {type: 'string', default: '5'}}});
const rounds = Number(values.rounds);
const rowNames = [...Object.keys(serverRows), 'first-paint'];
const wanted = positionals.length > 0 ? positionals : rowNames;
const unknown = wanted.filter(name => !rowNames.includes(name));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
	console.error(`Rows: ${rowNames.join(', ')}. --rounds takes a whole number above 0.`);
	process.exit(2);
}

installPeers();
console.log(`Node ${process.version}, ${rounds} rounds; CPU is the server's, in microseconds a request, median (lowest)`);
for (const name of wanted) await (name === 'first-paint' ? printFirstPaint(rounds) : runServerRow(name));

/** Once; they stay in bench/node_modules. */
function installPeers(): void {
	const directory = fileURLToPath(new URL('.', import.meta.url));
	if (existsSync(`${directory}node_modules/fauxqs`)) return;
	console.log('Installing the peers into bench/node_modules …');
	execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {cwd: directory, stdio: 'inherit'});
}

/** Rounds take turns among the servers, so that a busy minute of the machine does not fall on one of them alone. */
async function runServerRow(name: string): Promise<void> {
	const row = serverRows[name];
	if (!row) return;
	const servers = await Promise.all(serverNames.map(startServer));
	const measures = new Map<ServerName, Measure[]>(serverNames.map(server => [server, []]));
	// The first round is for the compiler and is not counted.
	for (let round = 0; round <= rounds; round++) {
		for (const server of servers) {
			const measure = await row.measure(server, round);
			if (round > 0) measures.get(server.name)?.push(measure);
		}
	}
	for (const server of servers) server.close();
	printRow(row.title, measures);
}

function printRow(title: string, measures: ReadonlyMap<ServerName, readonly Measure[]>): void {
	const bare = median(cpus(measures.get('bare') ?? []));
	console.log(`\n${title}`);
	for (const [name, ofServer] of measures) {
		const cpu = median(cpus(ofServer));
		const rate = median(ofServer.map(({requestsPerSecond}) => requestsPerSecond));
		console.log(
			`  ${name.padEnd(8)}${cpu.toFixed(1).padStart(7)} µs (${Math.min(...cpus(ofServer)).toFixed(1)})${Math.round(rate).toLocaleString('en').padStart(10)}/s   ${(cpu / bare).toFixed(2)} × bare`,
		);
	}
}

function cpus(measures: readonly Measure[]): readonly number[] {
	return measures.map(({microsecondsPerRequest}) => microsecondsPerRequest);
}

function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((left, right) => left - right);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
