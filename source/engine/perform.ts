import {accessCaller} from './access-caller.ts';
import {AwsError, type Action, type StreamEvent} from './action.ts';
import {answerEvents} from './answer-events.ts';
import type {AnyService, Call} from './call.ts';
import {authenticationError, type Caller} from './credentials.ts';
import type {Answer, Exchange} from './exchange.ts';
import {operationNames} from './operation-names.ts';
import {Mismatch} from './protocol/mismatch.ts';
import type {Regions} from './regions.ts';
import {RequestContext, type ContextEnvironment} from './request-context.ts';
import {validate} from './validate.ts';
import type {EpochMs} from '../shared/clock.ts';

/** Something went wrong inside the engine, not in the request. */
export type EngineBug = {readonly error: unknown; readonly service: string; readonly action: string; readonly requestId: string};

/** A request of which we know what it calls. */
export type Request = {readonly exchange: Exchange; readonly call: Call; readonly caller: Caller; readonly requestId: string};

/** Services that refuse unsigned requests. SQS and SNS allow anonymous callers where a policy does, and confirmation links are unsigned. */
const signedOnly: ReadonlySet<string> = new Set(['kinesis', 'sts']);

type PerformerOptions = ContextEnvironment & {
	readonly services: readonly AnyService[];
	readonly regions: Regions;
	readonly onBug: (bug: EngineBug) => void;
	/** Called before a request does anything. */
	readonly beforeCall?: (nowMs: EpochMs) => void;
	/** How answers leave. */
	readonly send: (exchange: Exchange, answer: Answer) => void;
};

/** Performs calls: finds the action, decodes and checks its input, runs it, and answers with what it returns or throws. */
export class Performer {
	readonly #options: PerformerOptions;
	readonly #actions: ReadonlyMap<AnyService, ReadonlyMap<string, Action<unknown>>>;

	constructor(options: PerformerOptions) {
		this.#options = options;
		this.#actions = new Map(options.services.map(service => [service, new Map(service.actions.map(action => [action.name, action]))]));
	}

	/** Never throws, and answers unless the client is gone. */
	perform(request: Request): void {
		try {
			const action = this.#findAction(request);
			const output = this.#run(request, action);
			if (!(output instanceof Promise)) this.#finish(request, action, output);
			else output.then((value: unknown) => this.#finish(request, action, value)).catch((error: unknown) => this.#fail(request, error));
		} catch (error) {
			this.#fail(request, error);
		}
	}

	/** In the order in which AWS finds mistakes: the body, the operation, the authentication; then the types and the values. */
	#findAction({call, exchange}: Request): Action<unknown> {
		call.parse();
		const action = this.#actions.get(call.service)?.get(call.actionName);
		if (!action) throw unknownAction(call);
		const refusal = signedOnly.has(call.service.id) ? authenticationError(exchange, call.protocol) : undefined;
		if (refusal) throw refusal;
		return action;
	}

	#run({exchange, call, caller, requestId}: Request, action: Action<unknown>): unknown {
		const {regions} = this.#options;
		const {service, protocol} = call;
		const input = call.input(action.input);
		const violations = validate(action.input, input);
		if (violations.length > 0) throw service.violationError(violations);
		const scope = (caller.isSigned ? undefined : service.unsignedScope?.(action.name, input)) ?? caller;
		const {region} = scope;
		const accountId = service.sharedAccountId?.(action.name, input) ?? scope.accountId;
		const state = regions.state(service, accountId, region);
		const stateOfAccount = (other: string): unknown => regions.existingState(service, other, region);
		const context = new RequestContext(this.#options, exchange, {state, stateOfAccount, accountId, region, requestId, protocol});
		this.#options.beforeCall?.(context.nowMs);
		if (context.options.enforcePolicies) service.authorize?.(action.name, input, context, accessCaller(caller, exchange, context.nowMs));
		return action.handle(input, context);
	}

	#finish(request: Request, action: Action<unknown>, output: unknown): void {
		const {exchange, call, requestId} = request;
		if (!action.events) {
			this.#options.send(exchange, call.output(action, output, requestId));
			return;
		}
		// An action that declares events returns an iterable of them; see defineEventAction.
		const events = output as AsyncIterable<StreamEvent>;
		void answerEvents({exchange, call, action, events, requestId, onBug: error => this.#report(request, error)});
	}

	#fail(request: Request, error: unknown): void {
		const {exchange, call, requestId} = request;
		this.#options.send(exchange, call.error(this.#toAwsError(request, error), requestId));
	}

	#toAwsError(request: Request, error: unknown): AwsError {
		if (error instanceof AwsError) return error;
		if (error instanceof Mismatch) return request.call.service.typeError(error.message);
		this.#report(request, error);
		return new AwsError('The request processing has failed because of an unknown error, exception or failure.', {
			code: 'InternalFailure',
			status: 500,
		});
	}

	#report({call, requestId}: Request, error: unknown): void {
		this.#options.onBug({error, service: call.service.id, action: call.actionName, requestId});
	}
}

/** What AWS has and the engine lacks is said plainly, so that nobody looks for a mistake of their own. */
function unknownAction({service, actionName}: Call): AwsError {
	const error = service.unknownActionError(actionName);
	if (!operationNames[service.id]?.has(actionName)) return error;
	const {code, type, status} = error;
	return new AwsError(`not implemented by sluice: ${actionName}`, {code, type, status});
}
