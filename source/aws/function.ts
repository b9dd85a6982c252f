import type {EpochMs} from '../shared/clock.ts';
import type {Reading} from './reading.ts';

/** A Lambda function that reads a queue or a stream. */
export type EventSourceMapping = {
	readonly id: string;
	readonly functionArn: string;
	/** `orders-worker`, with its version or alias where the mapping names one: `orders-worker:live` */
	readonly functionName: string;
	readonly sourceArn: string;
	/** AWS's word: `Enabled`, `Disabled`, `Creating`, `Updating` … */
	readonly state: string;
	readonly isEnabled: boolean;
	readonly batchSize?: number;
	readonly batchWindowSeconds?: number;
	/** How many copies of the function SQS may keep busy. */
	readonly concurrencyMax?: number;
	/** Whether a batch may fail in part: without it one bad message brings its whole batch back. */
	readonly reportsBatchItemFailures: boolean;
	/** Event filters, as JSON; what they leave out of a queue is deleted. */
	readonly filters: readonly string[];
	readonly modifiedAtMs?: EpochMs;
	/** What came of the last batch, in AWS's words: `OK`, `PROBLEM: …` */
	readonly lastResult?: string;
};

/** AWS Lambda, narrowed to who reads what. */
export type FunctionGateway = {
	/**
	The mappings that read a queue or stream.

	@throws What passes by itself, such as throttling. A denial or an endpoint without Lambda is an answer.
	@see [ListEventSourceMappings](https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html)
	*/
	mappings(sourceArn: string, options?: {readonly signal?: AbortSignal}): Promise<Reading<readonly EventSourceMapping[]>>;
	/**
	The mappings of all functions, whatever they read.

	@throws As `mappings`.
	*/
	allMappings(options?: {readonly signal?: AbortSignal}): Promise<Reading<readonly EventSourceMapping[]>>;
	/**
	How long the function may run before Lambda stops it.

	@throws As `mappings`.
	@see [GetFunctionConfiguration](https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html)
	*/
	timeoutSeconds(functionArn: string, options?: {readonly signal?: AbortSignal}): Promise<Reading<number>>;
};
