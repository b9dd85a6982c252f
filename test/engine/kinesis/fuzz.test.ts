import fc from 'fast-check';
import {expect, test} from 'vitest';
import {AwsError} from '../../../source/engine/action.ts';
import {kinesisService} from '../../../source/engine/kinesis/service.ts';
import type {Shape, StructureShape} from '../../../source/engine/shape.ts';
import {createCaller, type KinesisCaller} from './call.ts';

const consumerArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders/consumer/billing:1795576324';

/** Texts that mean something somewhere, so that requests get beyond the first check. */
const texts = fc.constantFrom(
	'orders',
	'bills',
	'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
	consumerArn,
	'shardId-000000000000',
	'shardId-1',
	'0',
	'1',
	'billing',
	(1n << 127n).toString(),
	(1n << 128n).toString(),
	'ITERATOR',
	'NUMBER',
	'',
	'!',
	'{}',
);

function arbitraryOf(shape: Shape): fc.Arbitrary<unknown> {
	switch (shape.type) {
		case 'string':
			return shape.values
				? fc.constantFrom(...shape.values, 'OTHER')
				: fc.oneof({weight: 4, arbitrary: texts}, fc.string({unit: 'binary'}));
		case 'integer':
		case 'long':
		case 'double':
			return fc.oneof(fc.integer({min: -1, max: 30}), fc.integer());
		case 'boolean':
			return fc.constantFrom(true, false);
		case 'blob':
			return fc.base64String();
		case 'timestamp':
			return fc.oneof(fc.constantFrom(0, 1_795_576_324_000, 1_795_576_000_000), fc.integer());
		case 'list':
			return fc.array(arbitraryOf(shape.member as Shape), {maxLength: 4});
		case 'map':
			return fc.dictionary(fc.string({maxLength: 5}), arbitraryOf(shape.value as Shape), {maxKeys: 4});
		case 'structure':
			return arbitraryOfStructure(shape);
	}
}

function arbitraryOfStructure({required, optional}: StructureShape): fc.Arbitrary<Record<string, unknown>> {
	const members: Record<string, fc.Arbitrary<unknown>> = {};
	for (const [name, shape] of Object.entries({...required, ...optional})) members[name] = arbitraryOf(shape as Shape);
	return fc.record(members, {requiredKeys: Object.keys(required as object)});
}

/** Puts a live iterator and a live sequence number where a request asks for them. */
function enliven(value: unknown, caller: KinesisCaller): unknown {
	if (value === 'ITERATOR') {
		return caller.state.iterators.issue({streamName: 'orders', streamSerial: 1, shardIndex: 0, position: 0}, caller.clock.nowMs());
	}
	// Without a stream the word stays: no client sends a list with nothing in a place, for what it sends of null is dropped.
	if (value === 'NUMBER') return caller.state.findStream('orders', caller.clock.nowMs())?.openShards[0]?.startingSequenceNumber ?? value;
	if (Array.isArray(value)) return value.map(item => enliven(item, caller));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, enliven(item, caller)]));
}

const request = fc.oneof(...kinesisService.actions.map(({name, input}) => arbitraryOfStructure(input).map(value => ({name, value}))));

test('whatever is asked in whatever order is answered or refused, never broken', {timeout: 60_000}, () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(request, fc.integer({min: 0, max: 700})), {maxLength: 40}), requests => {
			const caller = createCaller();
			caller.aStream({shardCount: 2});
			caller.call('RegisterStreamConsumer', {StreamARN: caller.arnOf('orders'), ConsumerName: 'billing'});
			for (const [{name, value}, waitMs] of requests) {
				try {
					caller.call(name, enliven(value, caller) as Record<string, unknown>);
				} catch (error) {
					if (!(error instanceof AwsError)) throw error;
				}
				caller.clock.advance(waitMs);
			}
			expect(caller.call('ListStreams').HasMoreStreams).toBe(false);
		}),
		{numRuns: 300},
	);
});
