import {KinesisClient} from '@aws-sdk/client-kinesis';
import {SNSClient} from '@aws-sdk/client-sns';
import {SQSClient} from '@aws-sdk/client-sqs';
import {STSClient} from '@aws-sdk/client-sts';
import {createEngine, type CreateEngineOptions, type Engine, type EngineBug} from '../../source/engine/index.ts';

export type TestEngine = Engine & {
	readonly sqs: SQSClient;
	readonly sns: SNSClient;
	readonly kinesis: KinesisClient;
	readonly sts: STSClient;
	/** Failures inside the engine; a test that does not provoke one can expect none. */
	readonly bugs: readonly EngineBug[];
	/** What clients of this engine are made with; for one of another region or account. */
	clientOptions(options?: {region?: string; accountId?: string}): ClientOptions;
	/** Sends a request by hand. */
	send(path: string, options?: RequestInit): Promise<Response>;
	/** For `await using`. */
	[Symbol.asyncDispose](): Promise<void>;
};

type ClientOptions = {
	readonly endpoint: string;
	readonly region: string;
	readonly credentials: {readonly accessKeyId: string; readonly secretAccessKey: string};
	readonly maxAttempts: number;
};

/** An engine on a free port with clients of every service, which close with it: `await using engine = await startTestEngine({clock})`. Clients do not retry. */
export async function startTestEngine(options: CreateEngineOptions = {}): Promise<TestEngine> {
	const bugs: EngineBug[] = [];
	const engine = await createEngine({onBug: bug => bugs.push(bug), ...options});
	const clientOptions: TestEngine['clientOptions'] = ({region = 'us-east-1', accountId = 'test'} = {}) => ({
		endpoint: engine.url,
		region,
		credentials: {accessKeyId: accountId, secretAccessKey: 'secret'},
		maxAttempts: 1,
	});
	const clients = {
		sqs: new SQSClient(clientOptions()),
		sns: new SNSClient(clientOptions()),
		kinesis: new KinesisClient(clientOptions()),
		sts: new STSClient(clientOptions()),
	};
	const close = async (): Promise<void> => {
		for (const client of Object.values(clients)) client.destroy();
		await engine.close();
	};
	return {
		...engine,
		...clients,
		bugs,
		clientOptions,
		send: (path, init) => fetch(`${engine.url}${path}`, init),
		close,
		[Symbol.asyncDispose]: close,
	};
}
