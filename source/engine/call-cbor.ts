import type {Action, AwsError} from './action.ts';
import {answerHeaders, type AnyService, type Call} from './call.ts';
import type {Answer} from './exchange.ts';
import {encodeCbor, encodeCborError, parseCborBody, readCbor} from './protocol/cbor.ts';
import {encodeRpcCbor} from './protocol/rpc-cbor.ts';
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
		return {status: 200, headers: answerHeaders(this, requestId), body: this.#write(action, value)};
	}

	error(error: AwsError, requestId: string): Answer {
		return {status: error.status, headers: answerHeaders(this, requestId), body: encodeCborError(error)};
	}

	payload(shape: StructureShape, value: unknown, action?: Action<unknown>): Uint8Array {
		return action?.writeCbor ? action.writeCbor(value) : encodeCbor(shape, value);
	}

	#write(action: Action<unknown>, value: unknown): string | Uint8Array {
		if (value === undefined) return '';
		return action.writeCbor ? action.writeCbor(value) : encodeCbor(action.output, value);
	}
}

/** A call in Smithy's RPC v2 CBOR, as Java's CloudWatch client makes all its. */
export class RpcV2CborCall implements Call {
	readonly type = 'call';
	readonly protocol = 'cbor';
	readonly contentType = 'application/cbor';
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
		// An operation without input has no body.
		this.#body ??= this.#bytes.length === 0 ? {} : parseCborBody(this.#bytes);
		return this.#body;
	}

	input(shape: StructureShape): Readonly<Record<string, unknown>> {
		return readCbor(shape, this.parse());
	}

	output(action: Action<unknown>, value: unknown, requestId: string): Answer {
		return {status: 200, headers: this.#headers(requestId), body: encodeRpcCbor(action.output, value ?? {})};
	}

	error(error: AwsError, requestId: string): Answer {
		const headers = this.#headers(requestId);
		// As in JSON: the code of the Query protocol, which people's code compares.
		if (this.service.query) headers.push('x-amzn-query-error', `${error.code};${error.fault}`);
		return {status: error.status, headers, body: encodeCborError(error)};
	}

	payload(shape: StructureShape, value: unknown): Uint8Array {
		return encodeRpcCbor(shape, value);
	}

	#headers(requestId: string): string[] {
		return [...answerHeaders(this, requestId), 'smithy-protocol', 'rpc-v2-cbor'];
	}
}
