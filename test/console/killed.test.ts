import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {startRefusingProxy, type RefusingProxy} from '../helpers/refusing-proxy.ts';
import {aDeadLetterPair, countsOf} from '../helpers/resources.ts';

type Stage = {readonly app: TestConsole; readonly proxy: RefusingProxy; readonly dlqUrl: string};

/** Three dead messages held, behind a network that can stop for good. What the process would have done then is never seen. */
async function holding(): Promise<Stage> {
	let dlqUrl = '';
	let made: RefusingProxy | undefined;
	const app = await startTestConsole({
		edit: text => text.replace('{"n":1}', '{"n":1,"edited":true}'),
		async prepare({sqs, url}) {
			({dlqUrl} = await aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 1, deadMessages: ['{"n":1}', '{"n":2}', '{"n":3}']}));
			made = await startRefusingProxy(url);
		},
		through: () => made?.url ?? '',
	});
	if (!made) throw new Error('The console was not prepared.');
	await app.select('orders-dlq');
	await app.press('p');
	expect(app.screen()).toContain('held 3 of about 3');
	return {app, proxy: made, dlqUrl};
}

/** Bodies in a queue, whatever their state; nothing is received. */
async function bodiesIn({app}: Stage, name: string): Promise<readonly string[]> {
	const response = await app.engine.send(`/_sluice/queues/${name}/messages?count=100`);
	const {messages} = (await response.json()) as {messages: ReadonlyArray<{body: string}>};
	return messages.map(({body}) => body.replace(',"edited":true', '')).toSorted();
}

async function toGate({app}: Stage, keys: readonly string[], word: string | undefined): Promise<void> {
	await app.press(...keys);
	await app.advance(500);
	if (word !== undefined) await app.type(word);
}

const ways: ReadonlyArray<readonly [name: string, open: (stage: Stage) => Promise<void>, last: string, moved: readonly string[]]> = [
	[
		'a move',
		async stage => {
			await stage.app.press('*', 'm');
			await stage.app.type('orders');
			await toGate(stage, ['enter'], 'move 3');
		},
		'enter',
		['{"n":1}', '{"n":2}', '{"n":3}'],
	],
	[
		'a redrive',
		// All at once: what is tried first is one of the three otherwise.
		stage => toGate(stage, ['*', 'R', 'tab', 'tab', 'down', 'enter'], 'redrive 3'),
		'enter',
		['{"n":1}', '{"n":2}', '{"n":3}'],
	],
	['a redrive that tries one first', stage => toGate(stage, ['*', 'R', 'enter'], 'redrive 3'), 'enter', ['{"n":1}']],
	['an edit that is sent again', stage => toGate(stage, ['e', 'enter'], undefined), 'y', ['{"n":1}']],
];

const steps = [
	['SendMessageBatch', 'before', {isSent: false, isDeleted: false}],
	['SendMessageBatch', 'after', {isSent: true, isDeleted: false}],
	['DeleteMessageBatch', 'before', {isSent: true, isDeleted: false}],
	['DeleteMessageBatch', 'after', {isSent: true, isDeleted: true}],
] as const;

describe.each(ways)('%s, killed', (name, open, last, moved) => {
	test.each(steps)('at %s, %s it: no message is lost, and the rest comes back by itself', async (action, moment, expected) => {
		const stage = await holding();
		const {app, proxy} = stage;
		try {
			await open(stage);
			const reached = proxy.stopAt(action, moment);
			app.dispatch({type: 'key', key: last, atMs: app.clock.nowMs()});
			await reached;

			const all = ['{"n":1}', '{"n":2}', '{"n":3}'];
			const target = name.startsWith('an edit') ? 'orders-dlq' : 'orders';
			const [there, here] = [await bodiesIn(stage, target), await bodiesIn(stage, 'orders-dlq')];
			const left = expected.isDeleted ? all.filter(body => !moved.includes(body)) : all;
			const copies = expected.isSent ? moved : [];
			const isSame = target === 'orders-dlq';
			expect({here, there}).toEqual({
				here: isSame ? [...left, ...copies].toSorted() : left,
				there: isSame ? [...left, ...copies].toSorted() : copies,
			});
			app.clock.advance(21_000);
			expect(await countsOf(app.engine.sqs, stage.dlqUrl)).toEqual({ready: here.length, inFlight: 0});
		} finally {
			await proxy[Symbol.asyncDispose]();
			await app.close();
		}
	});
});
