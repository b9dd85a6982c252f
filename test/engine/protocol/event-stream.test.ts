import {EventStreamCodec} from '@smithy/core/event-streams';
import {expect, test} from 'vitest';
import {encodeEvent, encodeException, encodeStreamError} from '../../../source/engine/protocol/event-stream.ts';

const codec = new EventStreamCodec(
	bytes => Buffer.from(bytes).toString('utf8'),
	text => Buffer.from(text, 'utf8'),
);

function decoded(frame: Uint8Array): {headers: Record<string, unknown>; payload: string} {
	const {headers, body} = codec.decode(frame);
	return {
		headers: Object.fromEntries(Object.entries(headers).map(([name, {value}]) => [name, value])),
		payload: Buffer.from(body).toString('utf8'),
	};
}

test("the SDK's own codec reads an event", () => {
	expect(decoded(encodeEvent('Tick', 'application/json', Buffer.from('{"a":"grüße"}')))).toEqual({
		headers: {':message-type': 'event', ':event-type': 'Tick', ':content-type': 'application/json'},
		payload: '{"a":"grüße"}',
	});
});

test("the SDK's own codec reads an exception and an error", () => {
	expect(decoded(encodeException('LimitExceededException', 'application/json', Buffer.from('{}')))).toEqual({
		headers: {':message-type': 'exception', ':exception-type': 'LimitExceededException', ':content-type': 'application/json'},
		payload: '{}',
	});
	expect(decoded(encodeStreamError('InternalFailure', 'No.'))).toEqual({
		headers: {':message-type': 'error', ':error-code': 'InternalFailure', ':error-message': 'No.'},
		payload: '',
	});
});
