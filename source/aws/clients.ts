import type {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import type {KinesisClient} from '@aws-sdk/client-kinesis';
import type {LambdaClient} from '@aws-sdk/client-lambda';
import type {SNSClient} from '@aws-sdk/client-sns';
import type {SQSClient} from '@aws-sdk/client-sqs';
import type {STSClient} from '@aws-sdk/client-sts';
import type {Environment} from './context.ts';
import type {SessionContext} from './session.ts';

/**
What a client is for.

- usual: retried as AWS advises.
- once: calls whose repetition is useless or hides something: quotas, one-at-a-time actions, and reads that pace themselves.
- poll: long polls, on sockets of their own, so that they never starve other calls.
*/
export type Purpose = 'usual' | 'once' | 'poll';

/** The SDK's modules, loaded when first needed: each costs some 75 ms of processor time. */
export const modules = {
	sqs: () => import('@aws-sdk/client-sqs'),
	sns: () => import('@aws-sdk/client-sns'),
	kinesis: () => import('@aws-sdk/client-kinesis'),
	sts: () => import('@aws-sdk/client-sts'),
	cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
	lambda: () => import('@aws-sdk/client-lambda'),
};

/** Each client is made once, when first asked for. */
export type Clients = {
	sqs(purpose: Purpose): Promise<SQSClient>;
	sns(purpose: Purpose): Promise<SNSClient>;
	kinesis(purpose: Purpose): Promise<KinesisClient>;
	sts(purpose: Purpose): Promise<STSClient>;
	cloudwatch(purpose: Purpose): Promise<CloudWatchClient>;
	lambda(purpose: Purpose): Promise<LambdaClient>;
	/** Closes the sockets of all. Clients made later are closed at once too. */
	destroy(): void;
};

const connectMsMax = 5000;
/** Longer than the longest poll, 20 seconds. */
const answerMsMax = 30_000;

// Not the SDK's own NoOpLogger: the SDK takes that for "none" and then warns on the console.
const silentLogger = {trace() {}, debug() {}, info() {}, warn() {}, error() {}};

type Destroyable = {destroy(): void};

/** Makes each client once, under its name, and closes all of them. */
function createPool(): {once<Client extends Destroyable>(name: string, make: () => Promise<Client>): Promise<Client>; destroy(): void} {
	const made = new Map<string, Promise<Destroyable>>();
	let isDestroyed = false;
	return {
		once(name, make) {
			type Client = Awaited<ReturnType<typeof make>>;
			// A name always belongs to the same `make`, hence to the same type.
			const existing = made.get(name) as Promise<Client> | undefined;
			if (existing) return existing;
			const client = make().then(value => {
				if (isDestroyed) value.destroy();
				return value;
			});
			made.set(name, client);
			return client;
		},
		destroy() {
			isDestroyed = true;
			for (const client of made.values())
				client.then(
					value => value.destroy(),
					() => {
						// It was never made, so there is nothing to close.
					},
				);
		},
	};
}

export function createClients(options: {context: SessionContext; environment: Environment; profile?: string}): Clients {
	const {context} = options;
	const {once, destroy} = createPool();

	const settings = (purpose: Purpose) => ({
		region: context.region,
		...(context.endpointUrl !== undefined && {endpoint: context.endpointUrl}),
		...credentials(options),
		...(purpose === 'once' && {maxAttempts: 1}),
		customUserAgent: [['sluice']] satisfies Array<[string]>,
		logger: silentLogger,
	});
	const http1 = () => ({connectionTimeout: connectMsMax, requestTimeout: answerMsMax, throwOnRequestTimeout: true, logger: silentLogger});
	const http2 = () => ({requestTimeout: answerMsMax, disableConcurrentStreams: true});

	return {
		sqs: purpose =>
			once(`sqs ${purpose}`, async () => {
				const {SQSClient} = await modules.sqs();
				// What is sent is checked by the gateway, entry by entry; the SDK would fail a whole batch for one. What is received it checks itself.
				const checks = purpose === 'poll' ? {} : {md5: false as const};
				return new SQSClient({...settings(purpose), ...checks, requestHandler: http1(), useQueueUrlAsEndpoint: false});
			}),
		sns: purpose =>
			once(`sns ${purpose}`, async () => {
				const {SNSClient} = await modules.sns();
				return new SNSClient({...settings(purpose), requestHandler: http1()});
			}),
		kinesis: purpose =>
			once(`kinesis ${purpose}`, async () => {
				const {KinesisClient} = await modules.kinesis();
				return new KinesisClient({...settings(purpose), requestHandler: http2()});
			}),
		sts: purpose =>
			once(`sts ${purpose}`, async () => {
				const {STSClient} = await modules.sts();
				return new STSClient({...settings(purpose), requestHandler: http1()});
			}),
		cloudwatch: purpose =>
			once(`cloudwatch ${purpose}`, async () => {
				const {CloudWatchClient} = await modules.cloudwatch();
				return new CloudWatchClient({...settings(purpose), requestHandler: http1()});
			}),
		lambda: purpose =>
			once(`lambda ${purpose}`, async () => {
				const {LambdaClient} = await modules.lambda();
				return new LambdaClient({...settings(purpose), requestHandler: http1()});
			}),
		destroy,
	};
}

/**
Who asks. The engine takes any key; other endpoints too, unless keys or a profile are given. On AWS the keys of the environment win over AWS_PROFILE but
not over a profile that was asked for, as for the aws CLI; the SDK alone would let AWS_PROFILE win.
*/
function credentials(options: {context: SessionContext; environment: Environment; profile?: string}) {
	const {context, environment, profile} = options;
	const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
	const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
	const sessionToken = environment['AWS_SESSION_TOKEN'];
	if (context.target !== 'engine' && profile === undefined && accessKeyId && secretAccessKey)
		return {credentials: {accessKeyId, secretAccessKey, ...(sessionToken && {sessionToken})}};
	if (context.target === 'engine' || (context.target === 'endpoint' && context.profile === undefined))
		return {credentials: {accessKeyId: 'test', secretAccessKey: 'test'}};
	return context.profile === undefined ? {} : {profile: context.profile};
}
