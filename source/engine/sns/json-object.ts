import {jacksonLocation, JsonSyntaxError, readJsonTokens} from '../../rules/json-tokens.ts';
import {AttributeProblem} from './attribute-problem.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** An attribute's value as a JSON object. Throws an AttributeProblem that begins with the attribute's name. */
export function parseJsonObject(attribute: string, text: string): JsonObject {
	try {
		readJsonTokens(text);
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		throw new AttributeProblem(`${attribute}: failed to parse JSON. ${error.message}\n${jacksonLocation(text, error.offset)}`);
	}
	const parsed: unknown = JSON.parse(text);
	if (!isJsonObject(parsed)) throw new AttributeProblem(`${attribute}: failed to parse JSON. Expected an object`);
	return parsed;
}

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
