import {AwsError, type Action, type MessageSigner, type StreamEvent} from './action.ts';
import {answerEvents} from './answer-events.ts';
import type {AnyService, Call} from './call.ts';
import {authenticationError, createCallerReader, type Caller} from './credentials.ts';
import type {Answer, Exchange} from './exchange.ts';
import {operationNames} from './operation-names.ts';
import {Mismatch} from './protocol/mismatch.ts';
import type {Regions} from './regions.ts';
import {RequestContext, type ContextEnvironment} from './request-context.ts';
import {
	answerCertificate,
	answerPreflight,
	answerRpcV2Cbor,
	answerSluicePath,
	answerUnroutable,
	indexServices,
	isCbor,
	refuseForeignPage,
	routeAction,
	routeTarget,
	type CborCallClass,
	type RoutingStep,
} from './routing.ts';
import {validate} from './shape.ts';

/** From a request to the call that it means; the first step that knows decides. */
const routingSteps: readonly RoutingStep[] = [
	refuseForeignPage,
	answerPreflight,
	routeTarget,
	answerSluicePath,
	answerCertificate,
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
	readonly signer: MessageSigner;
	readonly version: string;
	/** Web origins that may call the AWS APIs; `*` for all. */
	readonly allowedOrigins: readonly string[];
	readonly onBug: (bug: EngineBug) => void;
};

/** Makes the function that answers requests. It never throws, and it answers every request whose client stays. */
export function createDispatcher(options: DispatcherOptions): (exchange: Exchange) => void {
	const {regions, random, signer, version, allowedOrigins, onBug} = options;
	const services = indexServices(options.services);
	const actions = new Map(options.services.map(service => [service, new Map(service.actions.map(action => [action.name, action]))]));
	const readCaller = createCallerReader();
	let CborCall: CborCallClass | undefined;

	function route(exchange: Exchange, caller: Caller, requestId: string): Call | Answer {
		if (exchange.body === undefined) return tooLarge(requestId);
		// Narrowed by the line above, which the type of a getter cannot tell.
		const context = {
			exchange: exchange as Exchange & {readonly body: Buffer},
			caller,
			requestId,
			services,
			version,
			allowedOrigins,
			signer,
			CborCall,
		};
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

	function send(exchange: Exchange, answer: Answer): void {
		exchange.answer(allowedOrigins.length === 0 ? answer : withCors(answer, exchange, allowedOrigins));
	}

	function run(request: Request, action: Action<unknown>): unknown {
		const {exchange, call, caller, requestId} = request;
		const {service, protocol} = call;
		const input = decode(call, action);
		const {accountId, region} = (caller.isSigned ? undefined : service.unsignedScope?.(action.name, input)) ?? caller;
		const state = regions.state(service, accountId, region);
		const stateOfAccount = (other: string): unknown => regions.existingState(service, other, region);
		return action.handle(input, new RequestContext(options, exchange, {state, stateOfAccount, accountId, region, requestId, protocol}));
	}

	function finish(request: Request, action: Action<unknown>, output: unknown): void {
		const {exchange, call, requestId} = request;
		if (!action.events) {
			send(exchange, call.output(action, output, requestId));
			return;
		}
		const report = (error: unknown): void => onBug({error, service: call.service.id, action: call.actionName, requestId});
		// An action that declares events returns an iterable of them; see defineEventAction.
		const events = output as AsyncIterable<StreamEvent>;
		void answerEvents({exchange, call, action, events, requestId, onBug: report});
	}

	function perform(request: Request): void {
		const {exchange, call, requestId} = request;
		const fail = (error: unknown): void => send(exchange, answerError(call, error, requestId));
		try {
			const action = findAction(call, exchange);
			const output = run(request, action);
			if (output instanceof Promise) output.then((value: unknown) => finish(request, action, value)).catch(fail);
			else finish(request, action, output);
		} catch (error) {
			fail(error);
		}
	}

	/** What fails outside of a call is answered in no protocol in particular. */
	function failOutsideCall(exchange: Exchange, error: unknown, requestId: string): void {
		onBug({error, service: '', action: '', requestId});
		send(exchange, {status: 500, headers: ['x-amzn-RequestId', requestId, 'Content-Type', 'text/xml'], body: '<InternalFailure/>\n'});
	}

	function serve(exchange: Exchange): void {
		const requestId = random.uuid();
		if (!CborCall && isCbor(exchange)) {
			import('./call-cbor.ts').then(
				loaded => {
					({CborCall} = loaded);
					serve(exchange);
				},
				(error: unknown) => failOutsideCall(exchange, error, requestId),
			);
			return;
		}
		try {
			const caller = readCaller(exchange);
			const routed = route(exchange, caller, requestId);
			if ('type' in routed) perform({exchange, call: routed, caller, requestId});
			else send(exchange, routed);
		} catch (error) {
			failOutsideCall(exchange, error, requestId);
		}
	}

	return serve;
}

/** A request on its way through the dispatcher. */
type Request = {readonly exchange: Exchange; readonly call: Call; readonly caller: Caller; readonly requestId: string};

function withCors(answer: Answer, exchange: Exchange, allowedOrigins: readonly string[]): Answer {
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
