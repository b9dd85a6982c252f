import type {Action, AwsError} from './action.ts';
import type {AnyService, Call} from './call.ts';
import type {Answer} from './exchange.ts';
import {decodeForm, type FormNode} from './protocol/aws-query.ts';
import {encodeQueryJson, encodeQueryJsonError} from './protocol/query-json.ts';
import {encodeXmlAnswer, encodeXmlError} from './protocol/xml.ts';
import type {StructureShape} from './shape.ts';

/** A call in AWS Query: parameters in, XML out, or JSON for those who ask for it. */
export class QueryCall implements Call {
	readonly type = 'call';
	readonly protocol = 'query';
	readonly contentType = 'text/xml';
	readonly service: AnyService;
	readonly actionName: string;
	readonly #form: FormNode;
	readonly #answersJson: boolean;

	constructor(options: {service: AnyService; actionName: string; form: FormNode; answersJson: boolean}) {
		this.service = options.service;
		this.actionName = options.actionName;
		this.#form = options.form;
		this.#answersJson = options.answersJson;
	}

	parse(): void {
		// Any text is a form.
	}

	input(shape: StructureShape): Readonly<Record<string, unknown>> {
		return decodeForm(shape, this.#form);
	}

	output(action: Action<unknown>, value: unknown, requestId: string): Answer {
		if (this.#answersJson)
			return jsonAnswer(200, requestId, encodeQueryJson({action: action.name, shape: action.output, value, requestId}));
		const body = encodeXmlAnswer({action: action.name, namespace: this.#namespace, shape: action.output, value, requestId});
		return {status: 200, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'text/xml'], body};
	}

	error(error: AwsError, requestId: string): Answer {
		const {code, queryMessage: message, fault} = error;
		if (this.#answersJson) return jsonAnswer(error.status, requestId, encodeQueryJsonError({code, message, fault, requestId}));
		const body = encodeXmlError({
			namespace: this.#namespace,
			code,
			message,
			fault,
			hasDetail: this.service.id === 'sqs',
			requestId,
		});
		return {status: error.status, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'text/xml'], body};
	}

	payload(): Uint8Array {
		throw new Error('No Query service answers with events.');
	}

	get #namespace(): string {
		return this.service.query?.namespace ?? '';
	}
}

function jsonAnswer(status: number, requestId: string, body: string): Answer {
	return {status, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'application/json'], body};
}
