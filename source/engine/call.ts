import type {Action, AwsError, Protocol, ServiceDefinition} from './action.ts';
import type {Answer} from './exchange.ts';
import type {StructureShape} from './shape.ts';

/** A service as the dispatcher sees it, its state's type forgotten. */
export type AnyService = ServiceDefinition<unknown>;

/** A request of which we know the service, the action and the protocol: the one face of the three protocols. */
export type Call = {
	readonly type: 'call';
	readonly service: AnyService;
	readonly actionName: string;
	readonly protocol: Protocol;
	/** What its answers and events are written in. */
	readonly contentType: string;
	/** Whether the body can be read at all; asked before anything else of the call. Throws a Mismatch. */
	parse(): void;
	/** The input as the shape says. Throws a Mismatch. */
	input(shape: StructureShape): Readonly<Record<string, unknown>>;
	output(action: Action<unknown>, value: unknown, requestId: string): Answer;
	error(error: AwsError, requestId: string): Answer;
	/** A value alone, as the payload of an event has it. `action` where the value is one of its events. */
	payload(shape: StructureShape, value: unknown, action?: Action<unknown>): Uint8Array;
};

/** Headers of an answer in JSON or CBOR. Kinesis adds a second id, of 72 bytes. */
export function answerHeaders(call: Call, requestId: string): string[] {
	const headers = ['x-amzn-RequestId', requestId, 'Content-Type', call.contentType];
	if (call.service.id === 'kinesis') headers.push('x-amz-id-2', extendedId(requestId));
	return headers;
}

/** 96 characters of base64, as 72 bytes take: the hexadecimal digits of the request's ID thrice, which are base64 as they stand. */
function extendedId(requestId: string): string {
	const hex = requestId.slice(0, 8) + requestId.slice(9, 13) + requestId.slice(14, 18) + requestId.slice(19, 23) + requestId.slice(24);
	return hex + hex + hex;
}
