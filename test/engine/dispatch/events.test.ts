import {EventStreamCodec} from '@smithy/core/event-streams';
import {cbor} from '@smithy/core/cbor';
import {expect, test} from 'vitest';
import {openHttp2, openRaw} from '../http/connection.ts';
import {startToy, toyHeaders} from '../http/toy-service.ts';

const codec = new EventStreamCodec(
	bytes => Buffer.from(bytes).toString('utf8'),
	text => Buffer.from(text, 'utf8'),
);

type Frame = {readonly headers: Record<string, unknown>; readonly body: Uint8Array};

/** Cuts a whole answer into its frames. */
function frames(bytes: Buffer): readonly Frame[] {
	const found: Frame[] = [];
	for (let start = 0; start < bytes.length;) {
		const end = start + bytes.readUInt32BE(start);
		const {headers, body} = codec.decode(bytes.subarray(start, end));
		found.push({headers: Object.fromEntries(Object.entries(headers).map(([name, {value}]) => [name, value])), body});
		start = end;
	}
	return found;
}

const json = ({headers, body}: Frame): unknown => [
	headers[':event-type'] ?? headers[':exception-type'] ?? headers[':error-code'],
	Buffer.from(body).toString(),
];

async function readStream(url: string, options: {onAnswer: () => Promise<void>}): Promise<{response: Response; frames: readonly Frame[]}> {
	const response = await fetch(url, {method: 'POST', headers: toyHeaders('Stream'), body: '{}'});
	await options.onAnswer();
	return {response, frames: frames(Buffer.from(await response.arrayBuffer()))};
}

test('a stream begins with initial-response and has each event in a frame', async () => {
	await using toy = await startToy();

	const answer = await readStream(toy.url, {onAnswer: async () => (await toy.nextWaiter()).release('second')});

	expect(answer.response.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
	expect(answer.response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
	expect(answer.frames.map(json)).toEqual([
		['initial-response', '{}'],
		['Tick', '{"Text":"first","At":1700000000.123,"Data":"YQ=="}'],
		['Tick', '{"Text":"second"}'],
	]);
	expect(answer.frames[1]?.headers).toEqual({
		':message-type': 'event',
		':event-type': 'Tick',
		':content-type': 'application/x-amz-json-1.0',
	});
});

test('an event leaves when it happens, over HTTP/1.1 and HTTP/2', async () => {
	await using toy = await startToy();
	using http2 = openHttp2(toy.url);
	const first = await fetch(toy.url, {method: 'POST', headers: toyHeaders('Stream'), body: '{}'});
	const second = http2.begin(toyHeaders('Stream'), '{}');

	const chunk = await first.body?.getReader().read();
	await new Promise(resolve => second.once('data', resolve));

	expect(chunk?.done).toBe(false);
	expect((await toy.nextWaiter()).isGone).toBe(false);
	second.close();
});

test('a reader that does not read gets no more than connections hold, over HTTP/1.1 and HTTP/2', async () => {
	await using toy = await startToy();
	using http2 = openHttp2(toy.url);
	const {socket} = await openRaw(toy.port);

	// A socket that nobody reads from; over HTTP/2 the stream, whose window then closes.
	socket.removeAllListeners('data').pause();
	socket.write(
		`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: Toy.Flood\r\nContent-Length: 2\r\n\r\n{}`,
	);
	const overHttp1Count = await settledCount(toy.floodCount);
	const stream = http2.begin(toyHeaders('Flood'), '{}');
	const overHttp2Count = (await settledCount(toy.floodCount)) - overHttp1Count;

	// Of 64 KiB each: what the kernel and the windows hold, and not one more.
	for (const count of [overHttp1Count, overHttp2Count]) {
		expect(count).toBeGreaterThan(0);
		expect(count).toBeLessThan(512);
	}
	socket.destroy();
	stream.destroy();
});

/** The count once it has stopped to rise while thousands of other things could have happened. */
async function settledCount(count: () => number): Promise<number> {
	let previous = -1;
	for (let quietTurns = 0; quietTurns < 2000 || previous === 0; quietTurns++) {
		await new Promise(resolve => setImmediate(resolve));
		if (count() !== previous) quietTurns = 0;
		previous = count();
	}
	return previous;
}

test('a refusal in the middle is an exception frame and ends the stream', async () => {
	await using toy = await startToy();

	const answer = await readStream(toy.url, {onAnswer: async () => (await toy.nextWaiter()).release('refuse')});

	expect(answer.frames.map(json).at(-1)).toEqual(['LimitExceededException', '{"message":"No more."}']);
	expect(toy.bugs).toEqual([]);
});

test('a bug in the middle is an error frame and is reported', async () => {
	await using toy = await startToy();

	const answer = await readStream(toy.url, {onAnswer: async () => (await toy.nextWaiter()).release('crash')});

	expect(answer.frames.at(-1)?.headers).toMatchObject({':message-type': 'error', ':error-code': 'InternalFailure'});
	expect(toy.bugs).toMatchObject([{action: 'Stream', error: {name: 'TypeError'}}]);
});

test('a client that goes away ends the stream', async () => {
	await using toy = await startToy();
	const {socket} = await openRaw(toy.port);
	socket.write(
		'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: Toy.Stream\r\nContent-Length: 2\r\n\r\n{}',
	);
	const waiter = await toy.nextWaiter();

	socket.destroy();
	await waiter.gone;

	waiter.release('too late');
	expect(toy.bugs).toEqual([]);
});

test('a bad request for a stream is refused like any other', async () => {
	await using toy = await startToy();

	const response = await fetch(toy.url, {method: 'POST', headers: toyHeaders('Stream'), body: '{"Count":11}'});

	expect(response.status).toBe(400);
	expect(await response.json()).toMatchObject({__type: 'toy#Invalid'});
});

test('CBOR requests get CBOR answers, from the very first on', async () => {
	await using toy = await startToy();
	const post = (action: string, body: Uint8Array): Promise<Response> =>
		fetch(toy.url, {
			method: 'POST',
			headers: {...toyHeaders(action), 'content-type': 'application/x-amz-cbor-1.1'},
			body: Buffer.from(body),
		});

	const answers = await Promise.all([
		post('Echo', cbor.serialize({Text: 'grüße'})),
		post('Echo', cbor.serialize({Count: 11})),
		post('Nothing', cbor.serialize({})),
		post('Echo', Buffer.from('ff', 'hex')),
	]);
	const bodies = await Promise.all(answers.map(async answer => cbor.deserialize(Buffer.from(await answer.arrayBuffer())) as unknown));

	expect(answers.map(({status, headers}) => [status, headers.get('content-type')])).toEqual([
		[200, 'application/x-amz-cbor-1.1'],
		[400, 'application/x-amz-cbor-1.1'],
		[400, 'application/x-amz-cbor-1.1'],
		[400, 'application/x-amz-cbor-1.1'],
	]);
	expect(bodies).toMatchObject([
		{Text: 'grüße', Region: 'us-east-1'},
		{__type: 'toy#Invalid', message: 'count'},
		{__type: 'toy#UnknownOperationException'},
		{__type: 'toy#SerializationException'},
	]);
});

test('an operation without body and content type is answered in CBOR', async () => {
	await using toy = await startToy();
	const {socket, until} = await openRaw(toy.port);

	socket.write('POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Toy.Echo\r\nContent-Length: 0\r\n\r\n');

	expect(await until('SerializationException')).toContain('Content-Type: application/x-amz-cbor-1.1');
	socket.destroy();
});
