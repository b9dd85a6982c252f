import type {Bindings} from '../key-names.ts';

/** Keys that do what a finding says to do next, in the places where findings stand. A test holds this to the list of actions. */
const keys: Readonly<Record<string, string>> = {
	'queue.redrive': 'R',
	'queue.peek': 'p',
	'queue.dlq': 'L',
	'queue.open': 'enter',
	'now.open': 'enter',
	'now.save': 'o',
	'finding.copy': 'y',
	'stream.tail': 't',
};

export const fixActions: readonly string[] = Object.keys(keys);

/** The key of an action that a finding names; undefined where only a command line does it. */
export function fixKey(action: string | undefined, bindings: Bindings = {}): string | undefined {
	return action === undefined ? undefined : (bindings[action]?.[0] ?? keys[action]);
}
