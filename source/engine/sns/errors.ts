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

/** `Throttled`, 429: more messages a second than a FIFO topic takes. */
export function throttled(): AwsError {
	return new AwsError('Rate exceeded', {code: 'Throttled', status: 429});
}

/** `AuthorizationError`, 403: a caller whom a topic's policy keeps out. Assumed: AWS words other actions than Publish in the same way. */
export function authorizationError(options: {caller: string; action: string; resource: string; isDenied?: boolean}): AwsError {
	const {caller, resource, isDenied = false} = options;
	const action = `SNS:${options.action}`;
	const reason = isDenied
		? 'with an explicit deny in a resource-based policy'
		: `because no resource-based policy allows the ${action} action`;
	return new AwsError(`User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${reason}`, {
		code: 'AuthorizationError',
		status: 403,
	});
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
