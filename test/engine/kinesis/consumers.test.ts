import {expect, test} from 'vitest';
import {createCaller, type Answer} from './call.ts';

test('a consumer is CREATING, then ACTIVE, then DELETING, then gone', () => {
	const {call, refused, clock, arnOf, aStream} = createCaller();
	const arn = arnOf(aStream());
	const name = {StreamARN: arn, ConsumerName: 'billing'};
	const status = () => call('DescribeStreamConsumer', name).ConsumerDescription.ConsumerStatus;

	const {Consumer: consumer} = call('RegisterStreamConsumer', name);
	expect(consumer).toEqual({
		ConsumerName: 'billing',
		ConsumerARN: `${arn}/consumer/billing:${Math.floor(clock.nowMs() / 1000)}`,
		ConsumerStatus: 'CREATING',
		ConsumerCreationTimestamp: clock.nowMs(),
	});
	clock.advance(499);
	expect(status()).toBe('CREATING');
	clock.advance(1);
	expect(status()).toBe('ACTIVE');
	expect(call('DescribeStreamSummary', {StreamARN: arn}).StreamDescriptionSummary.ConsumerCount).toBe(1);
	call('DeregisterStreamConsumer', {ConsumerARN: consumer.ConsumerARN});
	expect(status()).toBe('DELETING');
	clock.advance(500);
	expect(refused('DescribeStreamConsumer', name)).toEqual({
		code: 'ResourceNotFoundException',
		message: 'Consumer billing of stream orders under account 000000000000 not found.',
	});
});

test('the answer to a registration says CREATING even without a delay', () => {
	const {call, arnOf, aStream} = createCaller({kinesisDelayMs: 0});
	const name = {StreamARN: arnOf(aStream()), ConsumerName: 'billing'};

	expect(call('RegisterStreamConsumer', name).Consumer.ConsumerStatus).toBe('CREATING');
	expect(call('DescribeStreamConsumer', name).ConsumerDescription.ConsumerStatus).toBe('ACTIVE');
});

test('a name is registered once, and a stream has at most 20 consumers', () => {
	const {call, refused, clock, arnOf, aStream} = createCaller();
	const arn = arnOf(aStream());
	for (let index = 0; index < 20; index++) call('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: `consumer-${index}`});

	expect(refused('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: 'consumer-7'}).code).toBe('ResourceInUseException');
	expect(refused('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: 'one-more'}).code).toBe('LimitExceededException');
	call('DeregisterStreamConsumer', {StreamARN: arn, ConsumerName: 'consumer-7'});
	clock.advance(500);
	expect(call('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: 'consumer-7'}).Consumer.ConsumerName).toBe('consumer-7');
});

test('a sixth consumer being created is refused where limits are enforced', () => {
	const {call, refused, arnOf, aStream} = createCaller({enforceLimits: true});
	const arn = arnOf(aStream());
	for (let index = 0; index < 5; index++) call('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: `consumer-${index}`});

	expect(refused('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: 'one-more'}).code).toBe('LimitExceededException');
});

test('a consumer is named by its ARN, by its name and stream, or by all that agree', () => {
	const {call, refused, arnOf, aStream} = createCaller({kinesisDelayMs: 0});
	const arn = arnOf(aStream());
	const bills = arnOf(aStream({name: 'bills'}));
	const {ConsumerARN: consumerArn} = call('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: 'billing'}).Consumer;
	const describe = (input: Readonly<Record<string, string>>) => call('DescribeStreamConsumer', input).ConsumerDescription;

	expect(describe({ConsumerARN: consumerArn})).toMatchObject({ConsumerName: 'billing', StreamARN: arn});
	expect(describe({ConsumerARN: consumerArn, StreamARN: arn, ConsumerName: 'billing'}).ConsumerARN).toBe(consumerArn);
	expect(refused('DescribeStreamConsumer', {ConsumerARN: consumerArn, StreamARN: bills}).code).toBe('InvalidArgumentException');
	expect(refused('DescribeStreamConsumer', {StreamARN: arn}).code).toBe('InvalidArgumentException');
	expect(refused('DescribeStreamConsumer', {ConsumerARN: `${consumerArn}1`}).code).toBe('ResourceNotFoundException');
});

test('consumers are listed page by page', () => {
	const {call, refused, arnOf, aStream} = createCaller({kinesisDelayMs: 0});
	const arn = arnOf(aStream());
	for (const name of ['c', 'a', 'b']) call('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: name});
	const names = (answer: Answer) => answer.Consumers.map((consumer: Answer) => consumer.ConsumerName);

	const first = call('ListStreamConsumers', {StreamARN: arn, MaxResults: 2});
	const second = call('ListStreamConsumers', {StreamARN: arn, NextToken: first.NextToken});

	expect([names(first), names(second), second.NextToken]).toEqual([['a', 'b'], ['c'], undefined]);
	expect(refused('ListStreamConsumers', {StreamARN: arn, NextToken: first.NextToken, StreamCreationTimestamp: 1}).code).toBe(
		'InvalidArgumentException',
	);
});

test('a stream with consumers is deleted only when asked to take them along', () => {
	const {call, refused, arnOf, aStream} = createCaller({kinesisDelayMs: 0});
	const arn = arnOf(aStream());
	call('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: 'billing'});

	expect(refused('DeleteStream', {StreamARN: arn}).code).toBe('ResourceInUseException');
	call('DeleteStream', {StreamARN: arn, EnforceConsumerDeletion: true});
	expect(refused('DescribeStream', {StreamARN: arn}).code).toBe('ResourceNotFoundException');
});
