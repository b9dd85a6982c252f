import {rmSync} from 'node:fs';
import type {Row, Running} from '../row.ts';
import {startServer} from '../server-process.ts';
import {buildHello} from './hello.ts';
import {bin, build} from './program.ts';
import {newHome, timeStart} from './terminal.ts';

/** What a person waits for. */
export const firstPaintRow: Row = {
	name: 'first-paint',
	title: 'From starting the program to the first whole frame, 80x24, on a running engine',
	unit: 'ms',
	besideUnit: ' ms of CPU',
	series: [
		{name: 'node -e 0', start: startNode},
		{name: 'ink hello', start: startHello},
		{name: 'sluice', start: startConsole},
	],
	bounds: [{series: 'sluice', atMost: 1.5, timesOf: 'ink hello'}],
};

async function startNode(): Promise<Running> {
	const home = newHome();
	return {measure: () => timeStart(['-e', '0'], home), close: () => rmSync(home, {recursive: true, force: true})};
}

/** The smallest program with Ink, bundled and cached as ours is: what no console on Ink can do without. */
async function startHello(): Promise<Running> {
	const hello = await buildHello();
	const home = newHome();
	return {measure: () => timeStart([hello], home, /Hello, world/), close: () => rmSync(home, {recursive: true, force: true})};
}

async function startConsole(): Promise<Running> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	return {
		// The names of the tabs stand in the first frame and nowhere before it.
		measure: () => timeStart([bin, '--endpoint-url', engine.url], home, /Queues[\s\S]*Streams/),
		close() {
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}

/** Asked for by scripts, again and again. */
export const versionRow: Row = {
	name: 'version',
	title: 'sluice --version, from start to end',
	unit: 'ms',
	series: [
		{name: 'node -e 0', start: startNode},
		{
			name: 'sluice',
			async start() {
				build();
				const home = newHome();
				return {measure: () => timeStart([bin, '--version'], home), close: () => rmSync(home, {recursive: true, force: true})};
			},
		},
	],
	bounds: [{series: 'sluice', atMost: 1.3, timesOf: 'node -e 0'}],
};
