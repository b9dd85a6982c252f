import {Agent, request as sendRequest} from 'node:http';
import fc from 'fast-check';
import {CreateStreamCommand} from '@aws-sdk/client-kinesis';
import {CreateTopicCommand} from '@aws-sdk/client-sns';
import {CreateQueueCommand, ListQueuesCommand} from '@aws-sdk/client-sqs';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {createManualClock, type ManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';
import {
	cborRequest,
	compressedRequest,
	jsonRequest,
	mistakenTypeRequest,
	oddFormRequest,
	queryRequest,
	strangeBodyRequest,
	strangeHeadRequest,
	type WireRequest,
} from './requests.ts';
import {answerProblem, type WireAnswer} from './well-formed.ts';

/*
Thousands of requests that no client would send, over HTTP. Each is answered in AWS's own way. A failure prints its seed and the request; `fc.assert(…, {seed, path})` repeats it.
*/

let engine: TestEngine;
let clock: ManualClock;
const agent = new Agent({keepAlive: true, maxSockets: 1});

beforeAll(async () => {
	clock = createManualClock();
	engine = await startTestEngine({clock, kinesisDelayMs: 0});
	await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
	await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders.fifo', Attributes: {FifoQueue: 'true'}}));
	await engine.sns.send(new CreateTopicCommand({Name: 'events'}));
	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 2}));
});

afterAll(async () => {
	agent.destroy();
	await engine.close();
});

/** Sends a request and reads its answer. Time passes while there is none, so that long polls and subscriptions end. */
function exchange({method, path, headers, body}: WireRequest): Promise<WireAnswer> {
	return new Promise((resolve, reject) => {
		let isAnswered = false;
		const outgoing = sendRequest(
			{
				host: '127.0.0.1',
				port: engine.port,
				agent,
				method,
				path,
				headers: {...headers, ...(body.length > 0 && {'content-length': body.length})},
			},
			response => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () => {
					isAnswered = true;
					resolve({status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks)});
				});
				response.on('error', reject);
			},
		);
		outgoing.on('error', error => {
			isAnswered = true;
			reject(error);
		});
		outgoing.end(body);
		const pass = (): void => {
			if (isAnswered) return;
			clock.advance(200);
			setImmediate(pass);
		};
		setImmediate(pass);
	});
}

describe('every request is answered in the way of AWS:', () => {
	test.each([
		['JSON, whole and damaged', jsonRequest, 1200],
		['Query, whole and damaged', queryRequest, 1200],
		['forms that no client writes', oddFormRequest, 500],
		['CBOR, whole and damaged', cborRequest, 800],
		['bodies compressed well and badly', compressedRequest, 500],
		['a protocol under the name of another', mistakenTypeRequest, 500],
		['bodies that are about nothing', strangeBodyRequest, 400],
		['methods, paths and headers in any combination', strangeHeadRequest, 1000],
	])('%s', async (_what, requests, numRuns) => {
		// The CBOR library tells the console of lengths that no body can have.
		vi.spyOn(console, 'warn').mockImplementation(() => {});

		await fc.assert(
			fc.asyncProperty(requests, async request => {
				const problem = answerProblem(await exchange(request), request.method);

				expect(problem).toBeUndefined();
				expect(engine.bugs).toEqual([]);
			}),
			{numRuns, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: true},
		);

		expect(await engine.sqs.send(new ListQueuesCommand({}))).toHaveProperty('$metadata.httpStatusCode', 200);
	});
});
