import {describe, expect, test} from 'vitest';
import {ChangeMessageVisibilityCommand, ReceiveMessageCommand} from '@aws-sdk/client-sqs';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue, countsOf} from '../helpers/resources.ts';

const tenBodies = Array.from({length: 10}, (_, index) => JSON.stringify({orderId: `A-${index}`, customer: '9007199254740993'}));

async function consoleWithMessages(
	options: {columns?: number; rows?: number; bodies?: readonly string[]} = {},
): Promise<TestConsole & {readonly url: string}> {
	const {bodies = tenBodies, ...size} = options;
	let url = '';
	const app = await startTestConsole({...size, prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail', {messages: bodies}))});
	return {...app, url};
}

async function peek(app: TestConsole): Promise<void> {
	await app.press('p', 'enter');
}

describe('before a peek', () => {
	test('the sheet says what will happen in numbers, and the same as a command line', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 3})});
		await app.select('orders');

		await app.press('p');

		expect(app.screen()).toContain('Peeking at orders receives messages. On AWS there is no other way to see one.');
		expect(app.screen()).toContain('a message already received 3 times goes to orders-dlq');
		expect(app.screen()).toContain('The same as: sluice peek orders --max 10 --visibility 20 --keep');
	});

	test('nothing is received before Enter, and esc leaves without having received', async () => {
		await using app = await consoleWithMessages();

		await app.press('p');
		await app.press('esc');

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 10, inFlight: 0});
		expect(app.session.calls().map(call => call.action)).not.toContain('ReceiveMessage');
	});

	test('a dead-letter queue without a reader of its own skips the sheet', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aDeadLetterPair(sqs, 'orders', {deadMessages: ['{"a":1}']})});
		await app.select('orders-dlq');

		await app.press('p');

		expect(app.screen()).toContain('held 1 of about 1');
	});

	test('a number that is none is refused while it is typed', async () => {
		await using app = await consoleWithMessages();

		await app.press('p', 'tab', 'backspace', 'backspace');
		await app.type('0');

		expect(app.screen()).toContain('How many: a whole number from 1 to 1000.');
		await app.press('enter');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 10, inFlight: 0});
	});
});

describe('looking without receiving, where the endpoint can', () => {
	test('stands first among the ways, while holding stays what Enter does', async () => {
		await using app = await consoleWithMessages();

		await app.press('p');

		expect(app.screen()).toMatch(/How +\( \) look +not received, not counted; cannot delete or move\n.*> \(•\) hold/);
		await app.press('up');
		expect(app.screen()).toContain('Looking at mail changes nothing.');
		expect(app.screen()).toContain('The same as: sluice peek mail --look --max 10');
	});

	test('shows the messages, and none is received, hidden or counted', async () => {
		await using app = await consoleWithMessages();

		await app.press('p', 'up', 'enter');

		expect(app.screen()).toContain('Looked at without receiving: nothing changes.');
		expect(app.screen()).toContain('"customer": "9007199254740993"');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 10, inFlight: 0});
		expect(app.session.calls().map(call => call.action)).not.toContain('ReceiveMessage');
		const {Messages} = await app.engine.sqs.send(
			new ReceiveMessageCommand({QueueUrl: app.url, MessageSystemAttributeNames: ['ApproximateReceiveCount']}),
		);
		expect(Messages?.[0]?.Attributes?.ApproximateReceiveCount).toBe('1');
	});

	test('keys that act say that the messages must be held first, and p asks how', async () => {
		await using app = await consoleWithMessages();
		await app.press('p', 'up', 'enter');

		for (const key of ['D', 'm', 'R', 'e', 'x', 'X']) {
			await app.press(key);
			expect(app.screen()).toContain('Looked at without receiving: p holds them first');
		}

		await app.press('p', 'enter');
		expect(app.screen()).toContain('held 10 of about 10');
	});

	test('is there in READ-ONLY, from the palette', async () => {
		await using app = await startTestConsole({
			mode: 'READ-ONLY',
			prepare: async ({sqs}) => aQueue(sqs, 'mail', {messages: tenBodies}),
		});

		await app.command('look at its messages');

		expect(app.screen()).toContain('Looked at without receiving: nothing changes.');
		expect(app.screen()).toContain('10 seen');
	});
});

