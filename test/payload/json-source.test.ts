import fc from 'fast-check';
import {expect, test} from 'vitest';
import {jsonKind, jsonRoot, jsonString, someItem, someMember, type JsonSpan} from '../../source/payload/json-source.ts';

/** Makes the value again from its source, the way JSON.parse does. */
function rebuild(source: string, span: JsonSpan): unknown {
	switch (jsonKind(source, span)) {
		case 'object': {
			const members: Record<string, unknown> = {};
			someMember(source, span, (key, value) => {
				Object.defineProperty(members, key, {value: rebuild(source, value), enumerable: true, configurable: true, writable: true});
				return false;
			});
			return members;
		}
		case 'array': {
			const items: unknown[] = [];
			someItem(source, span, item => {
				items.push(rebuild(source, item));
				return false;
			});
			return items;
		}
		case 'string':
			return jsonString(source, span);
		default:
			return JSON.parse(source.slice(span.start, span.end));
	}
}

test('every value is found in the source that parsing finds', () => {
	fc.assert(
		fc.property(fc.jsonValue({maxDepth: 4}), fc.constantFrom(undefined, 1, '\t', ' \r\n'), (value, indent) => {
			const source = JSON.stringify(value, undefined, indent);

			expect(rebuild(source, jsonRoot(source))).toEqual(JSON.parse(source));
		}),
		{numRuns: 500},
	);
});

test('keys that are there twice are both found, in their order', () => {
	const keys: string[] = [];
	const source = '{"b":1,"a":2,"b":3}';
	someMember(source, jsonRoot(source), (key, value) => {
		keys.push(key + source.slice(value.start, value.end));
		return false;
	});

	expect(keys).toEqual(['b1', 'a2', 'b3']);
});

test('a visitor that answers true is not asked again', () => {
	const seen: number[] = [];
	const isFound = someItem('[1,2,3]', jsonRoot('[1,2,3]'), (_, index) => {
		seen.push(index);
		return index === 1;
	});

	expect(isFound).toBe(true);
	expect(seen).toEqual([0, 1]);
});

test('of text that is no JSON nothing hangs or throws', () => {
	const broken = fc
		.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'a', ' ', 'null'), {maxLength: 20})
		.map(parts => parts.join(''));
	fc.assert(
		fc.property(broken, source => {
			const root = jsonRoot(source);

			expect(root.end).toBeLessThanOrEqual(source.length);
			someItem(source, root, () => false);
		}),
		{numRuns: 1000},
	);
});
