import {invalidParameter} from './errors.ts';

/** What is wrong with an attribute's value, in AWS's words but for what stands before them: that depends on the operation. */
export class AttributeProblem extends Error {
	override readonly name = 'AttributeProblem';
}

/**
Runs a check and words its problem for an operation.

@param prefix `Attributes Reason: ` where attributes came as a map, empty where one was set by name.
*/
export function wordedFor<Value>(prefix: string, check: () => Value): Value {
	try {
		return check();
	} catch (error) {
		if (error instanceof AttributeProblem) throw invalidParameter(prefix + error.message);
		throw error;
	}
}
