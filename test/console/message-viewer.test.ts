import {SendMessageCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aQueue} from '../helpers/resources.ts';

type Sent = {readonly body: string; readonly attributes?: Readonly<Record<string, string>>; readonly groupId?: string};

async function consoleWith(messages: readonly Sent[], options: {columns?: number; rows?: number} = {}): Promise<TestConsole> {
	const app = await startTestConsole({
		...options,
		async prepare({sqs}) {
			const QueueUrl = await aQueue(sqs, 'mail');
			for (const {body, attributes = {}, groupId} of messages) {
				await sqs.send(
					new SendMessageCommand({
						QueueUrl,
						MessageBody: body,
						MessageGroupId: groupId,
						MessageAttributes: Object.fromEntries(
							Object.entries(attributes).map(([name, StringValue]) => [name, {DataType: 'String', StringValue}]),
						),
					}),
				);
			}
		},
	});
	await app.select('mail');
	await app.press('p', 'enter');
	return app;
}

describe('v', () => {
	const body = Buffer.from('{"orderId":"A-1","total":1.10}').toString('base64');

	test('shows a body decoded, then as it was sent, then as bytes, and then decoded again', async () => {
		await using app = await consoleWith([{body: '{"orderId":"A-1","total":1.10}'}]);
		await app.press('enter');
		expect(app.screen()).toContain('"total": 1.10');

		await app.press('v');
		expect(app.row('body')).toContain('as it was sent');
		expect(app.screen()).toContain('{"orderId":"A-1","total":1.10}');

		await app.press('v');
		expect(app.row('body')).toContain('bytes, as sent');
		expect(app.screen()).toContain('7b 22 6f 72');

		await app.press('v');
		expect(app.screen()).toContain('"total": 1.10');
	});

	test('is kept for the queue, for the next console too', async () => {
		await using app = await consoleWith([{body}, {body}]);

		await app.press('v');

		expect(app.row('body  ')).toContain('as it was sent');
		expect(app.saved).toContainEqual({bodies: {'queue mail': 'raw'}});
	});
});

describe('d', () => {
	test('with two marked shows how bodies and attributes differ', async () => {
		await using app = await consoleWith([
			{body: '{"a":1,"b":2,"c":3}', attributes: {errorCode: 'TIMEOUT'}},
			{body: '{"a":1,"b":5,"c":3}', attributes: {errorCode: 'VALIDATION', traceId: 't'}},
		]);
		await app.press('*', 'd');

		const screen = app.screen();
		expect(screen).toMatch(/attribute errorCode\n   - TIMEOUT\n   \+ VALIDATION/);
		expect(screen).toMatch(/attribute traceId\n   \+ t/);
		expect(screen).toMatch(/ -   "b": 2,\n \+   "b": 5,/);
		expect(screen).toContain('"c": 3');
	});

	test('with one marked, or three, shows the details of the one under the cursor', async () => {
		await using app = await consoleWith([{body: '1'}, {body: '2'}, {body: '3'}]);
		await app.press('*', 'd');

		expect(app.screen()).toContain('ApproximateReceiveCount');
	});
});

describe('< and >', () => {
	test('go among the messages of one group, in the list and in the viewer', async () => {
		await using app = await consoleWith([
			{body: 'first-of-a', groupId: 'a'},
			{body: 'first-of-b', groupId: 'b'},
			{body: 'second-of-a', groupId: 'a'},
		]);
		await app.press('>');
		expect(app.row('> ')).toContain('second-of-a');

		await app.press('enter', '<');
		expect(app.screen()).toContain('first-of-a');
		expect(app.screen()).not.toContain('second-of-a');

		await app.press('<');
		expect(app.screen()).toContain('No earlier message of the same group or source here.');
	});
});

test('attributes stand under the body, those of errors first', async () => {
	await using app = await consoleWith([{body: 'x', attributes: {aTrace: '1-6743', errorCode: 'VALIDATION'}}], {columns: 80, rows: 20});

	expect(app.row('attributes  ')).toMatch(/attributes {2}errorCode: VALIDATION {2}aTrace: 1-6743/);
});

test.each([
	[80, 24, '7 lines leave room for what else is known', 7],
	[200, 50, 'beside the list it is below the body', 20],
])('at %dx%d a short body has ids, times and attributes below it: %s', async (columns, rows, _where, lineCount) => {
	const body = JSON.stringify(Array.from({length: lineCount - 2}, (_, index) => index));
	await using app = await consoleWith([{body, attributes: {errorCode: 'VALIDATION'}}], {columns, rows});
	if (columns === 80) await app.press('enter');

	expect(app.row('String VALIDATION')).toMatch(/ errorCode {25}String VALIDATION/);
	expect(app.row('MessageId')).toContain(
		app.state().queues.peeks[Object.keys(app.state().queues.peeks)[0] ?? '']?.messages[0]?.message.messageId,
	);
	expect(app.row('size   ')).toMatch(/size .* bytes/);
	await app.press('down');
	expect(app.screen()).toContain(`${lineCount - 3}`);
});

test('a body that fills the room has its attributes below it in one line', async () => {
	const body = JSON.stringify(Array.from({length: 40}, (_, index) => index));
	await using app = await consoleWith([{body, attributes: {errorCode: 'VALIDATION'}}]);
	await app.press('enter');

	expect(app.screen()).not.toContain('MessageId');
	expect(app.row('attributes  ')).toContain('errorCode: VALIDATION');
});

test('a pointer to S3 is shown as what it is, and not fetched', async () => {
	const pointer = JSON.stringify(['software.amazon.payloadoffloading.PayloadS3Pointer', {s3BucketName: 'big-bodies', s3Key: 'k-1'}]);
	await using app = await consoleWith([{body: pointer}]);
	await app.press('enter');

	expect(app.row('pointer to S3  bucket')).toContain('bucket big-bodies   key k-1   the body is there, not fetched');
});

test.each([
	[160, 40],
	[200, 50],
])('at %dx%d the body stands beside the list', async (columns, rows) => {
	await using app = await consoleWith([{body: '{"orderId":"A-1"}'}], {columns, rows});

	expect(app.row('SENT')).toContain('body  JSON');
});
