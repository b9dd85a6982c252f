import fc from 'fast-check';
import {expect, test} from 'vitest';
import {AwsError} from '../../../source/engine/action.ts';
import type {Shape, StructureShape} from '../../../source/engine/shape.ts';
import {sqsService} from '../../../source/engine/sqs/service.ts';
import {arnOf, createSqs, endpointUrl, redrivePolicy, type Sqs} from './call.ts';

/** Values that reach somewhere, and such as only a stranger would send. */
const text = fc.oneof(
	fc.constantFrom(
		'',
		'orders',
		'orders.fifo',
		`${endpointUrl}/000000000000/orders`,
		`${endpointUrl}/000000000000/orders.fifo`,
		'http://:@/%zz/',
		'/',
		'//',
		'/000000000000/',
		arnOf('dlq'),
		'arn:aws:sqs:::',
		'All',
		'VisibilityTimeout',
		'RedrivePolicy',
		'FifoQueue',
		'DelaySeconds',
		redrivePolicy('dlq', 2),
		redrivePolicy('orders', 2),
		'{"redrivePermission":"byQueue","sourceQueueArns":[null]}',
		'{"deadLetterTargetArn":null,"maxReceiveCount":{}}',
		'{"Statement":[null]}',
		'true',
		'false',
		'0',
		'1000',
		'{}',
		'[]',
		'null',
		'String',
		'Number.x',
		'Binary',
		'1e9999999999',
		'__proto__',
		'constructor',
		'AWSTraceHeader',
		'AQEB0000000000000000000000000000000000000000000000',
		'bnVsbA==',
		'\u{1F4A9}\uD800',
		'\u0000',
	),
	fc.string(),
	fc.json(),
);

function valueOf(shape: Shape): fc.Arbitrary<unknown> {
	switch (shape.type) {
		case 'string':
			return text;
		case 'integer':
		case 'long':
		case 'double':
		case 'timestamp':
			return fc.oneof(fc.integer(), fc.integer({min: -1, max: 20}));
		case 'boolean':
			return fc.boolean();
		case 'blob':
			return fc.base64String();
		case 'list':
			return fc.array(valueOf(shape.member as Shape), {maxLength: 11});
		case 'map':
			return fc.dictionary(text, valueOf(shape.value as Shape), {maxKeys: 11});
		case 'structure':
			return inputOf(shape);
	}
}

function inputOf({required, optional}: StructureShape): fc.Arbitrary<Record<string, unknown>> {
	const members = {...required, ...optional} as Readonly<Record<string, Shape>>;
	const values = Object.fromEntries(Object.entries(members).map(([name, shape]) => [name, valueOf(shape)]));
	// Most requests name a queue, so that they get further than that.
	if (values['QueueUrl'])
		values['QueueUrl'] = fc.oneof({weight: 5, arbitrary: fc.constantFrom('orders', 'orders.fifo', 'dlq')}, {weight: 1, arbitrary: text});
	return fc.record(values, {requiredKeys: []});
}

const anyCall = fc.oneof(
	...sqsService.actions.map(action =>
		fc.record({name: fc.constant(action.name), input: inputOf(action.input), waitMs: fc.constantFrom(0, 0, 1000, 400_000_000)}),
	),
);

function populated(): Sqs {
	const sqs = createSqs();
	sqs.queue('dlq');
	sqs.queue('orders', {RedrivePolicy: redrivePolicy('dlq', 1), VisibilityTimeout: '0'});
	sqs.queue('orders.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true'});
	for (const QueueUrl of ['orders', 'orders.fifo', 'dlq']) sqs.call('SendMessage', {QueueUrl, MessageBody: 'x', MessageGroupId: 'g'});
	return sqs;
}

/** What the answer is: nothing but an answer, a wait or an error of AWS's own. */
function outcomeOf(sqs: Sqs, name: string, input: object): string {
	try {
		sqs.call(name, input);
		return 'answered';
	} catch (error) {
		if (error instanceof AwsError) return error.code;
		if (error instanceof Error && error.message.endsWith(' waits')) return 'waits';
		throw error;
	}
}

test('whatever is asked, SQS answers or refuses in its own words, and goes on working', () => {
	fc.assert(
		fc.property(fc.array(anyCall, {minLength: 1, maxLength: 30}), calls => {
			const sqs = populated();

			for (const {name, input, waitMs} of calls) {
				expect(outcomeOf(sqs, name, input)).toMatch(/^[A-Za-z.]+$/);
				sqs.clock.advance(waitMs);
			}

			sqs.call('CreateQueue', {QueueName: 'still-working'});
			sqs.call('SendMessage', {QueueUrl: 'still-working', MessageBody: 'x'});
			expect(sqs.receive('still-working')).toHaveLength(1);
		}),
		{numRuns: 500},
	);
});
