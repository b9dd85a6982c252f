import {AwsError, defineAction, defineEventAction, defineService, type ActionContext} from '../../../source/engine/action.ts';
import type {AnyService} from '../../../source/engine/call.ts';
import {createDispatcher} from '../../../source/engine/dispatch.ts';
import {listen, type Listener} from '../../../source/engine/http.ts';
import type {EngineBug} from '../../../source/engine/perform.ts';
import {createRegions} from '../../../source/engine/regions.ts';
import {healthPage} from '../../../source/engine/sluice-pages.ts';
import {blob, integer, string, structure, timestamp} from '../../../source/engine/shape.ts';
import {createManualClock} from '../../../source/shared/clock.ts';
import {createSeededRandom} from '../../../source/shared/random.ts';

/** What the toy's Wait action is waiting with. */
export type Waiter = {release(text: string): void; isGone: boolean; readonly gone: Promise<void>};

export type Toy = Listener & {
	readonly url: string;
	readonly bugs: readonly EngineBug[];
	/** Resolves with the next request that arrives at Wait. */
	nextWaiter(): Promise<Waiter>;
	/** Events that Flood has made so far, of 64 KiB each. */
	floodCount(): number;
	[Symbol.asyncDispose](): Promise<void>;
};

/** The platform with a service of its own, so that what it does is tested apart from what services do: Echo, Length, Wait, Stream, Flood and Crash, in JSON 1.0 and Query. */
export async function startToy(options: {allowedOrigins?: readonly string[]} = {}): Promise<Toy> {
	const bugs: EngineBug[] = [];
	const arrived: Waiter[] = [];
	const asked: Array<(waiter: Waiter) => void> = [];
	const clock = createManualClock();
	const random = createSeededRandom(1);
	const engineOptions = {kinesisDelayMs: 0, enforceLimits: false, waits: true, enforcePolicies: false};
	let floodCount = 0;
	const services = [
		toyService(
			waiter => (asked.shift() ?? (late => arrived.push(late)))(waiter),
			() => floodCount++,
		),
	];
	const dispatch = createDispatcher({
		clock,
		random,
		options: engineOptions,
		services,
		signer: {sign: () => '', signatureLength: 0, certificatePath: () => '/toy.pem', certificatePem: () => 'a certificate'},
		regions: createRegions({clock, random, options: engineOptions, wiring: {deliverToQueue: () => undefined}}),
		pages: new Map([['health', healthPage(services, '1.2.3')]]),
		allowedOrigins: options.allowedOrigins ?? [],
		onBug: bug => bugs.push(bug),
		url: () => 'http://unknown',
	});
	const listener = await listen({host: '127.0.0.1', port: 0, serve: dispatch, random});
	return {
		...listener,
		url: `http://127.0.0.1:${listener.port}`,
		bugs,
		nextWaiter() {
			const waiter = arrived.shift();
			return waiter ? Promise.resolve(waiter) : new Promise(resolve => asked.push(resolve));
		},
		floodCount: () => floodCount,
		[Symbol.asyncDispose]: listener.close,
	};
}

/** 64 KiB. */
const floodText = 'x'.repeat(65_536);

function toyService(onWaiter: (waiter: Waiter) => void, onFlood: () => void): AnyService {
	const text = structure({optional: {Text: string(), Count: integer({max: 10})}});
	const output = structure({optional: {Text: string(), Region: string(), Account: string(), Endpoint: string(), Length: integer()}});
	return defineService<string>({
		id: 'sqs',
		title: 'Toy',
		json: {targetPrefix: 'Toy', version: '1.0'},
		query: {version: '2012-11-05', namespace: 'http://toy/'},
		actions: [
			defineAction({
				name: 'Echo',
				input: text,
				output,
				docs: '',
				handle: ({Text}, {region, accountId, endpointUrl}: ActionContext<string>) => ({
					Text,
					Region: region,
					Account: accountId,
					Endpoint: endpointUrl,
				}),
			}),
			defineAction({
				name: 'Length',
				input: text,
				output,
				docs: '',
				handle: ({Text = ''}) => ({Length: Text.length}),
			}),
			defineAction({
				name: 'Wait',
				input: text,
				output,
				docs: '',
				handle: (_input, {onClientGone}: ActionContext<string>) =>
					new Promise<{Text: string}>(resolve => onWaiter(createWaiter(resolve, onClientGone))),
			}),
			defineEventAction({
				name: 'Stream',
				input: text,
				events: {Tick: structure({optional: {Text: string(), At: timestamp(), Data: blob()}})},
				docs: '',
				async *handle(_input, {onClientGone}: ActionContext<string>) {
					yield {type: 'Tick', value: {Text: 'first', At: 1_700_000_000_123, Data: 'YQ=='}};
					const text = await new Promise<string>(resolve => onWaiter(createWaiter(output => resolve(output.Text), onClientGone)));
					if (text === 'refuse') throw new AwsError('No more.', {code: 'Limit', type: 'toy#LimitExceededException'});
					if (text === 'crash') throw new TypeError('z is not a function');
					yield {type: 'Tick', value: {Text: text}};
				},
			}),
			defineEventAction({
				name: 'Flood',
				input: text,
				events: {Tick: structure({optional: {Text: string()}})},
				docs: '',
				async *handle() {
					for (;;) {
						onFlood();
						yield {type: 'Tick', value: {Text: floodText}};
					}
				},
			}),
			defineAction({
				name: 'Crash',
				input: text,
				output,
				docs: '',
				handle() {
					throw new TypeError('x is not a function');
				},
			}),
			defineAction({
				name: 'CrashLater',
				input: text,
				output,
				docs: '',
				handle: () => Promise.reject(new TypeError('y is not a function')),
			}),
		],
		createState: ({region}) => region,
		violationError: violations => new AwsError(violations.map(({path}) => path).join(), {code: 'Invalid', type: 'toy#Invalid'}),
		unknownActionError: name => new AwsError(`no ${name}`, {code: 'InvalidAction', type: 'toy#UnknownOperationException'}),
		typeError: message => new AwsError(message, {code: 'Malformed', type: 'toy#SerializationException'}),
	});
}

function createWaiter(resolve: (output: {Text: string}) => void, onClientGone: ActionContext<string>['onClientGone']): Waiter {
	const gone = Promise.withResolvers<void>();
	const waiter = {
		isGone: false,
		gone: gone.promise,
		release(text: string) {
			unregister();
			resolve({Text: text});
		},
	};
	const unregister = onClientGone(() => {
		waiter.isGone = true;
		gone.resolve();
	});
	return waiter;
}

/** Headers of a JSON request to the toy. */
export function toyHeaders(action: string): Record<string, string> {
	return {'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `Toy.${action}`};
}
