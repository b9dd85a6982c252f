import {createServer, request, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';

/** `denied`: the permission is missing. `throttled`: too many calls. `skewed`: the caller's clock is 7 minutes behind. `expired`: the login has ended. */
type Refusal = 'denied' | 'throttled' | 'skewed' | 'expired';

export type RefusingProxy = {
	readonly url: string;
	/** From now on this action is refused: `ListQueues`; with `about`, only where the request holds that text. `undefined` lets it through again. */
	refuse(action: string, refusal: Refusal | undefined, about?: string): void;
	/** From now on every connection breaks before an answer, as when the network is gone; `false` mends it. */
	breakOff(isBroken: boolean): void;
	/** From now on this action is done and its answer lost, the connection being cut; `false` lets answers through again. */
	loseAnswers(action: string, isLost: boolean): void;
	/**
	Stops the network for good at this action, as its caller sees it who is killed there: before it arrives, or after it was done and before its answer.
	Resolves when that is reached; nothing gets through from then on.
	*/
	stopAt(action: string, moment: 'before' | 'after'): Promise<void>;
	/** What Lambda answers: event source mappings by the ARN that they read. Without it there is no Lambda here, as at the engine. */
	serveFunctions(functions: {readonly mappings: Readonly<Record<string, readonly object[]>>; readonly timeoutSeconds?: number}): void;
	/** Actions that came, oldest first. */
	readonly actions: readonly string[];
	[Symbol.asyncDispose](): Promise<void>;
};

/** Stands between clients and the engine, refuses what it is told to in AWS's words, and plays Lambda. */
export async function startRefusingProxy(engineUrl: string): Promise<RefusingProxy> {
	const refusals = new Map<string, {refusal: Refusal; about: string}>();
	const actions: string[] = [];
	const lost = new Set<string>();
	let stop: {readonly action: string; readonly moment: 'before' | 'after'; readonly reached: () => void} | undefined;
	let isStopped = false;
	let isBroken = false;
	let functions: Parameters<RefusingProxy['serveFunctions']>[0] | undefined;

	function reach(): void {
		isStopped = true;
		stop?.reached();
	}

	async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await buffer(incoming);
		const action = actionOf(incoming, body);
		actions.push(action);
		if (stop?.action === action && stop.moment === 'before') reach();
		if (isStopped) return;
		if (isBroken) return void incoming.socket.destroy();
		const refused = refusals.get(action);
		if (refused && body.includes(refused.about)) return refuseIn(response, {refusal: refused.refusal, action, isQuery: isForm(incoming)});
		if (functions && isLambda(action)) return answerFunctions(response, {url: incoming.url ?? '', action, functions});
		const {method, headers, url} = incoming;
		const outgoing = request(`${engineUrl}${url}`, {method, headers}, engineAnswer => {
			if (stop?.action === action) reach();
			if (isStopped) return void engineAnswer.resume();
			if (lost.has(action)) {
				engineAnswer.resume();
				return void response.destroy();
			}
			response.writeHead(engineAnswer.statusCode ?? 500, engineAnswer.headers);
			engineAnswer.pipe(response);
		});
		outgoing.on('error', () => response.destroy());
		outgoing.end(body);
	}

	const server = createServer((incoming, response) => void answer(incoming, response).catch(() => response.destroy()));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	// Listening on TCP, its address is one of a port.
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		refuse: (action, refusal, about = '') => void (refusal ? refusals.set(action, {refusal, about}) : refusals.delete(action)),
		loseAnswers: (action, isLost) => void (isLost ? lost.add(action) : lost.delete(action)),
		stopAt: (action, moment) => new Promise(resolve => void (stop = {action, moment, reached: () => resolve()})),
		breakOff: value => void (isBroken = value),
		serveFunctions: served => void (functions = served),
		actions,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise(resolve => server.close(resolve));
		},
	};
}

function isForm({headers}: IncomingMessage): boolean {
	return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function isLambda(action: string): boolean {
	return action === 'ListEventSourceMappings' || action === 'GetFunctionConfiguration';
}

function actionOf(incoming: IncomingMessage, body: Buffer): string {
	const target = incoming.headers['x-amz-target'];
	if (typeof target === 'string') return target.slice(target.indexOf('.') + 1);
	if (incoming.url?.includes('/event-source-mappings')) return 'ListEventSourceMappings';
	if (incoming.url?.includes('/functions/')) return 'GetFunctionConfiguration';
	return new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
}

function refuseIn(response: ServerResponse, options: {refusal: Refusal; action: string; isQuery: boolean}): void {
	const {refusal, action, isQuery} = options;
	const {status, code, queryCode, message} = refusals(action)[refusal];
	if (isQuery) {
		response.writeHead(status, {'content-type': 'text/xml'});
		response.end(
			`<ErrorResponse><Error><Type>Sender</Type><Code>${queryCode}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
		);
		return;
	}
	response.writeHead(status, {'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code});
	response.end(JSON.stringify({__type: code, message}));
}

function refusals(action: string): Readonly<Record<Refusal, {status: number; code: string; queryCode: string; message: string}>> {
	return {
		denied: {
			status: 403,
			code: 'AccessDeniedException',
			queryCode: 'AuthorizationError',
			message: `User: arn:aws:iam::000000000000:user/test is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
		},
		expired: {
			status: 400,
			code: 'ExpiredTokenException',
			queryCode: 'ExpiredToken',
			message: 'The security token included in the request is expired',
		},
		throttled: {status: 400, code: 'ThrottlingException', queryCode: 'Throttling', message: 'Rate exceeded'},
		skewed: {
			status: 403,
			code: 'InvalidSignatureException',
			queryCode: 'SignatureDoesNotMatch',
			message: 'Signature expired: 20261125T031204Z is now earlier than 20261125T031404Z (20261125T031904Z - 5 min.)',
		},
	};
}

function answerFunctions(
	response: ServerResponse,
	options: {url: string; action: string; functions: Parameters<RefusingProxy['serveFunctions']>[0]},
): void {
	const {url, action, functions} = options;
	const arn = new URL(url, 'http://lambda').searchParams.get('EventSourceArn');
	const all = Object.entries(functions.mappings).flatMap(([source, each]) => each.map(mapping => ({EventSourceArn: source, ...mapping})));
	response.writeHead(200, {'content-type': 'application/json'});
	if (action === 'GetFunctionConfiguration') response.end(JSON.stringify({Timeout: functions.timeoutSeconds ?? 3}));
	else response.end(JSON.stringify({EventSourceMappings: arn === null ? all : (functions.mappings[arn] ?? [])}));
}