describe('a peeked message', () => {
	test('is hidden from the consumers, shown with its body, and counted', async () => {
		await using app = await consoleWithMessages();

		await peek(app);

		expect(app.screen()).toContain('held 10 of about 10');
		expect(app.screen()).toContain('"customer": "9007199254740993"');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 10});
	});

	test('stays held by a heartbeat for as long as somebody looks', async () => {
		await using app = await consoleWithMessages();
		await peek(app);

		for (let step = 0; step < 12; step++) await app.advance(5000);

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 10});
		expect(app.session.calls().map(call => call.action)).toContain('ChangeMessageVisibilityBatch');
	});

	test('comes back by itself when nobody pressed a key for five minutes', async () => {
		await using app = await consoleWithMessages();
		await peek(app);

		for (let step = 0; step < 70; step++) await app.advance(5000);

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 10, inFlight: 0});
		expect(app.screen()).toContain('Nothing is held any more');
	});

	test('a key pressed now and then keeps it beyond five minutes', async () => {
		await using app = await consoleWithMessages();
		await peek(app);

		for (let step = 0; step < 100; step++) {
			await app.advance(5000);
			if (step % 20 === 0) await app.press('down');
		}

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 10});
	});

	test('X gives the marked ones back and keeps the others', async () => {
		await using app = await consoleWithMessages();
		await peek(app);

		await app.press('space', 'space', 'X');

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 2, inFlight: 8});
		expect(app.screen()).toContain('Gave 2 messages back to mail.');
	});

	test('x extends what is held', async () => {
		await using app = await consoleWithMessages();
		await peek(app);
		await app.advance(9000);

		await app.press('x');

		expect(app.screen()).toContain('Extended 10 messages by 20 s.');
		expect(app.screen()).toContain('back in 20s');
	});

	test('esc gives everything back and says so', async () => {
		await using app = await consoleWithMessages();
		await peek(app);

		await app.press('esc');

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 10, inFlight: 0});
		expect(app.screen()).toContain('Gave 10 messages back to mail.');
	});

	test('q says what leaving gives back, and ctrl-c leaves and gives it back', async () => {
		await using app = await consoleWithMessages();
		await peek(app);
		await app.press('1', 'esc', 'esc');
		await app.press('p');

		await app.press('ctrl-c');

		expect(app.lastWords()).toEqual(['Gave 10 messages back to mail.']);
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 10, inFlight: 0});
	});

	test('switching to another pane keeps it held, and Activity lists it', async () => {
		await using app = await consoleWithMessages();
		await peek(app);

		await app.press('4');

		expect(app.row('held')).toContain('10 messages');
		expect(app.row('sluice')).toContain('~1');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 10});
		await app.press('enter');
		expect(app.screen()).toContain('held 10 of about 10');
	});

	test('opens over the whole screen and is scrolled line by line', async () => {
		await using app = await consoleWithMessages({
			bodies: [JSON.stringify({lines: Array.from({length: 60}, (_, index) => `line ${index}`)})],
		});
		await peek(app);

		await app.press('enter');
		expect(app.screen()).toContain('"line 0"');
		await app.press('pagedown', 'pagedown');
		for (let step = 0; step < 30; step++) await app.press('down');

		expect(app.screen()).toContain('"line 40"');
		expect(app.screen()).not.toContain('"line 0"');
	});

	test('its details hold ids, times and attributes', async () => {
		await using app = await consoleWithMessages();
		await peek(app);

		await app.press('d');

		expect(app.screen()).toContain('MessageId');
		expect(app.screen()).toContain('ApproximateReceiveCount');
	});

	test('the body is copied as it was sent', async () => {
		await using app = await consoleWithMessages({bodies: ['{"b":1,  "a":2}']});
		await peek(app);

		await app.press('y');
		await app.type(' body');
		await app.press('enter');

		expect(app.copied).toEqual(['{"b":1,  "a":2}']);
	});

	test('on a wide screen its body stands beside the list', async () => {
		await using app = await consoleWithMessages({columns: 200, rows: 50});

		await peek(app);

		expect(app.row('"orderId"')).toContain('│');
	});

	test('what another consumer holds is not waited for', async () => {
		await using app = await consoleWithMessages();
		const {Messages = []} = await app.engine.sqs.send(
			new ReceiveMessageCommand({QueueUrl: app.url, MaxNumberOfMessages: 10, VisibilityTimeout: 600}),
		);

		await peek(app);

		expect(app.screen()).toContain('No message could be received');
		await app.engine.sqs.send(
			new ChangeMessageVisibilityCommand({QueueUrl: app.url, ReceiptHandle: Messages[0]?.ReceiptHandle, VisibilityTimeout: 0}),
		);
	});
});
