import {AwsError} from '../action.ts';
import type {Violation} from '../shape.ts';

/** `InvalidParameter`, 400. `text` follows `Invalid parameter: `. */
export function invalidParameter(text: string): AwsError {
	return new AwsError(`Invalid parameter: ${text}`, {code: 'InvalidParameter'});
}

/** `NotFound`, 404: topics, subscriptions, platform applications and endpoints. */
export function notFound(message: string): AwsError {
	return new AwsError(message, {code: 'NotFound', status: 404});
}

/** `ResourceNotFound`, 404: what tag operations say. */
export function resourceNotFound(): AwsError {
	return new AwsError('Resource does not exist', {code: 'ResourceNotFound', status: 404});
}

/** `ParameterValueInvalid`, 400: message attributes. */
export function parameterValueInvalid(message: string): AwsError {
	return new AwsError(message, {code: 'ParameterValueInvalid'});
}

/** `ValidationError`, 400: the framework's own checks of a request's shape. */
export function validationError(violations: readonly Violation[]): AwsError {
	const found = violations.map(({value, path, constraint}) => {
		const shown = value === null ? 'null' : `'${shownValue(value)}'`;
		return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
	});
	const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected: `;
	return new AwsError(count + found.join('; '), {code: 'ValidationError'});
}

function shownValue(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
