import {SendMessageCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aQueue, countsOf} from '../helpers/resources.ts';

/** Ten messages: six of one error, four of another. */
async function consoleWithFailures(): Promise<TestConsole & {readonly url: string}> {
	let url = '';
	const app = await startTestConsole({
		prepare: async ({sqs}) => {
			url = await aQueue(sqs, 'failures');
			for (let index = 0; index < 10; index++) {
				const errorCode = index < 6 ? 'VALIDATION' : 'TIMEOUT';
				await sqs.send(
					new SendMessageCommand({
						QueueUrl: url,
						MessageBody: JSON.stringify({order: index, total: index < 6 ? null : index}),
						MessageAttributes: {errorCode: {DataType: 'String', StringValue: errorCode}},
					}),
				);
			}
		},
	});
	await app.press('p', 'enter');
	return {...app, url};
}

describe('groups of held messages', () => {
	test('the Groups tab counts the values that divide them and joins them into causes', async () => {
		await using app = await consoleWithFailures();

		await app.press('tab');

		expect(app.row('VALIDATION')).toMatch(/attr\.errorCode +VALIDATION +6/);
		expect(app.screen()).toContain('Looks like 2 causes:');
		expect(app.screen()).toContain('VALIDATION, .total is null');
	});

	test('Enter shows only the messages of a group, and esc shows all again', async () => {
		await using app = await consoleWithFailures();
		await app.press('tab', 'down');

		await app.press('enter');
		expect(app.screen()).toContain('attr.errorCode TIMEOUT');
		expect(app.screen()).toContain('{"order":9');
		expect(app.screen()).not.toContain('{"order":0');

		await app.press('esc');
		expect(app.screen()).toContain('{"order":0');
	});

	test('space marks the messages of a group, and X gives just these back', async () => {
		await using app = await consoleWithFailures();
		await app.press('tab', 'space', 'tab');

		await app.press('X');

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 6, inFlight: 4});
	});

	test('going between the tabs gives nothing back; leaving them does', async () => {
		await using app = await consoleWithFailures();

		await app.press('tab', 'tab', 'tab');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 10});

		await app.press('esc');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 10, inFlight: 0});
	});
});

test('a filter narrows the held messages by their bodies', async () => {
	await using app = await consoleWithFailures();

	await app.press('/');
	await app.type('order":7');

	expect(app.screen()).toContain('{"order":7');
	expect(app.screen()).not.toContain('{"order":1');
});
