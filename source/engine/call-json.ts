import type {Action, AwsError} from './action.ts';
import {answerHeaders, type AnyService, type Call} from './call.ts';
import type {Answer} from './exchange.ts';
import {conformStructure, encodeJson, encodeJsonError, parseJsonBody} from './protocol/aws-json.ts';
import {parseLongJson} from './protocol/long-json.ts';
import type {StructureShape} from './shape.ts';

/** A call in AWS JSON 1.0 or 1.1. */
export class JsonCall implements Call {
	readonly type = 'call';
	readonly protocol = 'json';
	readonly service: AnyService;
	readonly actionName: string;
	readonly contentType: string;
	readonly #bytes: Buffer;
	#body: Record<string, unknown> | undefined;

	/** @param options.version What the answer says it is; the request's own, else the service's. */
	constructor(options: {service: AnyService; actionName: string; version: '1.0' | '1.1'; body: Buffer}) {
		this.service = options.service;
		this.actionName = options.actionName;
		this.contentType = options.version === '1.0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
		this.#bytes = options.body;
	}

	parse(): Record<string, unknown> {
		this.#body ??= parseLongJson(this.#bytes) ?? parseJsonBody(this.#bytes.toString('utf8'));
		return this.#body;
	}

	input(shape: StructureShape): Readonly<Record<string, unknown>> {
		const body = this.parse();
		conformStructure(shape, body);
		return body;
	}

	output(action: Action<unknown>, value: unknown, requestId: string): Answer {
		return {status: 200, headers: answerHeaders(this, requestId), body: this.#write(action, value)};
	}

	error(error: AwsError, requestId: string): Answer {
		const headers = answerHeaders(this, requestId);
		// A service that once spoke Query tells its old code too, which SDKs and people's code compare.
		if (this.service.query) headers.push('x-amzn-query-error', `${error.code};${error.fault}`);
		return {status: error.status, headers, body: encodeJsonError(error)};
	}

	#write(action: Action<unknown>, value: unknown): string | Uint8Array {
		// An action without output answers with no body in JSON 1.1, and with an empty object in 1.0.
		if (value === undefined) return this.service.json?.version === '1.1' ? '' : '{}';
		return action.writeJson ? action.writeJson(value) : encodeJson(action.output, value);
	}

	payload(shape: StructureShape, value: unknown, action?: Action<unknown>): Uint8Array {
		const json = action?.writeJson ? action.writeJson(value) : encodeJson(shape, value);
		return typeof json === 'string' ? Buffer.from(json) : json;
	}
}
