import fc from 'fast-check';
import {expect, test} from 'vitest';
import {IteratorTokens, type IteratorPosition} from '../../../source/engine/kinesis/shard-iterator.ts';
import {createSeededRandom} from '../../../source/shared/random.ts';

const nowMs = Date.UTC(2026, 10, 25);

const position = fc.record<IteratorPosition>({
	streamName: fc.string({unit: fc.constantFrom('a', 'Z', '0', '9', '_', '.', '-'), minLength: 1, maxLength: 128}),
	streamSerial: fc.nat({max: 2 ** 32 - 1}),
	shardIndex: fc.nat({max: 2 ** 32 - 1}),
	position: fc.nat({max: 2 ** 45}),
});

test('an iterator carries its place, in text that AWS would take, and looks like no other of that place', () => {
	const tokens = new IteratorTokens(createSeededRandom(1));
	fc.assert(
		fc.property(position, at => {
			const token = tokens.issue(at, nowMs);
			expect(token).toMatch(/^A{10}[E-H][\w+/=]+$/);
			expect(token.length).toBeLessThanOrEqual(512);
			expect(tokens.read(token, nowMs)).toEqual(at);
			expect(tokens.issue(at, nowMs)).not.toBe(token);
		}),
	);
});

test('an iterator of another engine, or with any byte altered, is refused', () => {
	const tokens = new IteratorTokens(createSeededRandom(1));
	const token = tokens.issue({streamName: 'orders', streamSerial: 1, shardIndex: 2, position: 3}, nowMs);
	expect(() => new IteratorTokens(createSeededRandom(2)).read(token, nowMs)).toThrow('Invalid ShardIterator.');
	const bytes = Buffer.from(token, 'base64');
	for (let index = 0; index < bytes.length; index++) {
		for (const bit of [1, 128]) {
			const altered = Buffer.from(bytes);
			altered[index] = (altered[index] ?? 0) ^ bit;
			expect(() => tokens.read(altered.toString('base64'), nowMs), `byte ${index}, bit ${bit}`).toThrow('Invalid ShardIterator.');
		}
		expect(() => tokens.read(bytes.toString('base64', 0, index), nowMs), `${index} bytes`).toThrow('Invalid ShardIterator.');
	}
});
