import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {expect, test} from 'vitest';
import {startEngineWorker} from '../../../source/engine/start-worker.ts';

const workerUrl = new URL('../../../source/engine/worker.ts', import.meta.url);

test('an engine in a thread of its own answers at its URL until it is closed', async () => {
	const engine = await startEngineWorker(workerUrl, {port: 0});

	const health = await fetch(`${engine.url}/_sluice/health`);

	expect(await health.json()).toMatchObject({engine: 'sluice', services: ['sqs', 'sns', 'kinesis', 'sts', 'cloudwatch']});
	await engine.close();
	await expect(fetch(`${engine.url}/_sluice/health`)).rejects.toThrow('fetch failed');
});

test('a port in use is told as it is without a thread', async () => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	// A listening TCP server has an address with a port.
	const {port} = other.address() as AddressInfo;

	const starting = startEngineWorker(workerUrl, {port});

	await expect(starting).rejects.toMatchObject({name: 'SluiceError', code: 'port-in-use', message: `Port ${port} on 127.0.0.1 is in use.`});
	other.close();
});

test('a thread that cannot start is told', async () => {
	const starting = startEngineWorker(new URL('nothing.ts', import.meta.url));

	await expect(starting).rejects.toMatchObject({name: 'SluiceError', code: 'engine-failed'});
});
