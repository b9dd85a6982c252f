import {jsonRoot, someItem, someMember, jsonKind, type JsonSpan} from '../json-source.ts';
import type {JsonPath} from './grammar.ts';

/**
Calls for each value at a path, until the visitor answers true; then this does, too. A key that is there twice has two values.

@param source JSON.
*/
export function someValueAt(source: string, path: JsonPath, visit: (value: JsonSpan) => boolean): boolean {
	const walk = (value: JsonSpan, depth: number): boolean => {
		const segment = path[depth];
		if (!segment) return visit(value);
		const kind = jsonKind(source, value);
		if (segment.type === 'key') {
			return kind === 'object' && someMember(source, value, (key, member) => key === segment.key && walk(member, depth + 1));
		}
		if (kind !== 'array') return false;
		if (segment.type === 'items') return someItem(source, value, item => walk(item, depth + 1));
		// True stops at the item; whether it matched is kept aside.
		let isMatch = false;
		someItem(source, value, (item, index) => {
			if (index !== segment.index) return false;
			isMatch = walk(item, depth + 1);
			return true;
		});
		return isMatch;
	};
	return walk(jsonRoot(source), 0);
}

/** Segments of a path at most. */
export const pathLengthMax = 32;
