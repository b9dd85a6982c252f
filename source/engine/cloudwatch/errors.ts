import {AwsError} from '../action.ts';
import type {Violation} from '../shape.ts';

/** AWS tells all mistakes of a request at once, a line each. */
const typed = (code: string, type: string, messages: readonly string[]): AwsError =>
	new AwsError(messages.join('\n'), {code, type: `com.amazonaws.cloudwatch#${type}`});

/** `InvalidParameterValue`, 400. */
export function invalidParameterValue(...messages: readonly string[]): AwsError {
	return typed('InvalidParameterValue', 'InvalidParameterValueException', messages);
}

/** `InvalidParameterCombination`, 400. */
export function invalidParameterCombination(...messages: readonly string[]): AwsError {
	return typed('InvalidParameterCombination', 'InvalidParameterCombinationException', messages);
}

/** `MissingParameter`, 400. */
export function missingParameter(...messages: readonly string[]): AwsError {
	return typed('MissingParameter', 'MissingRequiredParameterException', messages);
}

/** `ValidationError`, 400: what GetMetricData says of its queries. */
export function validationError(...messages: readonly string[]): AwsError {
	return new AwsError(messages.join('\n'), {code: 'ValidationError'});
}

/** `InvalidNextToken`, 400. Assumed: AWS's words are not recorded. */
export function invalidNextToken(): AwsError {
	return typed('InvalidNextToken', 'InvalidNextToken', ['The NextToken is not valid.']);
}

/** Broken constraints of a shape, in CloudWatch's own words. Those of GetMetricData's queries have a code of their own. */
export function violationError(violations: readonly Violation[]): AwsError {
	const messages = violations.map(describeViolation);
	if (violations[0]?.path.startsWith('metricDataQueries')) return validationError(...messages);
	return violations.some(({kind}) => kind === 'required') ? missingParameter(...messages) : invalidParameterValue(...messages);
}

function describeViolation({path, kind, constraint, value}: Violation): string {
	const name = path
		.split('.')
		.map(part => (part === 'member' ? part : part.charAt(0).toUpperCase() + part.slice(1)))
		// `metricData.1.member` is `MetricData.member.1` here.
		.join('.')
		.replaceAll(/\.(\d+)\.member/g, '.member.$1');
	const limit = Number(/-?\d+$/.exec(constraint)?.[0]);
	switch (kind) {
		case 'required':
			return `The parameter ${name} is required.`;
		case 'enum':
			return `The parameter ${name} must be a value in the set [ ${/\[(.*)\]$/.exec(constraint)?.[1] ?? ''} ].`;
		case 'pattern':
			return `The value ${String(value)} for parameter ${name} is invalid.`;
		case 'range':
			return `The parameter ${name} must be ${constraint.replace('Member must have value ', '')}.`;
		case 'length': {
			const isLow = constraint.includes('greater');
			if (Array.isArray(value)) return `The collection ${name} must not have a size ${isLow ? 'less' : 'greater'} than ${limit}.`;
			return isLow
				? `The parameter ${name} must be longer than ${limit - 1} characters.`
				: `The parameter ${name} must be shorter than ${limit + 1} characters.`;
		}
	}
}
