import type {ActionContext} from '../action.ts';
import {invalidAction, missingParameter, queueDoesNotExist} from './errors.ts';
import type {Queue} from './queue.ts';
import type {SqsState} from './state.ts';

type Context = Pick<ActionContext<SqsState>, 'state' | 'accountId' | 'endpointUrl' | 'path' | 'protocol'>;

/** Built from the request's own Host header, because some clients send the next request to where the URL points. */
export function queueUrl(context: Pick<Context, 'accountId' | 'endpointUrl'>, queueName: string): string {
	return `${context.endpointUrl}/${context.accountId}/${queueName}`;
}

/**
The queue that a request is about: a URL of any host, `/account/name` or a bare name; for requests sent to a queue's own path, that path.

Throws QueueDoesNotExist, or MissingParameter when nothing names a queue.
*/
export function resolveQueue(context: Context, givenUrl: string | undefined): Queue {
	const address = givenUrl || (isQueuePath(context.path) ? context.path : undefined);
	if (address === undefined) throw missingParameter('QueueUrl');
	const nameStart = address.lastIndexOf('/') + 1;
	const queue = context.state.queues.get(nameStart === 0 ? address : address.slice(nameStart));
	if (!queue || !isOwnAccount(context, address, nameStart)) throw queueDoesNotExist();
	return queue;
}

/** The part before the name is the account; a bare name is one of the caller's own queues. */
function isOwnAccount(context: Context, address: string, nameStart: number): boolean {
	if (nameStart < 2) return true;
	const account = address.slice(address.lastIndexOf('/', nameStart - 2) + 1, nameStart - 1);
	return account === context.accountId;
}

function isQueuePath(path: string): boolean {
	return /\/\d{12}\/[^/]+$/.test(path);
}

/** Throws InvalidAction for a Query request to a queue's own path that asks for something else than that queue. */
export function refuseQueuePath(context: Context, actionName: string): void {
	if (context.protocol === 'query' && isQueuePath(context.path)) throw invalidAction(actionName);
}
