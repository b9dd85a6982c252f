import {rmSync} from 'node:fs';
import {sqsJson} from '../api.ts';
import {openConnection} from '../client.ts';
import type {Row, Running} from '../row.ts';
import {startServer} from '../server-process.ts';
import {bin, build} from './program.ts';
import {newHome, spawnInTerminal} from './terminal.ts';

/** Between two moves of the header's clock, which shows minutes. */
const steadyMs = 55_000;
/** What is learned by looking is on screen by then. */
const settleMs = 8000;

/** Over a slow line each byte counts. */
export const steadyRow: Row = {
	name: 'steady',
	title: 'Bytes written to the terminal in a minute in which nothing changes, the list of queues on screen',
	unit: 'B',
	series: [{name: 'sluice', start: startSteady, roundsMax: 1}],
	bounds: [{series: 'sluice', atMost: 0}],
	isLong: true,
};

async function startSteady(): Promise<Running> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	const connection = await openConnection(engine.url);
	for (const name of ['orders', 'mail', 'audit']) await connection.call(sqsJson, 'CreateQueue', JSON.stringify({QueueName: name}));
	connection.close();
	return {
		async measure(round) {
			// Round 0 is for the compiler, of which there is none here.
			if (round === 0) return {value: 0};
			const pty = spawnInTerminal([bin, '--endpoint-url', engine.url], home);
			let byteCount = 0;
			pty.onData(chunk => (byteCount += Buffer.byteLength(chunk)));
			await wait(settleMs);
			pty.write('1');
			await wait(settleMs);
			await wait(60_000 - (Date.now() % 60_000) + 2000);
			const before = byteCount;
			await wait(steadyMs);
			const value = byteCount - before;
			pty.kill('SIGTERM');
			return {value};
		},
		close() {
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}

function wait(durationMs: number): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, durationMs));
}
