import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readMemory, saveMemory} from '../../source/cli/memory-file.ts';

const topology = (atMs: number) => ({accountId: '123456789012', atMs, dlqArns: {orders: 'arn:aws:sqs:eu-west-1:123456789012:orders-dlq'}});

function newEnvironment(): Record<string, string> {
	const home = mkdtempSync(join(tmpdir(), 'sluice-memory-'));
	return {HOME: home, XDG_STATE_HOME: home};
}

test('what was seen of one context is kept beside that of another, and beside what was chosen and done', async () => {
	const environment = newEnvironment();
	await saveMemory(environment, {used: ['queue.peek']});
	await saveMemory(environment, {topologies: {'aws/prod/eu-west-1': topology(1)}});
	await saveMemory(environment, {topologies: {'aws/test/eu-west-1': topology(2)}});

	expect(await readMemory(environment)).toEqual({
		used: ['queue.peek'],
		topologies: {'aws/prod/eu-west-1': topology(1), 'aws/test/eu-west-1': topology(2)},
	});
});

test('of more than twenty contexts those looked at last are kept', async () => {
	const environment = newEnvironment();
	for (let index = 1; index <= 21; index++) await saveMemory(environment, {topologies: {[`aws/${index}/eu-west-1`]: topology(index)}});

	const kept = Object.keys((await readMemory(environment)).topologies ?? {});
	expect(kept).toHaveLength(20);
	expect(kept).not.toContain('aws/1/eu-west-1');
});

test('which topics send to which queues is kept beside it, and what is no memory of that is left out', async () => {
	const environment = newEnvironment();
	const senders = {
		'aws/prod/eu-west-1': {accountId: '123456789012', atMs: 3, topicArns: {orders: ['arn:aws:sns:eu-west-1:123456789012:events']}},
	};
	await saveMemory(environment, {topologies: {'aws/prod/eu-west-1': topology(1)}});
	await saveMemory(environment, {senders});
	expect(await readMemory(environment)).toEqual({topologies: {'aws/prod/eu-west-1': topology(1)}, senders});

	const broken: unknown = {x: {accountId: '1', atMs: 4, topicArns: null}};
	await saveMemory(environment, {senders: broken as typeof senders});
	expect(await readMemory(environment)).toEqual({topologies: {'aws/prod/eu-west-1': topology(1)}});
});
