import {expect, test} from 'vitest';
import {openSession} from '../../source/aws/connect.ts';
import type {SessionContext} from '../../source/aws/session.ts';
import {hasSharedReads} from '../../source/operations/shared-reads.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {startTestEngine} from '../helpers/engine.ts';

test('reads of AWS are shared, those of the engine are not, by whatever name it is reached', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const at = (target: SessionContext['target']) => openSession({target, endpointUrl: engine.url}, {clock, environment: {}});

	expect(await hasSharedReads(at('engine'))).toBe(false);
	expect(await hasSharedReads(at('endpoint'))).toBe(false);
	const session = at('endpoint');
	expect(await hasSharedReads({...session, context: {...session.context, target: 'aws'}})).toBe(true);
});

test('reads at an endpoint that does not say what it is are shared', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const session = openSession({target: 'endpoint', endpointUrl: `${engine.url}/behind-a-proxy`}, {clock, environment: {}});
	const look = {...session.look, isPossible: () => Promise.resolve(false)};

	expect(await hasSharedReads({...session, look})).toBe(true);
});

test('the page of one server says nothing of the streams of another', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const session = openSession({target: 'endpoint', endpointUrl: engine.url}, {clock, environment: {}});
	const elsewhere = {url: 'http://127.0.0.1:1', origin: 'AWS_ENDPOINT_URL_KINESIS'};
	const endpoints = {sqs: {url: engine.url, origin: 'AWS_ENDPOINT_URL_SQS'}, kinesis: elsewhere};

	expect(await hasSharedReads({...session, context: {...session.context, endpoints}})).toBe(true);
});
