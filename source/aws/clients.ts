import type {CloudWatchClient} from '@aws-sdk/client-cloudwatch';
import type {KinesisClient} from '@aws-sdk/client-kinesis';
import type {LambdaClient} from '@aws-sdk/client-lambda';
import type {SNSClient} from '@aws-sdk/client-sns';
import type {SQSClient} from '@aws-sdk/client-sqs';
import type {STSClient} from '@aws-sdk/client-sts';
import type {ServiceId} from './allowed-calls.ts';
import type {Keys} from './credentials.ts';
import type {Network} from './network.ts';
import type {SessionContext} from './session.ts';

/**
What a client is for.

- usual: retried as AWS advises.
- once: calls whose repetition is useless or hides something: quotas, one-at-a-time actions, and reads that pace themselves.
- poll: long polls, on sockets of their own, so that they never starve other calls.
- subscription: a stream of events; not retried, because a second call would be one too many.
*/
export type Purpose = 'usual' | 'once' | 'poll' | 'subscription';

/** The SDK's modules, loaded when first needed: each costs some 75 ms of processor time. Asked for with every call, so kept: in the bundle each `import()` copies the module's hundreds of exports. */
export const modules = {
	sqs: loadedOnce(() => import('@aws-sdk/client-sqs')),
	sns: loadedOnce(() => import('@aws-sdk/client-sns')),
	kinesis: loadedOnce(() => import('@aws-sdk/client-kinesis')),
	sts: loadedOnce(() => import('@aws-sdk/client-sts')),
	cloudwatch: loadedOnce(() => import('@aws-sdk/client-cloudwatch')),
	lambda: loadedOnce(() => import('@aws-sdk/client-lambda')),
};

function loadedOnce<Sdk>(load: () => Promise<Sdk>): () => Promise<Sdk> {
	let loaded: Promise<Sdk> | undefined;
	return () => (loaded ??= load());
}

/** Each client is made once, when first asked for. */
export type Clients = {
	/** @param region Default: the session's. */
	sqs(purpose: Purpose, region?: string): Promise<SQSClient>;
	sns(purpose: Purpose): Promise<SNSClient>;
	kinesis(purpose: Purpose): Promise<KinesisClient>;
	sts(purpose: Purpose): Promise<STSClient>;
	cloudwatch(purpose: Purpose): Promise<CloudWatchClient>;
	lambda(purpose: Purpose): Promise<LambdaClient>;
	/** Makes all of them anew when they are next asked for: the login was renewed. */
	renew(): void;
	/** Closes the sockets of all. Clients made later are closed at once too. */
	destroy(): void;
};

const connectMsMax = 5000;
/** Longer than the longest poll, 20 seconds. */
const answerMsMax = 30_000;

// Not the SDK's own NoOpLogger: the SDK takes that for "none" and then warns on the console.
export const silentLogger = {trace() {}, debug() {}, info() {}, warn() {}, error() {}};

type Destroyable = {destroy(): void};

/** Makes each client once, under its name, and closes all of them. */
type Pool = {
	once<Client extends Destroyable>(name: string, make: () => Promise<Client>): Promise<Client>;
	renew(): void;
	destroy(): void;
};

function createPool(): Pool {
	const made = new Map<string, Promise<Destroyable>>();
	let isDestroyed = false;

	function closeAll(): void {
		for (const client of made.values())
			client.then(
				value => value.destroy(),
				() => {
					// It was never made, so there is nothing to close.
				},
			);
		made.clear();
	}

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
		renew: closeAll,
		destroy() {
			isDestroyed = true;
			closeAll();
		},
	};
}

export function createClients(options: {
	context: SessionContext;
	credentials: () => Promise<Keys>;
	/** Made when the first client is. */
	network: () => Network;
}): Clients {
	const {context, credentials, network} = options;
	const {once, renew, destroy} = createPool();

	const settings = (service: ServiceId, purpose: Purpose) => {
		const endpoint = context.endpoints?.[service]?.url ?? (context.endpoints ? undefined : context.endpointUrl);
		return {
			region: context.region,
			...(endpoint !== undefined && {endpoint}),
			credentials,
			...((purpose === 'once' || purpose === 'subscription') && {maxAttempts: 1}),
			customUserAgent: [['sluice']] satisfies Array<[string]>,
			logger: silentLogger,
		};
	};
	const http1 = () => http1Settings(network());

	return {
		sqs: (purpose, region = context.region) =>
			once(`sqs ${purpose} ${region}`, async () => {
				const {SQSClient} = await modules.sqs();
				// What is sent is checked by the gateway, entry by entry; the SDK would fail a whole batch for one. What is received it checks itself.
				const checks = purpose === 'poll' ? {} : {md5: false as const};
				return new SQSClient({...settings('sqs', purpose), region, ...checks, requestHandler: http1(), useQueueUrlAsEndpoint: false});
			}),
		sns: purpose =>
			once(`sns ${purpose}`, async () => {
				const {SNSClient} = await modules.sns();
				return new SNSClient({...settings('sns', purpose), requestHandler: http1()});
			}),
		kinesis: purpose =>
			once(`kinesis ${purpose}`, async () => {
				const {KinesisClient} = await modules.kinesis();
				return new KinesisClient({...settings('kinesis', purpose), requestHandler: await kinesisHandler(network(), purpose)});
			}),
		sts: purpose =>
			once(`sts ${purpose}`, async () => {
				const {STSClient} = await modules.sts();
				return new STSClient({...settings('sts', purpose), requestHandler: http1()});
			}),
		cloudwatch: purpose =>
			once(`cloudwatch ${purpose}`, async () => {
				const {CloudWatchClient} = await modules.cloudwatch();
				return new CloudWatchClient({...settings('cloudwatch', purpose), requestHandler: http1()});
			}),
		lambda: purpose =>
			once(`lambda ${purpose}`, async () => {
				const {LambdaClient} = await modules.lambda();
				return new LambdaClient({...settings('lambda', purpose), requestHandler: http1()});
			}),
		renew,
		destroy,
	};
}

/** How a client talks HTTP/1.1, through the proxy and with the certificates of the session. */
export function http1Settings(network: Network) {
	return {
		connectionTimeout: connectMsMax,
		requestTimeout: answerMsMax,
		throwOnRequestTimeout: true,
		logger: silentLogger,
		...network.agents(),
	};
}

/**
Kinesis over HTTP/1.1, on connections that are kept, as boto3 and Go call it too.

The SDK's own way, HTTP/2 with `disableConcurrentStreams`, makes a connection for every call, with a handshake each on AWS, and reads an answer of 10 MB through a window of 64 KiB. Sharing its connections would share that window among all calls. Only the events of a subscription come over HTTP/2, which AWS's documentation asks for; behind a proxy they do not either, because HTTP/2 knows none.

@see [SubscribeToShard](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html)
*/
async function kinesisHandler(network: Network, purpose: Purpose) {
	if (purpose !== 'subscription' || network.isProxied) {
		const {NodeHttpHandler} = await import('@smithy/node-http-handler');
		return new NodeHttpHandler(http1Settings(network));
	}
	const {certificates} = network;
	return {
		requestTimeout: answerMsMax,
		disableConcurrentStreams: true,
		...(certificates && {nodeHttp2ConnectOptions: {ca: [...certificates]}}),
	};
}
