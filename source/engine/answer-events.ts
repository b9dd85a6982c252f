import {AwsError, type Action, type StreamEvent} from './action.ts';
import type {Call} from './call.ts';
import type {AnswerStream, Exchange} from './exchange.ts';
import {encodeEvent, encodeException, encodeStreamError} from './protocol/event-stream.ts';
import type {StructureShape} from './shape.ts';

const emptyStructure: StructureShape = {type: 'structure', required: {}, optional: {}};

/**
Answers with a stream of events: `initial-response`, then each event as it comes, until the iterator ends, fails, or the client goes away.

Never rejects.
*/
export async function answerEvents(options: {
	readonly exchange: Exchange;
	readonly call: Call;
	readonly action: Action<unknown>;
	readonly events: AsyncIterable<StreamEvent>;
	readonly requestId: string;
	readonly onBug: (error: unknown) => void;
}): Promise<void> {
	const {exchange, call, action, requestId} = options;
	const iterator = options.events[Symbol.asyncIterator]();
	let isGone = false;
	const unregister = exchange.onClientGone(() => {
		isGone = true;
		void iterator.return?.();
	});
	const stream = exchange.stream({
		status: 200,
		headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'application/vnd.amazon.eventstream'],
	});
	const {contentType} = call;
	try {
		await stream.write(encodeEvent('initial-response', contentType, call.payload(emptyStructure, {})));
		for (let next = await iterator.next(); !next.done && !isGone; next = await iterator.next()) {
			const {type, value} = next.value;
			// Events are listed in the action beside the code that makes them.
			const shape = action.events?.[type] as StructureShape;
			await stream.write(encodeEvent(type, contentType, call.payload(shape, value, action)));
		}
	} catch (error) {
		await writeFailure(stream, error, options);
	}
	unregister();
	stream.end();
}

async function writeFailure(
	stream: AnswerStream,
	error: unknown,
	{call, onBug}: {readonly call: Call; readonly onBug: (error: unknown) => void},
): Promise<void> {
	if (!(error instanceof AwsError)) {
		onBug(error);
		await stream.write(
			encodeStreamError('InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.'),
		);
		return;
	}
	// Exception frames name the type alone, without a namespace.
	const type = error.type.slice(error.type.indexOf('#') + 1);
	const payload = call.payload(messageShape, {message: error.message});
	await stream.write(encodeException(type, call.contentType, payload));
}

const messageShape: StructureShape = {type: 'structure', required: {message: {type: 'string'}}, optional: {}};
