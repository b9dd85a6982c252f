import {isJson} from '../json-view.ts';
import {jsonKind, jsonRoot, someItem, someMember, type JsonSpan} from '../json-source.ts';
import {amountOf, partsOf, type FilterCandidate} from './candidate.ts';
import {valueText} from './compare.ts';
import {amountFields, isAmountField, isWildField, wildFields} from './fields.ts';
import {jsonPathText, type JsonPath} from './grammar.ts';
import {someValueAt} from './json-path.ts';
import {Tally} from './tally.ts';

/** Samples looked at: the first ones tell enough. */
const sampleCountMax = 200;
/** Longer text is not searched for fields. */
const textLengthMax = 64 * 1024;
const depthMax = 4;
const fieldsPerSampleMax = 200;
const itemsMax = 20;

function someSamples(samples: readonly FilterCandidate[]): readonly FilterCandidate[] {
	return samples
		.slice(0, sampleCountMax)
		.flatMap(sample => partsOf(sample))
		.slice(0, sampleCountMax);
}

/** The fields that samples have, as they are typed up to their value (`key:`, `attr.errorCode:`), with their values. */
export function sampleFields(samples: readonly FilterCandidate[]): ReadonlyMap<string, Tally> {
	const fields = new Map<string, Tally>();
	for (const sample of someSamples(samples)) {
		for (const name of Object.keys(wildFields)) {
			const value = isWildField(name) ? sample.fields?.[name] : undefined;
			if (value !== undefined) tallyOf(fields, `${name}:`).add(value);
		}
		for (const [name, value] of Object.entries(sample.attributes ?? {})) tallyOf(fields, `attr.${name}:`).add(value);
		for (const name of Object.keys(amountFields)) {
			const amount = isAmountField(name) ? amountOf(name, sample) : undefined;
			if (amount !== undefined) tallyOf(fields, `${name}:`).add(String(amount));
		}
		for (const [key, value] of Object.entries(sample.tags ?? {})) tallyOf(fields, 'tag:').add(`${key}=${value}`);
	}
	return fields;
}

/** The JSON fields that samples have, with their values. */
export function samplePaths(samples: readonly FilterCandidate[]): ReadonlyMap<string, Tally> {
	const paths = new Map<string, Tally>();
	for (const {text} of someSamples(samples)) {
		if (text.length > textLengthMax || !isJson(text)) continue;
		let left = fieldsPerSampleMax;
		const walk = (value: JsonSpan, path: JsonPath): void => {
			if (left-- <= 0) return;
			const kind = jsonKind(text, value);
			if (path.length > 0)
				tallyOf(paths, jsonPathText(path)).add(kind === 'object' ? 'an object' : kind === 'array' ? 'a list' : valueText(text, value));
			if (path.length >= depthMax) return;
			if (kind === 'object') someMember(text, value, (key, member) => (walk(member, [...path, {type: 'key', key}]), left <= 0));
			if (kind === 'array') {
				someItem(text, value, (item, index) => (walk(item, [...path, {type: 'items'}]), left <= 0 || index + 1 >= itemsMax));
			}
		};
		walk(jsonRoot(text), []);
	}
	return paths;
}

/** The values at one path, as they are typed: text that could be a number is quoted. */
export function sampleValues(samples: readonly FilterCandidate[], path: JsonPath, write: (text: string) => string): Tally {
	const tally = new Tally();
	for (const {text} of someSamples(samples)) {
		if (text.length > textLengthMax || !isJson(text)) continue;
		someValueAt(text, path, value => {
			const kind = jsonKind(text, value);
			if (kind === 'string') tally.add(write(valueText(text, value)));
			else if (kind !== 'object' && kind !== 'array') tally.add(valueText(text, value));
			return false;
		});
	}
	return tally;
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
	const known = tallies.get(name);
	if (known) return known;
	const tally = new Tally();
	tallies.set(name, tally);
	return tally;
}
