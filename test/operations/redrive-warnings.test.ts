import {expect, test} from 'vitest';
import {redriveWarnings} from '../../source/operations/redrive-warnings.ts';
import {aQueue, setStage, type Stage} from './stage.ts';

/** A dead-letter queue with a message, and a source for each number of receives. */
async function sourcesOf(stage: Stage, receives: readonly number[]) {
	const dlq = await aQueue(stage, {name: 'orders-dlq', messageCount: 1});
	const targets = await Promise.all(
		receives.map((maxReceiveCount, index) => {
			const RedrivePolicy = JSON.stringify({deadLetterTargetArn: dlq.arn, maxReceiveCount});
			return aQueue(stage, {name: ['orders', 'refunds', 'returns', 'audits'][index] ?? 'more', attributes: {RedrivePolicy}});
		}),
	);
	return {queue: dlq, targets};
}

test('when what still fails is back is said of one source in a sentence', async () => {
	await using stage = await setStage();

	expect(redriveWarnings(await sourcesOf(stage, [5]))).toEqual([
		'What fails in orders still is back here in about 2m30s (5 receives × 30s), with a fresh clock.',
	]);
});

test('of several sources in one sentence too, the soonest first, and of many in three', async () => {
	await using stage = await setStage();

	expect(redriveWarnings(await sourcesOf(stage, [5, 3]))).toEqual([
		'What fails still is back here with a fresh clock: in about 1m30s from refunds (3 receives × 30s) and 2m30s from orders (5 receives × 30s).',
	]);
	expect(redriveWarnings(await sourcesOf(stage, [5, 3, 1, 2]))[0]).toMatch(/in about 30s from returns .* and 1 more\.$/);
});
