import {lstatSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Message} from '../../source/aws/queue.ts';
import {messageLine, readMessageLine, readMessageRef} from '../../source/operations/message-json.ts';
import {saveMessages} from '../../source/operations/save-messages.ts';
import {createSeededRandom} from '../../source/shared/random.ts';
import {cannotWrite} from '../../source/shared/whole-file.ts';

const message: Message = {
	messageId: 'id-1',
	receiptHandle: 'handle',
	body: '{"a":9007199254740993,\n"note":"\u009b2J\u202e\u2028 😀"}',
	bodyBytes: 52,
	sentAtMs: 1_700_000_000_000,
	firstReceivedAtMs: 1_700_000_000_001,
	receiveCount: 2,
	groupId: 'g',
	deduplicationId: 'd',
	sequenceNumber: '18849496460467696128',
	sourceQueueArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
	senderId: 'AIDA',
	traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
	attributes: {
		kind: {dataType: 'String.label', stringValue: 'größer'},
		photo: {dataType: 'Binary', binaryValue: Uint8Array.of(0, 255)},
	},
};

describe('a line', () => {
	test('holds everything, on one line, without a control character', () => {
		const line = messageLine(message);

		expect(line).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028-\u202E]/);
		expect(JSON.parse(line)).toEqual({
			...message,
			attributes: {...message.attributes, photo: {dataType: 'Binary', binaryValue: 'AP8='}},
		});
	});

	test('is read back as a message to send, to the byte', () => {
		expect(readMessageLine(messageLine(message))).toEqual({
			body: message.body,
			groupId: 'g',
			deduplicationId: 'd',
			traceHeader: message.traceHeader,
			attributes: {kind: message.attributes['kind'], photo: {dataType: 'Binary', binaryValue: Buffer.of(0, 255)}},
		});
	});

	test('any body comes back as it was', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), body => {
				expect(readMessageLine(messageLine({...message, body})).body).toBe(body);
			}),
		);
	});

	test.each([
		['hello', 'The line is no JSON.'],
		['[1]', 'The line is no JSON object.'],
		['{"text":"x"}', 'The line has no "body" that is a text.'],
		['{"body":1}', 'The line has no "body" that is a text.'],
		['{"body":"x","groupId":1}', '"groupId" is no text.'],
		['{"body":"x","delaySeconds":"1"}', '"delaySeconds" is no number.'],
		['{"body":"x","attributes":[]}', '"attributes" is no JSON object.'],
		[
			'{"body":"x","attributes":{"a":{"stringValue":"x"}}}',
			'The attribute "a" needs a "dataType" and a "stringValue" or "binaryValue" (base64).',
		],
	])('%s is refused: %s', (line, problem) => {
		expect(() => readMessageLine(line)).toThrow(problem);
	});

	test('or a bare word is an id', () => {
		expect(readMessageRef(messageLine(message))).toEqual({messageId: 'id-1', receiptHandle: 'handle'});
		expect(readMessageRef(' id-2 ')).toEqual({messageId: 'id-2'});
		expect(() => readMessageRef('{"body":"x"}')).toThrow('The line has no "messageId" that is a text.');
	});
});

describe('saving', () => {
	const random = createSeededRandom(1);
	const folder = (): string => mkdtempSync(join(tmpdir(), 'sluice-save-'));

	test('writes a line a message, for the owner only, and leaves nothing else', async () => {
		const path = join(folder(), 'dlq.ndjson');

		const saved = await saveMessages({path, messages: [message, {...message, body: 'two'}], random});

		const lines = readFileSync(path, 'utf8').split('\n');
		expect(lines).toHaveLength(3);
		expect(lines.slice(0, 2).map(line => readMessageLine(line).body)).toEqual([message.body, 'two']);
		expect(saved).toEqual({savedCount: 2, byteCount: statSync(path).size});
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(readdirSync(join(path, '..'))).toEqual(['dlq.ndjson']);
	});

	test('a source that fails leaves the old file as it was', async () => {
		const path = join(folder(), 'dlq.ndjson');
		writeFileSync(path, 'old');
		async function* failing(): AsyncGenerator<Message> {
			yield message;
			throw new Error('the login has expired');
		}

		await expect(saveMessages({path, messages: failing(), random})).rejects.toMatchObject({
			code: 'cannot-write',
			message: `${path} cannot be written: the login has expired.`,
		});
		expect(readFileSync(path, 'utf8')).toBe('old');
		expect(readdirSync(join(path, '..'))).toEqual(['dlq.ndjson']);
	});

	test('stopped, it leaves nothing', async () => {
		const path = join(folder(), 'dlq.ndjson');

		await expect(saveMessages({path, messages: [message], random}, {signal: AbortSignal.abort()})).rejects.toMatchObject({
			name: 'AbortError',
		});
		expect(readdirSync(join(path, '..'))).toEqual([]);
	});

	test.each([
		['missing/dlq.ndjson', 'there is no such folder'],
		['', 'it is a folder'],
	])('to "%s" it says why it cannot', async (name, reason) => {
		await expect(saveMessages({path: join(folder(), name), messages: [message], random})).rejects.toThrow(reason);
	});

	test('through a link the file that it leads to is replaced, and the link stays', async () => {
		const here = folder();
		writeFileSync(join(here, 'kept.ndjson'), 'old');
		symlinkSync('kept.ndjson', join(here, 'link.ndjson'));

		await saveMessages({path: join(here, 'link.ndjson'), messages: [message], random});

		expect(lstatSync(join(here, 'link.ndjson')).isSymbolicLink()).toBe(true);
		expect(readMessageLine(readFileSync(join(here, 'kept.ndjson'), 'utf8')).body).toBe(message.body);
	});

	test('a device is written to and never replaced by a file: a full one is no room', async () => {
		await expect(saveMessages({path: '/dev/full', messages: [message], random})).rejects.toThrow(
			'/dev/full cannot be written: there is no room left on the disk.',
		);
		await expect(saveMessages({path: '/dev/null', messages: [message], random})).resolves.toMatchObject({savedCount: 1});

		for (const path of ['/dev/full', '/dev/null']) expect(statSync(path).isCharacterDevice()).toBe(true);
	});

	test('a full disk is a sentence', () => {
		expect(cannotWrite('/tmp/a', Object.assign(new Error('no'), {code: 'ENOSPC'}))).toMatchObject({
			code: 'cannot-write',
			message: '/tmp/a cannot be written: there is no room left on the disk.',
			nextSteps: ['Choose another path.'],
		});
	});
});
