import {describe, expect, test} from 'vitest';
import {createPayloadMaker, hostileNotes} from '../../source/demo/payloads.ts';
import {createSeededRandom} from '../../source/shared/random.ts';

const nowMs = Date.UTC(2026, 10, 25, 3, 12, 4);

/** What SQS takes: the characters of XML 1.0. */
const legalInSqs = /^[\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

function orders(count: number): readonly string[] {
	const maker = createPayloadMaker(createSeededRandom(7));
	return Array.from({length: count}, () => maker.order(nowMs).body);
}

describe('orders', () => {
	test('are JSON, numbered, and the same for the same seed', () => {
		expect(JSON.parse(orders(1)[0] ?? '')).toMatchObject({orderId: 'A-1001', currency: 'EUR', placedAt: '2026-11-25T03:12:04.000Z'});
		expect(orders(50)).toEqual(orders(50));
	});

	test('have customer numbers that lose digits as a JavaScript number', () => {
		const digits = /"customer":(\d+)/.exec(orders(1)[0] ?? '')?.[1] ?? '';

		expect(BigInt(digits)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
	});

	test('hold hostile text now and then, with C1 controls as they are and ESC only escaped, so that SQS takes it', () => {
		const bodies = orders(2000);

		for (const note of hostileNotes) expect(bodies.some(body => (JSON.parse(body) as {note?: string}).note === note)).toBe(true);
		expect(bodies.some(body => body.includes('\u009b'))).toBe(true);
		expect(bodies.filter(body => !legalInSqs.test(body))).toEqual([]);
	});
});

test('clicks fall on a few keys', () => {
	const maker = createPayloadMaker(createSeededRandom(7));
	const keys = Array.from({length: 1000}, () => maker.click(nowMs).partitionKey);

	const hot = keys.filter(key => ['product-13', 'product-17', 'product-6'].includes(key)).length;
	expect(hot / keys.length).toBeGreaterThan(0.65);
	expect(hot / keys.length).toBeLessThan(0.8);
});
