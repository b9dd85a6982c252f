import {AwsError, type Action} from './action.ts';
import type {AnyService, Call} from './call.ts';
import {authenticationError, createCallerReader, type Caller} from './credentials.ts';
import type {Answer, Exchange} from './exchange.ts';
import {operationNames} from './operation-names.ts';
import {Mismatch} from './protocol/mismatch.ts';
import type {Regions} from './regions.ts';
import {RequestContext, type ContextEnvironment} from './request-context.ts';
import {
	answerPreflight,
	answerRpcV2Cbor,
	answerSluicePath,
	answerUnroutable,
	indexServices,
	routeAction,
	routeTarget,
	type RoutingStep,
} from './routing.ts';
import {validate} from './shape.ts';

/** From a request to the call that it means; the first step that knows decides. */
const routingSteps: readonly RoutingStep[] = [
	routeTarget,
	answerPreflight,
	answerSluicePath,
	answerRpcV2Cbor,
	routeAction,
	answerUnroutable,
];

/** Services that refuse unsigned requests. SQS and SNS allow anonymous callers where a policy does, and confirmation links are unsigned. */
const signedOnly: ReadonlySet<string> = new Set(['kinesis', 'sts']);

/** Something went wrong inside the engine, not in the request. */
export type EngineBug = {readonly error: unknown; readonly service: string; readonly action: string; readonly requestId: string};

export type DispatcherOptions = ContextEnvironment & {
	readonly services: readonly AnyService[];
	readonly regions: Regions;
	readonly version: string;
	/** Web origins that may call the AWS APIs; `*` for all. */
	readonly allowedOrigins: readonly string[];
	readonly onBug: (bug: EngineBug) => void;
};

/** Makes the function that answers requests. It never throws, and it answers every request whose client stays. */
export function createDispatcher(options: DispatcherOptions): (exchange: Exchange) => void {
	const {regions, random, version, allowedOrigins, onBug} = options;
	const services = indexServices(options.services);
	const actions = new Map(options.services.map(service => [service, new Map(service.actions.map(action => [action.name, action]))]));
	const readCaller = createCallerReader();

	function route(exchange: Exchange, caller: Caller, requestId: string): Call | Answer {
		if (exchange.body === undefined) return tooLarge(requestId);
		// Narrowed by the line above, which the type of a getter cannot tell.
		const context = {exchange: exchange as Exchange & {readonly body: Buffer}, caller, requestId, services, version, allowedOrigins};
		for (const step of routingSteps) {
			const routed = step(context);
			if (routed) return routed;
		}
		throw new Error('The last routing step answers everything.');
	}

	function findAction(call: Call, exchange: Exchange): Action<unknown> {
		call.parse();
		const action = actions.get(call.service)?.get(call.actionName);
		if (!action) throw unknownAction(call);
		const refusal = signedOnly.has(call.service.id) ? authenticationError(exchange, call.protocol) : undefined;
		if (refusal) throw refusal;
		return action;
	}

	function decode(call: Call, action: Action<unknown>): Readonly<Record<string, unknown>> {
		const input = call.input(action.input);
		const violations = validate(action.input, input);
		if (violations.length > 0) throw call.service.violationError(violations);
		return input;
	}

	function answerError(call: Call, error: unknown, requestId: string): Answer {
		if (error instanceof AwsError) return call.error(error, requestId);
		if (error instanceof Mismatch) return call.error(call.service.typeError(error.message), requestId);
		onBug({error, service: call.service.id, action: call.actionName, requestId});
		return call.error(internalFailure(), requestId);
	}

	return exchange => {
		const requestId = random.uuid();
		const send = (answer: Answer): void => exchange.answer(withCors(answer, exchange, allowedOrigins));
		let call: Call | Answer | undefined;
		try {
			const caller = readCaller(exchange);
			call = route(exchange, caller, requestId);
			if (!('type' in call)) {
				send(call);
				return;
			}
			const known = call;
			const action = findAction(known, exchange);
			const input = decode(known, action);
			const {accountId, region} = caller;
			const state = regions.state(known.service, accountId, region);
			const context = new RequestContext(options, exchange, {state, accountId, region, requestId, protocol: known.protocol});
			const output = action.handle(input, context);
			if (output instanceof Promise) {
				output.then(
					(value: unknown) => send(known.output(action, value, requestId)),
					(error: unknown) => send(answerError(known, error, requestId)),
				);
			} else send(known.output(action, output, requestId));
		} catch (error) {
			if (call && 'type' in call) send(answerError(call, error, requestId));
			else {
				onBug({error, service: '', action: '', requestId});
				send({status: 500, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'text/xml'], body: '<InternalFailure/>\n'});
			}
		}
	};
}

function withCors(answer: Answer, exchange: Exchange, allowedOrigins: readonly string[]): Answer {
	if (allowedOrigins.length === 0) return answer;
	const origin = exchange.header('origin');
	if (origin === undefined || !(allowedOrigins.includes('*') || allowedOrigins.includes(origin))) return answer;
	const exposed = 'x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date';
	return {
		...answer,
		headers: [...answer.headers, 'Access-Control-Allow-Origin', origin, 'Vary', 'Origin', 'Access-Control-Expose-Headers', exposed],
	};
}

/** What AWS has and the engine lacks is said plainly, so that nobody looks for a mistake of their own. */
function unknownAction({service, actionName}: Call): AwsError {
	const error = service.unknownActionError(actionName);
	if (!operationNames[service.id]?.has(actionName)) return error;
	const {code, type, status} = error;
	return new AwsError(`not implemented by sluice: ${actionName}`, {code, type, status});
}

function internalFailure(): AwsError {
	return new AwsError('The request processing has failed because of an unknown error, exception or failure.', {
		code: 'InternalFailure',
		status: 500,
	});
}

function tooLarge(requestId: string): Answer {
	return {
		status: 413,
		headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'application/x-amz-json-1.1'],
		body: JSON.stringify({__type: 'RequestEntityTooLargeException', message: 'The request body is longer than 32 MiB.'}),
	};
}
