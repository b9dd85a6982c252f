import {expect, test} from 'vitest';
import {createCaller} from './call.ts';

test('tags are listed in order of their keys, page by page, and removed', () => {
	const {call, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	call('AddTagsToStream', {StreamName: stream, Tags: {b: '2', a: '1', c: ''}});

	const first = call('ListTagsForStream', {StreamName: stream, Limit: 2});
	const second = call('ListTagsForStream', {StreamName: stream, ExclusiveStartTagKey: 'b'});

	expect(first).toEqual({
		Tags: [
			{Key: 'a', Value: '1'},
			{Key: 'b', Value: '2'},
		],
		HasMoreTags: true,
	});
	expect(second).toEqual({Tags: [{Key: 'c', Value: ''}], HasMoreTags: false});
	call('RemoveTagsFromStream', {StreamName: stream, TagKeys: ['a', 'unknown']});
	expect(call('ListTagsForStream', {StreamName: stream}).Tags).toHaveLength(2);
});

test('a stream has at most 50 tags, and keeps what it has when more are refused', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const tags = (from: number, count: number) =>
		Object.fromEntries(Array.from({length: count}, (_, index) => [`key-${String(from + index).padStart(2, '0')}`, 'v']));
	call('AddTagsToStream', {StreamName: stream, Tags: tags(0, 50)});
	call('AddTagsToStream', {StreamName: stream, Tags: {'key-07': 'other'}});

	expect(refused('AddTagsToStream', {StreamName: stream, Tags: tags(50, 1)})).toEqual({
		code: 'InvalidArgumentException',
		message:
			'Failed to add tags to stream orders under account 000000000000 because a given stream cannot have more than 10 tags associated with it.',
	});
	expect(call('ListTagsForStream', {StreamName: stream})).toMatchObject({HasMoreTags: false});
});

test('keys and values of wrong characters or lengths are refused in the words of AWS', () => {
	const {refused, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const add = (tags: object) => refused('AddTagsToStream', {StreamName: stream, Tags: tags});
	const invalid = {
		code: 'InvalidArgumentException',
		message: 'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.',
	};

	expect(add({'a!': ''})).toEqual(invalid);
	expect(add({a: '#'})).toEqual(invalid);
	expect(add({a: '50%'}).message).toBe(
		"Failed to add tags to stream orders under account 000000000000 because some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@'.",
	);
	expect(add({'': 'x'})).toEqual({
		code: 'ValidationException',
		message:
			"1 validation error detected: Value '{=x}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
	});
	expect(add({['k'.repeat(129)]: ''}).code).toBe('ValidationException');
	expect(add({k: 'v'.repeat(257)}).message).toContain(
		'Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0]',
	);
	expect(add(Object.fromEntries(Array.from({length: 201}, (_, index) => [`k${index}`, '']))).message).toContain(
		'Member must have length less than or equal to 200',
	);
	expect(refused('RemoveTagsFromStream', {StreamName: stream, TagKeys: ['a!']})).toEqual(invalid);
	expect(refused('RemoveTagsFromStream', {StreamName: stream, TagKeys: ['a%']}).message).toContain(
		'Failed to remove tags from stream orders under account 000000000000 because some tags contained illegal characters.',
	);
	expect(refused('RemoveTagsFromStream', {StreamName: stream, TagKeys: []}).code).toBe('ValidationException');
});

test('streams and consumers are tagged by their ARNs, and from their creation', () => {
	const {call, refused, arnOf} = createCaller({kinesisDelayMs: 0});
	call('CreateStream', {StreamName: 'orders', ShardCount: 1, Tags: {team: 'shop'}});
	const {ConsumerARN: consumerArn} = call('RegisterStreamConsumer', {
		StreamARN: arnOf('orders'),
		ConsumerName: 'billing',
		Tags: {team: 'billing'},
	}).Consumer;
	const tags = (arn: string) => call('ListTagsForResource', {ResourceARN: arn}).Tags;

	call('TagResource', {ResourceARN: arnOf('orders'), Tags: {stage: 'test'}});
	call('UntagResource', {ResourceARN: consumerArn, TagKeys: ['team']});

	expect(tags(arnOf('orders'))).toEqual([
		{Key: 'stage', Value: 'test'},
		{Key: 'team', Value: 'shop'},
	]);
	expect(tags(consumerArn)).toEqual([]);
	expect(refused('ListTagsForResource', {ResourceARN: arnOf('bills')}).code).toBe('ResourceNotFoundException');
	expect(refused('ListTagsForResource', {ResourceARN: consumerArn.replace('billing', 'other')}).code).toBe('ResourceNotFoundException');
});

test('a resource without a policy has an empty one; put replaces it, delete brings the empty one back', () => {
	const {call, refused, arnOf, aStream} = createCaller({kinesisDelayMs: 0});
	const arn = arnOf(aStream());
	const policy = () => call('GetResourcePolicy', {ResourceARN: arn}).Policy;

	expect(policy()).toBe('{}');
	call('PutResourcePolicy', {ResourceARN: arn, Policy: '{"Version": "2012-10-17"}'});
	call('PutResourcePolicy', {ResourceARN: arn, Policy: '{"Version": "2008-10-17"}'});
	expect(policy()).toBe('{"Version": "2008-10-17"}');
	for (const text of ['', '[]', 'null', '{']) {
		expect(refused('PutResourcePolicy', {ResourceARN: arn, Policy: text}).code).toBe('InvalidArgumentException');
	}
	call('DeleteResourcePolicy', {ResourceARN: arn});
	expect(policy()).toBe('{}');
	expect(refused('GetResourcePolicy', {ResourceARN: arnOf('bills')}).code).toBe('ResourceNotFoundException');
});

test('a policy goes with its stream', () => {
	const {call, arnOf, aStream} = createCaller({kinesisDelayMs: 0});
	const arn = arnOf(aStream());
	call('PutResourcePolicy', {ResourceARN: arn, Policy: '{"a": 1}'});

	call('DeleteStream', {StreamARN: arn});
	aStream();

	expect(call('GetResourcePolicy', {ResourceARN: arn}).Policy).toBe('{}');
});
