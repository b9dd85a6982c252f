import fc from 'fast-check';
import {expect, test} from 'vitest';
import {AwsError} from '../../../source/engine/action.ts';
import type {Shape, StructureShape} from '../../../source/engine/shape.ts';
import {snsService} from '../../../source/engine/sns/service.ts';
import {createSns, queueArnOf, topicArnOf, type Sns} from './call.ts';

/** Values that reach somewhere, and such as only a stranger would send. */
const text = fc.oneof(
	fc.constantFrom(
		'',
		topicArnOf('orders'),
		topicArnOf('orders.fifo'),
		queueArnOf('billing'),
		'arn:aws:sns:eu-west-1:123456789012:app/GCM/shop',
		'arn:aws:sns:::::::',
		'sqs',
		'http',
		'lambda',
		'http://example.com/%zz',
		'http://a:%zz@b/',
		'+15551234567',
		'json',
		'true',
		'{}',
		'[]',
		'{"default":"x"}',
		'{"a":["b"]}',
		'{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":1,"maxDelayTarget":1,"numRetries":1}}}',
		'{"PointType":"Timestamp","StartingPoint":"2026-01-01T00:00:00Z"}',
		'{"MessageRetentionPeriod":"1"}',
		'FilterPolicy',
		'Policy',
		'ReplayPolicy',
		'__proto__',
		'constructor',
		'String',
		'Number',
		'\u{1f4a9}\ud800',
	),
	fc.string(),
	fc.json(),
);

function valueOf(shape: Shape): fc.Arbitrary<unknown> {
	switch (shape.type) {
		case 'string':
			return shape.values ? fc.constantFrom(...shape.values) : text;
		case 'integer':
		case 'long':
		case 'double':
		case 'timestamp':
			return fc.integer();
		case 'boolean':
			return fc.boolean();
		case 'blob':
			return fc.base64String();
		case 'list':
			return fc.array(valueOf(shape.member), {maxLength: 3});
		case 'map':
			return fc.dictionary(text, valueOf(shape.value), {maxKeys: 3});
		case 'structure':
			return inputOf(shape);
	}
}

function inputOf({required, optional}: StructureShape): fc.Arbitrary<Record<string, unknown>> {
	const members = {...required, ...optional} as Readonly<Record<string, Shape>>;
	const values = Object.fromEntries(Object.entries(members).map(([name, shape]) => [name, valueOf(shape)]));
	return fc.record(values, {requiredKeys: Object.keys(required as object)});
}

const call = fc.oneof(
	...snsService.actions.map(action =>
		fc.record({name: fc.constant(action.name), input: inputOf(action.input), waitMs: fc.constantFrom(0, 0, 1000, 86_400_000)}),
	),
);

function populated(): Sns {
	const sns = createSns({wiring: {httpPost: async () => ({status: 500, body: ''})}});
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing');
	sns.subscribeQueue(sns.createTopic('orders.fifo', {FifoTopic: 'true'}), 'billing.fifo');
	return sns;
}

test('whatever is asked, in whatever order, is answered or refused in words of AWS', () => {
	fc.assert(
		fc.property(fc.array(call, {minLength: 1, maxLength: 20}), calls => {
			const sns = populated();
			const surprises: unknown[] = [];
			for (const {name, input, waitMs} of calls) {
				try {
					sns.call(name, input);
				} catch (error) {
					if (!(error instanceof AwsError)) surprises.push(error);
				}
				sns.clock.advance(waitMs);
			}
			expect(surprises).toEqual([]);
		}),
		{numRuns: 300},
	);
});
