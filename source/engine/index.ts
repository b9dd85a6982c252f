import {parseArn} from '../shared/arn.ts';
import {createSystemClock, type Clock, type EpochMs} from '../shared/clock.ts';
import {createSystemRandom, type Random} from '../shared/random.ts';
import {AwsError, defaultEngineOptions, type DeliveredMessage, type EngineOptions, type Wiring} from './action.ts';
import {createDispatcher} from './dispatch.ts';
import {listen} from './http.ts';
import {createMetering} from './metering.ts';
import {createHttpPost} from './outgoing.ts';
import type {EngineBug} from './perform.ts';
import {createRegions, type Regions} from './regions.ts';
import {services} from './services.ts';
import {createSluicePages} from './sluice-pages.ts';
import {createMessageSigner} from './sns/signer.ts';
import {sendFromService} from './sqs/deliver.ts';
import {sqsService} from './sqs/service.ts';

export type {EngineBug} from './perform.ts';

/** The version that `/_sluice/health` tells. */
export const engineVersion = '0.1.0';

export type CreateEngineOptions = Partial<EngineOptions> & {
	readonly clock?: Clock;
	readonly random?: Random;
	/** Default: 0, a free port. */
	readonly port?: number;
	/** Default: 127.0.0.1. */
	readonly host?: string;
	/** Web origins that may call the AWS APIs from a browser; `*` for all. Default: none. */
	readonly allowedOrigins?: readonly string[];
	/** Told of failures inside the engine, which clients see as InternalFailure. Default: one line on stderr. */
	readonly onBug?: (bug: EngineBug) => void;
};

export type Engine = {
	/** `http://127.0.0.1:4566`, an endpoint for any AWS client. */
	readonly url: string;
	readonly host: string;
	readonly port: number;
	/** Cuts all connections, frees the port and forgets everything. */
	close(): Promise<void>;
};

/**
Starts a local server that speaks SQS, SNS, Kinesis, STS and the metrics of CloudWatch on one port of this machine, over HTTP/1.1 and cleartext HTTP/2.

Everything is held in memory, per account and region. The account is the access key where that has 12 digits, else 000000000000; the region is the one that requests are signed for.

Rejects with a SluiceError `port-in-use` or `cannot-listen`.
*/
export async function createEngine(options: CreateEngineOptions = {}): Promise<Engine> {
	const {
		clock = createSystemClock(),
		random = createSystemRandom(),
		port = 0,
		host = '127.0.0.1',
		allowedOrigins = [],
		onBug = printBug,
	} = options;
	const engineOptions: EngineOptions = {
		kinesisDelayMs: options.kinesisDelayMs ?? (options.waits === false ? 0 : defaultEngineOptions.kinesisDelayMs),
		enforceLimits: options.enforceLimits ?? defaultEngineOptions.enforceLimits,
		waits: options.waits ?? defaultEngineOptions.waits,
		enforcePolicies: options.enforcePolicies ?? defaultEngineOptions.enforcePolicies,
		functionUrls: options.functionUrls,
	};
	const signer = createMessageSigner(random);
	const wiring: Wiring = {
		deliverToQueue: (queueArn, message, sourceArn) => deliverToQueue({regions, queueArn, message, sourceArn, nowMs: clock.nowMs()}),
		takesLateBodies: true,
		httpPost: createHttpPost(clock),
		signer,
	};
	const metering = createMetering(() => regions);
	const regions: Regions = createRegions({clock, random, options: engineOptions, wiring}, metering.localWiring);
	let url = '';
	const serve = createDispatcher({
		clock,
		random,
		options: engineOptions,
		services,
		regions,
		signer,
		pages: createSluicePages({services, version: engineVersion, regions, clock}),
		allowedOrigins,
		onBug,
		beforeCall: metering.beforeCall,
		url: () => url,
	});

	const listener = await listen({port, host, serve, random});
	url = `http://${hostToCall(host)}:${listener.port}`;
	return {url, host, port: listener.port, close: listener.close};
}

/** Finds the queue in the account and region of its ARN, whichever region the sender is in. */
function deliverToQueue(delivery: {
	readonly regions: Regions;
	readonly queueArn: string;
	readonly message: DeliveredMessage;
	readonly sourceArn: string;
	readonly nowMs: EpochMs;
}): AwsError | undefined {
	const {regions, queueArn, message, sourceArn, nowMs} = delivery;
	const arn = parseArn(queueArn);
	if (arn?.service !== 'sqs') return new AwsError(`The endpoint ${queueArn} is not a queue.`, {code: 'InvalidParameter'});
	return sendFromService(regions.state(sqsService, arn.accountId, arn.region), arn.resource, {message, sourceArn, nowMs});
}

function printBug({error, service, action, requestId}: EngineBug): void {
	const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
	process.stderr.write(`sluice engine: ${service} ${action} (request ${requestId}) met a bug: ${detail}\n`);
}

/** As it stands in a URL. One that stands for all addresses cannot be called everywhere, and each of them can. */
function hostToCall(host: string): string {
	if (host === '0.0.0.0') return '127.0.0.1';
	if (host === '::') return '[::1]';
	return host.includes(':') ? `[${host}]` : host;
}
