import {createServer, type Server} from 'node:net';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {attachOrStartEngine, startEngine} from '../../source/cli/local-engine.ts';
import {runSluice} from './run-sluice.ts';

const engineWorkerUrl = new URL('../../dist/engine-worker.js', import.meta.url);

/** Something that answers and is no sluice engine. */
let stranger: Server;
let takenPort = 0;

beforeAll(async () => {
	stranger = createServer(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'));
	await new Promise<void>(resolve => stranger.listen(0, '127.0.0.1', resolve));
	const address = stranger.address();
	takenPort = typeof address === 'object' && address ? address.port : 0;
});

afterAll(() => {
	stranger.close();
});

test('an engine of our own listens on a free port where the usual one is taken, and says so', async () => {
	const engine = await startEngine({engineWorkerUrl, usualPort: takenPort});

	expect(engine.url).not.toContain(`:${takenPort}`);
	expect(engine.notes).toEqual([`Port ${takenPort} is taken, so this engine listens at ${engine.url}.`]);
	await engine.close();
});

test('a port that was asked for is not exchanged for another', async () => {
	await expect(startEngine({engineWorkerUrl, port: takenPort})).rejects.toMatchObject({code: 'port-in-use'});
});

test('something that is no sluice engine is not attached to', async () => {
	const engine = await attachOrStartEngine({engineWorkerUrl, usualPort: takenPort});

	expect(engine.notes).toEqual([`Port ${takenPort} is taken, so this engine listens at ${engine.url}.`]);
	await engine.close();
});

test('a sluice engine that runs already is attached to, and goes on when we leave', async () => {
	const running = await startEngine({engineWorkerUrl, port: 0});

	const attached = await attachOrStartEngine({engineWorkerUrl, usualPort: Number(new URL(running.url).port)});
	await attached.close();

	expect(attached.url).toBe(running.url);
	expect((await fetch(`${running.url}/_sluice/health`)).status).toBe(200);
	await running.close();
});

test('a command on the local engine ends by itself', async () => {
	const run = await runSluice(['streams', '--local']);

	expect(run.code).toBe(0);
	expect(run.stderr).toBe('');
});

test('the demo without a terminal prints one plain frame of what it has made, and exits 0', async () => {
	const run = await runSluice(['demo', '--port', '0']);

	expect(run.stderr).toBe('');
	expect(run.code).toBe(0);
	for (const name of ['orders', 'orders-dlq', 'payments.fifo']) expect(run.stdout).toContain(name);
	expect(run.stdout).not.toContain('\u001b');
});

test('the demo in READ-ONLY is filled all the same', async () => {
	const run = await runSluice(['demo', '--port', '0', '--read-only', '--once']);

	expect(run.code).toBe(0);
	expect(run.stdout).toContain('READ-ONLY');
	expect(run.stdout).toContain('orders-dlq');
});
