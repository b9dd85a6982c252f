import type {Action, AwsError} from './action.ts';
import {answerHeaders, type AnyService, type Call} from './call.ts';
import type {Answer} from './exchange.ts';
import {encodeCbor, encodeCborError, parseCborBody, readCbor} from './protocol/cbor.ts';
import type {StructureShape} from './shape.ts';

/**
A call in the CBOR form of AWS JSON 1.1, as Java's Kinesis clients make all theirs.

Imported at the first such call, because the library takes longer to load than the rest of the engine.
*/
export class CborCall implements Call {
	readonly type = 'call';
	readonly protocol = 'cbor';
	readonly contentType = 'application/x-amz-cbor-1.1';
	readonly service: AnyService;
	readonly actionName: string;
	readonly #bytes: Uint8Array;
	#body: Readonly<Record<string, unknown>> | undefined;

	constructor(options: {service: AnyService; actionName: string; body: Uint8Array}) {
		this.service = options.service;
		this.actionName = options.actionName;
		this.#bytes = options.body;
	}

	parse(): Readonly<Record<string, unknown>> {
		this.#body ??= parseCborBody(this.#bytes);
		return this.#body;
	}

	input(shape: StructureShape): Readonly<Record<string, unknown>> {
		return readCbor(shape, this.parse());
	}

	output(action: Action<unknown>, value: unknown, requestId: string): Answer {
		return {status: 200, headers: answerHeaders(this, requestId), body: value === undefined ? '' : encodeCbor(action.output, value)};
	}

	error(error: AwsError, requestId: string): Answer {
		return {status: error.status, headers: answerHeaders(this, requestId), body: encodeCborError(error)};
	}

	payload(shape: StructureShape, value: unknown): Uint8Array {
		return encodeCbor(shape, value);
	}
}
