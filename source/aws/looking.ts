import {SluiceError} from '../shared/errors.ts';
import type {LookedMessage, LookGateway} from './look.ts';
import {localStackHealth, sluiceHealth, type Health} from './local-health.ts';
import {readLocalStackLook, readSluiceLook} from './look-wire.ts';
import type {QueueRef} from './queue.ts';
import type {SessionContext} from './session.ts';

type Answer = {readonly status: number; readonly text: string};

/** A server with a page for looking. */
type Way = {
	readonly health: Health;
	path(queue: QueueRef, options: {region: string; count: number}): string;
	read(answer: unknown): readonly LookedMessage[] | undefined;
};

const ways: readonly Way[] = [
	{
		health: sluiceHealth,
		path(queue, {region, count}) {
			const account = new URL(queue.url).pathname.split('/').at(-2) ?? '';
			const query = new URLSearchParams({account, region, count: String(count)});
			return `/_sluice/queues/${encodeURIComponent(queue.name)}/messages?${query.toString()}`;
		},
		read: readSluiceLook,
	},
	{
		health: localStackHealth,
		path(queue, {region}) {
			const query = new URLSearchParams({QueueUrl: queue.url, ShowInvisible: 'true', ShowDelayed: 'true'});
			// A queue's URL may say no region, and is then looked for in us-east-1: the longer path says it.
			const account = new URL(queue.url).pathname.split('/').at(-2) ?? '';
			const place = region === 'us-east-1' ? '' : `/${[region, account, queue.name].map(encodeURIComponent).join('/')}`;
			return `/_aws/sqs/messages${place}?${query.toString()}`;
		},
		read: readLocalStackLook,
	},
];

const healthMsMax = 1000;
const lookMsMax = 10_000;
/** LocalStack answers with all that a queue has: more is not worth holding. */
const textLengthMax = 256 * 1024 * 1024;

export function createLookGateway(context: SessionContext): LookGateway {
	const {endpointUrl, region, target} = context;
	let found: Promise<Way | undefined> | undefined;

	/** One that could not be asked is asked again the next time. */
	function way(signal: AbortSignal | undefined): Promise<Way | undefined> {
		if (endpointUrl === undefined || target === 'aws') return Promise.resolve(undefined);
		found ??= findWay(endpointUrl, signal).catch((error: unknown) => {
			found = undefined;
			throw error;
		});
		return found;
	}

	return {
		isPossible: async ({signal} = {}) => (await way(signal)) !== undefined,
		async messages(queue, {count, signal}) {
			const chosen = await way(signal);
			if (!chosen || endpointUrl === undefined) return undefined;
			const answer = await ask(new URL(chosen.path(queue, {region, count}), endpointUrl), {signal, waitMsMax: lookMsMax});
			const messages = answer?.status === 200 ? chosen.read(parse(answer.text)) : undefined;
			if (!messages) throw failed(queue, chosen, answer);
			return messages.toSorted((a, b) => a.message.sentAtMs - b.message.sentAtMs).slice(0, count);
		},
	};
}

async function findWay(endpointUrl: string, signal: AbortSignal | undefined): Promise<Way | undefined> {
	for (const way of ways) {
		const answer = await ask(new URL(way.health.path, endpointUrl), {signal, waitMsMax: healthMsMax});
		if (answer?.status === 200 && way.health.isIt(answer.text)) return way;
	}
	return undefined;
}

function failed(queue: QueueRef, way: Way, answer: Answer | undefined): SluiceError {
	const why = answer ? `it answered ${answer.status}` : 'it does not answer';
	return new SluiceError(`${way.health.name} does not show the messages of ${queue.name}: ${why}.`, {
		code: 'look-failed',
		nextSteps: ['Receive them instead: sluice peek without --look, or hold on the sheet.'],
	});
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** @returns Undefined when nobody answers in time, or with far too much. */
function ask(url: URL, {signal, waitMsMax}: {signal: AbortSignal | undefined; waitMsMax: number}): Promise<Answer | undefined> {
	const get = url.protocol === 'https:' ? process.getBuiltinModule('node:https').get : process.getBuiltinModule('node:http').get;
	const options = {timeout: waitMsMax, agent: false, headers: {accept: 'application/json'}, ...(signal && {signal})} as const;
	return new Promise((resolve, reject) => {
		const fail = (error?: Error): void => {
			if (!signal?.aborted) return resolve(undefined);
			reject(new SluiceError('Looking at messages was stopped before the endpoint answered.', {code: 'aborted', cause: error}));
		};
		const request = get(url, options, response => {
			const pieces: string[] = [];
			let length = 0;
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => {
				pieces.push(chunk);
				length += chunk.length;
				if (length > textLengthMax) request.destroy();
			});
			response.on('end', () => resolve({status: response.statusCode ?? 0, text: pieces.join('')}));
			response.on('error', fail);
			response.on('close', () => fail());
		});
		request.on('timeout', () => request.destroy());
		request.on('error', fail);
	});
}
