import {execFileSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import type {IPty} from '@lydell/node-pty';
import type {Row, Running} from '../row.ts';
import {startServer} from '../server-process.ts';
import {bin, build} from './program.ts';
import {cleanEnvironment, newHome, spawnInTerminal} from './terminal.ts';

const keyCount = 200;
const scannedCount = 20_000;

/** What an operator waits for with messages on the screen, through the real program in a terminal of 80x24. */
export const consoleMessagesRows: readonly Row[] = [
	{
		name: 'console-keypress',
		title: `From a key to its last byte on the screen, p95 of ${keyCount}, with 1,000 held messages of 4 KiB`,
		unit: 'ms',
		besideUnit: ' ms in the median',
		series: [{name: 'sluice', start: startKeypress, roundsMax: 1}],
		bounds: [{series: 'sluice', atMost: 50}],
	},
	{
		name: 'console-body',
		title: 'Opening a message whose body is 900 KiB of JSON',
		unit: 'ms',
		series: [{name: 'sluice', start: startBody, roundsMax: 1}],
		bounds: [{series: 'sluice', atMost: 100}],
	},
	{
		name: 'scan-queue',
		title: `Looking through ${scannedCount} messages of 1 KiB for a JSON field and giving all back, for each thousand`,
		unit: 'ms',
		besideUnit: ' messages/s',
		series: [{name: 'sluice', start: startScan, roundsMax: 1}],
		bounds: [{series: 'sluice', atMost: 500}],
	},
];

async function startKeypress(): Promise<Running> {
	const stage = await setStage(Array.from({length: 1000}, (_, index) => jsonOf(index, 4096)));
	await stage.terminal.press('1', /bench/);
	await stage.terminal.press('p', /How many/);
	await stage.terminal.press('\t\u00151000\r', /held 1,?000/);
	return {
		async measure() {
			const times: number[] = [];
			for (let key = 0; key < keyCount; key++) times.push(await stage.terminal.time('j'));
			times.sort((a, b) => a - b);
			return {value: times[Math.floor(keyCount * 0.95)] ?? 0, beside: times[keyCount / 2] ?? 0};
		},
		close: stage.close,
	};
}

async function startBody(): Promise<Running> {
	const stage = await setStage([jsonOf(1, 900 * 1024)]);
	await stage.terminal.press('1', /bench/);
	await stage.terminal.press('p', /How many/);
	await stage.terminal.press('\r', /held 1/);
	return {
		async measure() {
			const value = await stage.terminal.time('\r');
			await stage.terminal.press('\u001B', /List/);
			// Received anew, so that nothing of it is known the next time. The sheet comes before the first peek only.
			await stage.terminal.press('\u001B', /Gave 1 message back/);
			await stage.terminal.press('p', /held 1/);
			return {value};
		},
		close: stage.close,
	};
}

async function startScan(): Promise<Running> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	await fillQueue(
		engine.url,
		Array.from({length: scannedCount}, (_, index) => jsonOf(index, 1024)),
	);
	return {
		async measure() {
			const startMs = performance.now();
			execFileSync(process.execPath, [bin, 'scan', 'bench', '--filter', '.index = 77', '--endpoint-url', engine.url, '--json'], {
				env: cleanEnvironment(home),
				stdio: ['ignore', 'ignore', 'ignore'],
			});
			const durationMs = performance.now() - startMs;
			return {value: (durationMs * 1000) / scannedCount, beside: Math.round((scannedCount * 1000) / durationMs)};
		},
		close() {
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}

function jsonOf(index: number, bytes: number): string {
	const items: string[] = [];
	for (let length = 40; length < bytes;) {
		const item = `{"sku":"sku-${String(length).padStart(8, '0')}","quantity":3,"price":12.50}`;
		items.push(item);
		length += item.length + 1;
	}
	return `{"index":${index},"items":[${items.join(',')}]}`;
}

type TestTerminal = {
	/** Presses and waits until the screen got something that matches. */
	press(keys: string, pattern: RegExp): Promise<void>;
	/** Milliseconds from a key to the last byte that it made, when nothing came for a while. */
	time(keys: string): Promise<number>;
};

async function setStage(bodies: readonly string[]): Promise<{terminal: TestTerminal; close(): void}> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	await fillQueue(engine.url, bodies);
	const pty = spawnInTerminal([bin, '--endpoint-url', engine.url], home);
	const terminal = terminalOf(pty);
	await terminal.press('', /Queues[\s\S]*Streams/);
	return {
		terminal,
		close() {
			pty.kill('SIGTERM');
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}

const quietMs = 40;
const patienceMs = 20_000;

function terminalOf(pty: IPty): TestTerminal {
	let output = '';
	let lastByteMs = 0;
	pty.onData(chunk => {
		output += chunk;
		lastByteMs = performance.now();
	});
	const later = (ms: number): Promise<void> => new Promise(resolve => void setTimeout(resolve, ms));
	return {
		async press(keys, pattern) {
			const startMs = performance.now();
			if (keys !== '') output = '';
			pty.write(keys);
			while (!pattern.test(plain(output))) {
				if (performance.now() - startMs > patienceMs) throw new Error(`Never shown: ${pattern}\n${plain(output).slice(-2000)}`);
				await later(5);
			}
			await later(100);
		},
		async time(keys) {
			await later(20);
			lastByteMs = 0;
			const startMs = performance.now();
			pty.write(keys);
			while (lastByteMs === 0 || performance.now() - lastByteMs < quietMs) {
				if (performance.now() - startMs > patienceMs) throw new Error('A key wrote nothing.');
				await later(1);
			}
			return lastByteMs - startMs;
		},
	};
}

function plain(output: string): string {
	return output.replaceAll(/\u001B\[[\d;?]*[A-Za-z]/g, '');
}

async function fillQueue(url: string, bodies: readonly string[]): Promise<void> {
	const {QueueUrl} = await call<{QueueUrl: string}>(url, 'CreateQueue', {QueueName: 'bench'});
	const step = (bodies[0]?.length ?? 0) > 100_000 ? 1 : 10;
	for (let start = 0; start < bodies.length; start += step) {
		const Entries = bodies.slice(start, start + step).map((MessageBody, index) => ({Id: String(index), MessageBody}));
		await call(url, 'SendMessageBatch', {QueueUrl, Entries});
	}
}

async function call<Output>(url: string, action: string, input: object): Promise<Output> {
	const response = await fetch(url, {
		method: 'POST',
		headers: {'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}`},
		body: JSON.stringify(input),
	});
	// What this endpoint answers is what SQS answers.
	if (response.ok) return (await response.json()) as Output;
	throw new Error(`${action}: ${await response.text()}`);
}
