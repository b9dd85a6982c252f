import {describe, expect, test} from 'vitest';
import {encodeXmlAnswer, encodeXmlError, escapeXml} from '../../../source/engine/protocol/xml.ts';
import {boolean, integer, list, map, string, structure, timestamp, type StructureShape} from '../../../source/engine/shape.ts';

function encoded(shape: StructureShape, value: unknown): string {
	return encodeXmlAnswer({action: 'Act', namespace: 'http://example.com/', shape, value, requestId: 'r-1'});
}

function result(shape: StructureShape, value: unknown): string | undefined {
	return /<ActResult>(.*)<\/ActResult>/s.exec(encoded(shape, value))?.[1];
}

test.each([
	['plain', 'plain'],
	['a & b < c > d "e"', 'a &amp; b &lt; c &gt; d &quot;e&quot;'],
	['one\r\ntwo', 'one&#xD;\ntwo'],
	["it's", "it's"],
	['a\tb\u0000\u000B\u001F\uFFFFc', 'a\tb\uFFFD\uFFFD\uFFFD\uFFFDc'],
])('the text %j is written as %s', (text, expected) => {
	expect(escapeXml(text)).toBe(expected);
});

describe('an answer', () => {
	test('has its result and the id of its request', () => {
		expect(encoded(structure({required: {MessageId: string()}}), {MessageId: 'm'})).toBe(
			'<?xml version="1.0"?><ActResponse xmlns="http://example.com/"><ActResult><MessageId>m</MessageId></ActResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></ActResponse>',
		);
	});

	test('has no result element where the action has no output', () => {
		expect(encoded(structure({}), undefined)).toBe(
			'<?xml version="1.0"?><ActResponse xmlns="http://example.com/"><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></ActResponse>',
		);
	});

	test('has an empty result element where there is nothing to tell', () => {
		expect(encoded(structure({optional: {Messages: list(string(), {flattenedName: 'Message'})}}), {})).toContain('<ActResult/>');
	});

	test('lists and maps are wrapped', () => {
		const shape = structure({optional: {Topics: list(structure({optional: {TopicArn: string()}})), Attributes: map(string())}});

		expect(result(shape, {Topics: [{TopicArn: 'a'}, {TopicArn: 'b'}], Attributes: {k: 'v'}})).toBe(
			'<Topics><member><TopicArn>a</TopicArn></member><member><TopicArn>b</TopicArn></member></Topics><Attributes><entry><key>k</key><value>v</value></entry></Attributes>',
		);
	});

	test('flattened lists and maps repeat their name', () => {
		const shape = structure({
			optional: {
				queueUrls: list(string(), {flattenedName: 'QueueUrl'}),
				Attributes: map(string(), {flattenedName: 'Attribute', keyName: 'Name', valueName: 'Value'}),
			},
		});

		expect(result(shape, {queueUrls: ['a', 'b'], Attributes: {k: 'v'}})).toBe(
			'<QueueUrl>a</QueueUrl><QueueUrl>b</QueueUrl><Attribute><Name>k</Name><Value>v</Value></Attribute>',
		);
	});

	test('times are ISO 8601, numbers and booleans plain', () => {
		const shape = structure({optional: {At: timestamp(), Count: integer(), IsOn: boolean()}});

		expect(result(shape, {At: Date.UTC(2026, 10, 24, 14), Count: 0, IsOn: false})).toBe(
			'<At>2026-11-24T14:00:00.000Z</At><Count>0</Count><IsOn>false</IsOn>',
		);
	});
});

test('an error of SQS has an empty Detail, others have none', () => {
	const error = {namespace: 'http://example.com/', code: 'NotFound', message: 'No "x"', fault: 'Sender', requestId: 'r-1'} as const;

	expect(encodeXmlError({...error, hasDetail: true})).toBe(
		'<?xml version="1.0"?><ErrorResponse xmlns="http://example.com/"><Error><Type>Sender</Type><Code>NotFound</Code><Message>No &quot;x&quot;</Message><Detail/></Error><RequestId>r-1</RequestId></ErrorResponse>',
	);
	expect(encodeXmlError({...error, hasDetail: false})).not.toContain('Detail');
});
