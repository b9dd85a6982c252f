import type {ActionContext} from '../action.ts';
import {accessDenied, invalidAction, invalidAddress, missingParameter, queueDoesNotExist} from './errors.ts';
import type {Queue} from './queue.ts';
import type {SqsState} from './state.ts';

type Context = Pick<ActionContext<SqsState>, 'state' | 'stateOfAccount' | 'accountId' | 'endpointUrl' | 'path' | 'protocol'>;

/** Built from the request's own Host header, because some clients send the next request to where the URL points. */
export function queueUrl(context: Pick<Context, 'endpointUrl'>, accountId: string, queueName: string): string {
	return `${context.endpointUrl}/${accountId}/${queueName}`;
}

/**
The queue that a request is about: a URL of any host, `/account/name` or a bare name; for requests sent to a queue's own path, that path. It may belong to another account.

Throws QueueDoesNotExist, InvalidAddress for a URL without account and name, or MissingParameter when nothing names a queue.
*/
export function resolveQueue(context: Context, givenUrl: string | undefined): Queue {
	const address = givenUrl || (isQueuePath(context.path) ? context.path : undefined);
	if (address === undefined) throw missingParameter('QueueUrl');
	const nameStart = address.lastIndexOf('/') + 1;
	if (nameStart === 0) return requireQueue(context.state, address);
	// The part before the name is the account.
	const accountId = address.slice(address.lastIndexOf('/', nameStart - 2) + 1, nameStart - 1);
	if (accountId === context.accountId) return requireQueue(context.state, address.slice(nameStart));
	if (!accountIdPattern.test(accountId)) throw invalidAddress(address);
	return requireQueue(context.stateOfAccount?.(accountId), address.slice(nameStart));
}

/** As `resolveQueue`, for what AWS lets nobody do from another account, whatever the queue's policy says. */
export function resolveOwnQueue(context: Context, givenUrl: string | undefined): Queue {
	const queue = resolveQueue(context, givenUrl);
	if (queue.state === context.state) return queue;
	throw accessDenied(queueUrl(context, queue.state.environment.accountId, queue.name));
}

/** The state of an account that a request names; undefined when nothing was ever made there. */
export function stateOf(context: Context, accountId: string): SqsState | undefined {
	return accountId === context.accountId ? context.state : context.stateOfAccount?.(accountId);
}

/** Throws QueueDoesNotExist. */
export function requireQueue(state: SqsState | undefined, name: string): Queue {
	const queue = state?.queues.get(name);
	if (!queue) throw queueDoesNotExist();
	return queue;
}

const accountIdPattern = /^\d{12}$/;

function isQueuePath(path: string): boolean {
	return /\/\d{12}\/[^/]+$/.test(path);
}

/** Throws InvalidAction for a Query request to a queue's own path that asks for something else than that queue. */
export function refuseQueuePath(context: Context, actionName: string): void {
	if (context.protocol === 'query' && isQueuePath(context.path)) throw invalidAction(actionName);
}
